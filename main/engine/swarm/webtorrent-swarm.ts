// The Swarm port on WebTorrent 3.0.21: makes the client with everything off that we do ourselves, listens, and makes it
// anew when a setting needs that, with all joined torrents staying joined. This folder alone imports WebTorrent.

import { randomBytes, randomInt } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import WebTorrent from 'webtorrent'
import type { SessionStats } from '../../../app/ipc/contract.ts'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import { serviceState, type ServiceState } from '../../../app/net/network-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { Resolver } from '../trackers/resolver.ts'
import { TrackerClient } from '../trackers/tracker-client.ts'
import type { WebSeedHouse } from '../web-seeds/web-seeds.ts'
import { ConnectionCaps } from './connection-caps.ts'
import { DutyRoster } from './duty-roster.ts'
import { noMemory, type DhtMemory } from './dht-memory.ts'
import { Discovery } from './discovery.ts'
import type { Handshake } from './dialer.ts'
import { installEncryptor } from './encryptor.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { JoinSpec, Swarm, SwarmEvents, SwarmFailure, SwarmTorrent } from './swarm.ts'
import { sumSwarm } from './session-sums.ts'
import { Traffic } from './traffic.ts'
import { WebTorrentTorrent } from './webtorrent-torrent.ts'
import { Strangers } from './strangers.ts'
import { UtpSocket } from './utp-socket.ts'
import { Pipeline } from './pipeline.ts'
import { Bans, type Sender } from './bans.ts'
import { MetadataBudget } from './metadata-budget.ts'
import { PieceBuffers } from './piece-buffers.ts'
import { installWireStream } from './wire-stream.ts'

/** Incoming peers are answered by the first of each. */
const HANDSHAKES: { readonly [E in EngineSettings['network']['encryption']]: readonly Handshake[] } = {
  off: [0],
  allow: [1, 0],
  prefer: [2, 0],
  require: [2],
}
const TICK = 1_000
/** A free TCP port may be taken for UDP. */
const FREE_PORT_ATTEMPTS = 5

export interface SwarmDeps {
  readonly settings: EngineSettings
  readonly version: string
  /** DHT nodes to begin with, host:port; the library's public ones unless given. */
  readonly bootstrap?: readonly string[]
  /** Nodes of the DHT from one session to the next. */
  readonly dhtMemory?: DhtMemory
  log(level: 'warn' | 'error', text: string): void
}

/** -SW0100- and twelve random characters (BEP 20). */
const newPeerId = (version: string): string => {
  const digits = version.split('.').slice(0, 3).join('').padEnd(4, '0').slice(0, 4)
  return Buffer.concat([Buffer.from(`-SW${digits}-`), randomBytes(12)]).toString('hex')
}

/** Addresses of this computer. */
const ownHosts = (): Set<string> =>
  new Set([
    '127.0.0.1',
    '::1',
    ...Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .map((one) => one.address),
  ])

export class WebTorrentSwarm implements Swarm {
  readonly #deps: SwarmDeps
  readonly #torrents = new Map<TorrentId, WebTorrentTorrent>()
  /** Those that are connected, or about to be. */
  readonly #roster = new DutyRoster<WebTorrentTorrent>()
  readonly #buffers = new PieceBuffers()
  readonly #bans = new Bans()
  readonly #metadata = new MetadataBudget()
  readonly #pipeline = new Pipeline()
  readonly #caps: ConnectionCaps
  readonly #strangers = new Strangers(() => performance.now())
  readonly #traffic: Traffic
  readonly #discovery: Discovery
  readonly #timers: NodeJS.Timeout[]
  readonly #userAgent: string
  readonly #peerId: string
  readonly #announceKey = randomInt(2 ** 32)
  readonly #trackers: TrackerClient
  readonly #webSeeds: WebSeedHouse
  #settings: EngineSettings
  #client: WebTorrent | null = null
  #utp: UtpSocket | null = null
  #listening = false
  #closed = false
  /** The client is about to go: nobody enters through it any more. */
  #remaking = false
  #opening: Promise<unknown> = Promise.resolve()

