// How peers find each other beside trackers, for all torrents of the client together: the DHT, the local network, and
// the port others are told. Follows its switches while the client runs; torrents that announce themselves stay
// announced through any change. Private torrents are never given to it.

import type Wire from 'bittorrent-protocol'
import type WebTorrent from 'webtorrent'
import type { NetworkState, ServiceState } from '../../../app/net/network-state.ts'
import type { ExternalAddress } from '../../../app/swarm/external-address.ts'
import type { Settings } from '../../../app/settings/settings.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { Network } from '../network/network.ts'
import type { DhtMemory } from './dht-memory.ts'
import { DhtNode } from './dht-node.ts'

const REMEMBER_EVERY = 10 * 60_000

type Switches = Settings['network']

export interface DiscoveryDeps {
  readonly settings: Switches
  readonly memory: DhtMemory
  /** Our address as peers see it. */
  readonly external: ExternalAddress
  /** Nodes to enter the DHT by, host:port; null: the public ones. */
  readonly entries: readonly string[] | null
  found(id: TorrentId, address: string, source: 'dht' | 'lsd'): void
  log(level: 'warn' | 'error', text: string): void
}

export class Discovery {
  readonly #deps: DiscoveryDeps
  readonly #network: Network
  readonly #announced = new Map<TorrentId, (() => void) | null>()
  readonly #timer: NodeJS.Timeout
  #settings: Switches
  #client: WebTorrent | null = null
  #node: DhtNode | null = null
  #nodePort = 0
  /** Changes of the DHT, one after another. */
  #changing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(deps: DiscoveryDeps) {
    this.#deps = deps
    this.#settings = deps.settings
    this.#network = new Network({
      settings: deps.settings,
      external: deps.external,
      found: (id, at) => deps.found(id, at, 'lsd'),
    })
    this.#timer = setInterval(() => void this.#remember(), REMEMBER_EVERY)
  }

  configure(settings: Switches): Promise<void> {
    this.#settings = settings
    this.#network.configure(settings)
    return this.#change()
  }

  /** The client listens now. */
  attach(client: WebTorrent): Promise<void> {
    this.#client = client
    return this.#change()
  }

  /** The client is about to close. */
  detach(): void {
    if (this.#client) this.#client.dht = null
    this.#client = null
  }

  /** Tells the DHT and the neighbours of the torrent, again and again, until the returned function is called. */
  announce(id: TorrentId): () => void {
    this.#announced.set(id, this.#node?.announce(id) ?? null)
    const leave = this.#network.announce(id)
    return () => {
      this.#announced.get(id)?.()
      this.#announced.delete(id)
      leave()
    }
  }

  /** Exchanges with a new peer where our nodes of the DHT are. */
  meet(wire: Wire): void {
    if (!wire.peerExtensions.dht) return
    const host = (wire as { remoteAddress?: string }).remoteAddress
    queueMicrotask(() => {
      const port = this.#node?.port ?? null
      if (!wire.destroyed && port !== null) wire.port(port)
    })
    wire.on('port', (port: number) => void (host && this.#node?.offer(host, port)))
  }

  reached(host: string): void {
    this.#network.reached(host)
  }

  /** Null: the DHT is off. */
  dhtNodes(): number | null {
    return this.#settings.dht ? (this.#node?.nodes ?? 0) : null
  }

  /** Null: the neighbours are not asked. */
  neighbours(id: TorrentId): number | null {
    return this.#network.neighbours(id)
  }

  /** The port peers are told to connect to: the router's, where it leads to ours. */
  peerPort(): number {
    return this.#network.outerPort ?? this.#client?.torrentPort ?? this.#settings.port
  }

  state(): Omit<NetworkState, 'pex' | 'utp'> {
    const dht: ServiceState = this.#settings.dht ? (this.#node?.state() ?? { state: 'looking' }) : { state: 'off' }
    return { ...this.#network.state(), dht }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    this.#network.listening(null)
    const network = this.#network.close()
    await this.#change()
    await network
  }

  /** Brings the DHT in line with its switch and the client's port. */
  #change(): Promise<void> {
    this.#changing = this.#changing.then(async () => {
      const client = this.#client
      // Between two clients it stays as it is.
      if (!client && !this.#closed) return
      const port = client && client.torrentPort < 65_535 ? client.torrentPort + 1 : 0
      const wanted = this.#settings.dht && !this.#closed
      if (this.#node && (!wanted || port !== this.#nodePort)) await this.#closeNode()
      if (wanted && !this.#node) await this.#openNode(port)
      if (!client || client !== this.#client) return
      client.dht = this.#node?.dht ?? false
      const udp = [...(this.#settings.utp ? [client.torrentPort] : []), this.#node?.port ?? null]
      this.#network.listening({ tcp: client.torrentPort, udp: udp.filter((one) => one !== null) })
    })
    return this.#changing
  }

  async #openNode(port: number): Promise<void> {
    const node = new DhtNode({
      port,
      entries: this.#settings.testBed?.dhtNodes ?? this.#deps.entries,
      known: await this.#deps.memory.load(),
      peerPort: () => this.peerPort(),
      found: (id, at) => this.#deps.found(id, at, 'dht'),
      log: this.#deps.log,
    })
    this.#node = node
    this.#nodePort = port
    for (const id of this.#announced.keys()) this.#announced.set(id, node.announce(id))
    await node.opened
  }

  async #closeNode(): Promise<void> {
    await this.#remember()
    const node = this.#node
    this.#node = null
    if (this.#client) this.#client.dht = false
    await node?.close()
  }

  async #remember(): Promise<void> {
    if (this.#node) await this.#deps.memory.save(this.#node.known())
  }
}
