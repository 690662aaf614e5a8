// Our node of the DHT (BEP 5, IPv4): its socket, the library that keeps its routing table, the rhythm of lookups and
// announces (DhtRhythm decides which torrent is next), and what is remembered from one session to the next. Found
// peers are handed to the torrent they belong to.

import { Client } from 'bittorrent-dht'
import type { Dht } from 'bittorrent-dht'
import type { ServiceState } from '../../../app/net/network-state.ts'
import { addressKind } from '../../../app/net/address-kind.ts'
import { isPeerAddress } from '../../../app/trackers/announce.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { DhtClock } from './dht-clock.ts'
import { DhtRhythm } from './dht-rhythm.ts'
import { DhtSocket } from './dht-socket.ts'

const TICK = 500
/** A lookup that does not end by itself makes room for another. */
const LOOKUP_DEADLINE = 60_000
/** Peers told in one answer: more do not fit in a datagram. */
const MAX_TOLD = 50
const PEER_AGE = 30 * 60_000
const MAX_KNOWN = 200

export interface DhtDeps {
  /** UDP port we would like; 0: any. */
  readonly port: number
  /** Nodes to enter by, host:port; null: the library's public ones. */
  readonly entries: readonly string[] | null
  /** Nodes of the last session, ip:port. */
  readonly known: readonly string[]
  /** The port peers are told to connect to. */
  peerPort(): number
  found(id: TorrentId, address: string): void
  log(level: 'warn' | 'error', text: string): void
}

export class DhtNode {
  readonly #deps: DhtDeps
  readonly #rhythm = new DhtRhythm()
  readonly #clock = new DhtClock()
  readonly #timer: NodeJS.Timeout
  readonly #deadlines = new Set<NodeJS.Timeout>()
  #dht: Dht | null = null
  #failed = false
  #closed = false
  readonly #opening: Promise<void>

  constructor(deps: DhtDeps) {
    this.#deps = deps
    this.#opening = this.#open()
    this.#timer = setInterval(() => this.#tick(), TICK)
  }

  /** The library's object; null until the socket is open. */
  get dht(): Dht | null {
    return this.#closed ? null : this.#dht
  }

  get nodes(): number {
    return this.dht?.nodes.count() ?? 0
  }

  /** Where other nodes reach us. */
  get port(): number | null {
    return this.dht?.address().port ?? null
  }

  get opened(): Promise<void> {
    return this.#opening
  }

  state(): ServiceState {
    if (this.#failed) return { state: 'failed', why: 'no-socket' }
    const count = this.nodes
    return count === 0 ? { state: 'looking' } : { state: 'working', count }
  }

  /** Looks for peers and announces us, again and again until the returned function is called. */
  announce(id: TorrentId): () => void {
    this.#rhythm.join(id)
    return () => this.#rhythm.leave(id)
  }

  /** A peer of ours says it has a node there. */
  offer(host: string, port: number): void {
    if (port > 0 && port < 65_536) this.dht?.addNode({ host, port })
  }

  /** Nodes worth remembering, ip:port. */
  known(): string[] {
    const nodes = this.dht?.toJSON().nodes ?? []
    return nodes.slice(0, MAX_KNOWN).map(({ host, port }) => `${host}:${port}`)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#timer)
    for (const deadline of this.#deadlines) clearTimeout(deadline)
    await this.#opening
    const dht = this.#dht
    if (dht) await new Promise<void>((resolve) => dht.destroy(resolve))
  }

  async #open(): Promise<void> {
    const { port, entries, known, log } = this.#deps
    const socket = await DhtSocket.open(port)
    if (!socket) {
      this.#failed = true
      return log('warn', 'DHT: no UDP port could be opened')
    }
    if (port !== 0 && socket.address().port !== port) {
      log('warn', `DHT: UDP port ${port} is taken by another program, so it uses another one`)
    }
    const dht = new Client({ socket, maxAge: PEER_AGE, ...(entries && { bootstrap: entries }) })
    this.#dht = dht
    dht.setMaxListeners(0)
    dht.on('error', (error: unknown) => log('warn', `DHT: ${String(error)}`))
    dht.on('peer', (peer: { host: string; port: number }, infoHash: Uint8Array, from: { address?: string } | null) => {
      if (!isPeerAddress(peer.host, addressKind(from?.address ?? ''))) return
      this.#deps.found(Buffer.from(infoHash).toString('hex') as TorrentId, `${peer.host}:${peer.port}`)
    })
    boundAnswers(dht)
    // It is open already: the library is told as a socket would tell it.
    socket.emit('listening')
    for (const node of known) this.offer(...hostAndPort(node))
  }

  #tick(): void {
    const { dht } = this
    if (!dht) return
    this.#clock.tick(dht)
    const now = performance.now()
    for (let id = this.#rhythm.next(now, this.nodes > 0); id; id = this.#rhythm.next(now, this.nodes > 0)) {
      this.#lookUp(dht, id)
    }
  }

  #lookUp(dht: Dht, id: TorrentId): void {
    let ended = false
    const end = (): void => {
      if (ended) return
      ended = true
      clearTimeout(deadline)
      this.#deadlines.delete(deadline)
      this.#rhythm.ended()
    }
    const deadline = setTimeout(end, LOOKUP_DEADLINE)
    this.#deadlines.add(deadline)
    dht.announce(id, this.#deps.peerPort(), end)
  }
}

const hostAndPort = (address: string): [string, number] => {
  const colon = address.lastIndexOf(':')
  return [address.slice(0, colon), Number(address.slice(colon + 1))]
}

/** The library answers with all peers it was told of, which may be thousands. */
const boundAnswers = (dht: Dht): void => {
  const peers = dht._peers
  const get = peers.get
  peers.get = (infoHash, count) => get.call(peers, infoHash, Math.min(count ?? MAX_TOLD, MAX_TOLD))
}