  constructor(deps: SwarmDeps) {
    installWireStream()
    installEncryptor()
    this.#deps = deps
    this.#settings = deps.settings
    this.#userAgent = `Swiftseed ${deps.version}`
    this.#peerId = newPeerId(deps.version)
    this.#trackers = new TrackerClient({
      userAgent: this.#userAgent,
      localAllowed: () => this.#settings.network.localTrackers,
    })
    this.#webSeeds = {
      resolver: new Resolver(),
      userAgent: `Swiftseed/${deps.version}`,
      banned: new Set(),
      localAllowed: () => this.#settings.network.localTrackers,
      plainAllowed: () => this.#settings.network.encryption !== 'require',
    }
    this.#traffic = new Traffic(deps.settings.limits, {
      torrents: () => this.#roster.all,
      now: () => performance.now(),
    })
    this.#caps = new ConnectionCaps({
      most: () => this.#settings.connections.total,
      port: () => this.#port(),
      occupants: () => [...this.#roster.all].flatMap((one) => one.occupants(performance.now())),
    })
    this.#discovery = new Discovery({
      settings: deps.settings.network,
      memory: deps.dhtMemory ?? noMemory,
      external: this.#caps.external,
      entries: deps.bootstrap ?? null,
      found: (id, at, source) => void this.#torrents.get(id)?.addPeer(at, source),
      log: deps.log,
    })
    this.#timers = [setInterval(() => this.#tick(), TICK)]
  }

  async open(): Promise<SwarmFailure | null> {
    const { port } = this.#settings.network
    if (await this.#listen(port)) return null
    for (let attempt = 1; attempt < FREE_PORT_ATTEMPTS; attempt++) if (await this.#listen(0)) break
    return { code: 'port-in-use', port }
  }

  /** One at a time, the last one last. */
  configure(settings: EngineSettings): Promise<SwarmFailure | null> {
    const before = this.#settings.network
    this.#settings = settings
    this.#traffic.apply(settings.limits)
    this.#applySwitches()
    const configured = this.#discovery.configure(settings.network)
    const { port, utp } = settings.network
    if (port !== before.port) return this.#reopen()
    return utp === before.utp ? configured.then(() => null) : this.#switchUtp()
  }

  /** What holds for those who are connected as well: who may not stay is let go, and nobody else. */
  #applySwitches(): void {
    const [first = 0] = HANDSHAKES[this.#settings.network.encryption]
    if (this.#client) this.#client.secure = first
    const now = performance.now()
    for (const torrent of this.#torrents.values()) torrent.obey(now)
    this.#caps.shed()
  }

  /** Only those connected over uTP notice. Where another program has the UDP port, it stays off, and its state says so. */
  #switchUtp(): Promise<SwarmFailure | null> {
    return this.#next(async () => {
      if (this.#settings.network.utp) await this.#utp?.listen()
      else this.#utp?.hush()
      return null
    })
  }

  /** Changes of the client, one after another. */
  #next(change: () => Promise<SwarmFailure | null>): Promise<SwarmFailure | null> {
    const next = this.#opening.then(change)
    this.#opening = next.catch(() => null)
    return next
  }

  #reopen(): Promise<SwarmFailure | null> {
    return this.#next(async () => {
      this.#remaking = true
      await Promise.all([...this.#torrents.values()].map((torrent) => torrent.detach()))
      await this.#closeClient()
      this.#remaking = false
      if (this.#closed) return null
      const failure = await this.open()
      for (const torrent of this.#torrents.values()) torrent.attach()
      return failure
    })
  }

  join(spec: JoinSpec, events: SwarmEvents): SwarmTorrent {
    const torrent = new WebTorrentTorrent(spec, events, this.#context())
    this.#torrents.set(spec.id, torrent)
    // While the client is made anew, it takes in all who joined.
    if (this.#client && !this.#remaking) torrent.attach()
    return torrent
  }

  setPaidShare(share: number): void {
    this.#traffic.setPaidShare(share)
  }

  get paidSlotsFree(): number {
    return this.#traffic.paidSlotsFree
  }

  get peerId(): string {
    return this.#peerId
  }

  stats(): SessionStats {
    const port = this.#listening ? (this.#client?.torrentPort ?? null) : null
    const now = performance.now()
    const { pex, utp, ...rates } = sumSwarm(this.#roster.all, now)
    let downRate = rates.downRate
    for (const torrent of this.#roster.all) downRate += torrent.webRate(now)
    const { network } = this.#settings
    return {
      ...rates,
      downRate,
      peers: this.#caps.open,
      port,
      dhtNodes: this.#discovery.dhtNodes(),
      network: {
        ...this.#discovery.state(),
        pex: serviceState(network.pex, pex),
        utp: this.#utpFailure() ?? serviceState(network.utp, utp),
      },
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#opening
    const left = [...this.#torrents.values()].map((torrent) => torrent.leave())
    await Promise.all([...left, this.#discovery.close()])
    this.#traffic.close()
    this.#buffers.close()
    await Promise.all([this.#trackers.close(), this.#closeClient()])
  }

  #tick(): void {
    const now = performance.now()
    this.#traffic.tick(now)
    let asked = 0
    this.#roster.tick(now, (torrent) => void (asked += torrent.tick(now)))
    this.#pipeline.survey(asked)
    this.#caps.shed()
    this.#strangers.tick(now)
    this.#utp?.tick()
  }

  #context(): SwarmContext {
    const client = (): WebTorrent => {
      if (!this.#client) throw new Error('the swarm is not open')
      return this.#client
    }
    return {
      get client() {
        return client()
      },
      userAgent: this.#userAgent,
      trackers: this.#trackers,
      peerId: this.#peerId,
      announceKey: this.#announceKey,
      port: () => this.#discovery.peerPort(),
      uploads: this.#traffic.uploads,
      downloads: this.#traffic.downloads,
      buffers: this.#buffers,
      bans: this.#bans,
      metadata: this.#metadata,
      ban: (sender) => this.#ban(sender),
      pipeline: this.#pipeline,
      caps: this.#caps,
      webSeeds: this.#webSeeds,
      settings: () => this.#settings,
      now: () => performance.now(),
      handshakes: () => HANDSHAKES[this.#settings.network.encryption],
      isOurs: (host, port) => port === this.#client?.torrentPort && ownHosts().has(host),
      dhtNodes: () => this.#discovery.dhtNodes(),
      neighbours: (id) => this.#discovery.neighbours(id),
      announce: (id) => this.#discovery.announce(id),
      meet: (wire) => this.#discovery.meet(wire),
      interestChanged: () => this.#traffic.poke(),
      incoming: (host) => this.#discovery.reached(host),
      onDuty: (torrent) => this.#roster.call(torrent),
      forget: (torrent) => this.#forget(torrent),
      log: this.#deps.log,
    }
  }

  #forget(torrent: WebTorrentTorrent): void {
    this.#roster.leave(torrent)
    if (this.#torrents.get(torrent.id) === torrent) this.#torrents.delete(torrent.id)
  }

  #ban(sender: Sender): boolean {
    const fresh = this.#bans.add(sender)
    for (const torrent of this.#torrents.values()) torrent.connections.expel()
    return fresh
  }

  #port(): number {
    return this.#client?.torrentPort ?? this.#settings.network.port
  }

  /** Where its native part could not be loaded, or refused to start, there is none. */
  #utpFailure(): ServiceState | null {
    if (!WebTorrent.UTP_SUPPORT) return { state: 'failed', why: 'not-available' }
    return this.#settings.network.utp && this.#utp?.open === false ? { state: 'failed', why: 'no-socket' } : null
  }

  /** False when the port is taken. */
  async #listen(port: number): Promise<boolean> {
    const client = new WebTorrent({
      peerId: this.#peerId,
      torrentPort: port,
      dht: false,
      tracker: false,
      lsd: false,
      utp: false,
      utPex: false,
      natUpnp: false,
      natPmp: false,
      webSeeds: false,
      secure: 1,
      maxConns: Number.MAX_SAFE_INTEGER,
    })
    client.setMaxListeners(0)
    const listening = await new Promise<boolean>((resolve) => {
      client.once('listening', () => resolve(true))
      client.on('error', (error: unknown) => {
        resolve(false)
        if (client !== this.#client) return
        this.#deps.log('error', `protocol engine: ${String(error)}`)
        if (client.destroyed) void this.#reopen()
      })
    })
    if (!listening) return false
    this.#strangers.guard(client)
    const utp = new UtpSocket(client, (text) => this.#deps.log('error', text))
    if (this.#settings.network.utp && WebTorrent.UTP_SUPPORT && !(await utp.listen())) {
      // TCP may have its port though UDP has not.
      client.destroy()
      return false
    }
    this.#client = client
    this.#utp = utp
    this.#listening = true
    this.#applySwitches()
    await this.#discovery.attach(client)
    return true
  }

  async #closeClient(): Promise<void> {
    const client = this.#client
    this.#discovery.detach()
    this.#client = null
    this.#utp?.hush()
    this.#utp?.close()
    this.#utp = null
    this.#listening = false
    if (!client || client.destroyed) return
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, 2_000)
      client.destroy(() => {
        clearTimeout(deadline)
        resolve()
      })
    })
  }
}
