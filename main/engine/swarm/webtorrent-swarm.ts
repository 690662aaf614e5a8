// The Swarm port on WebTorrent 3.0.21: makes the client with everything off that we do ourselves, listens, and makes it
// anew when a setting needs that, with all joined torrents staying joined. This folder alone imports WebTorrent.

import { randomBytes, randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import WebTorrent from 'webtorrent'
import type { SessionStats } from '../../../app/ipc/contract.ts'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { TrackerClient } from '../trackers/tracker-client.ts'
import { DhtAnnouncer } from './dht-announcer.ts'
import { ConnectionCaps } from './connection-caps.ts'
import type { Handshake } from './dialer.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { JoinSpec, Swarm, SwarmEvents, SwarmFailure, SwarmTorrent } from './swarm.ts'
import { Traffic } from './traffic.ts'
import { WebTorrentTorrent } from './webtorrent-torrent.ts'
import { installKeyExchange } from './key-exchange.ts'
import { Pipeline } from './pipeline.ts'
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

export interface SwarmDeps {
  readonly settings: EngineSettings
  readonly version: string
  /** DHT nodes to begin with, host:port; the library's public ones unless given. */
  readonly bootstrap?: readonly string[]
  log(level: 'warn' | 'error', text: string): void
}

/** -SW0100- and twelve random characters (BEP 20). */
const newPeerId = (version: string): string => {
  const digits = version.split('.').slice(0, 3).join('').padEnd(4, '0').slice(0, 4)
  return Buffer.concat([Buffer.from(`-SW${digits}-`), randomBytes(12)]).toString('hex')
}

/** Peers there can reach us without our port being open to the world. */
const isNear = (host: string): boolean =>
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe80:)/i.test(host)

const isFreeUdp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => {
      socket.close()
      resolve(false)
    })
    socket.bind(port, () => socket.close(() => resolve(true)))
  })

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
  readonly #buffers = new PieceBuffers()
  readonly #pipeline = new Pipeline()
  readonly #caps: ConnectionCaps
  readonly #traffic: Traffic
  readonly #timers: NodeJS.Timeout[]
  readonly #userAgent: string
  readonly #peerId: string
  readonly #announceKey = randomInt(2 ** 32)
  readonly #trackers: TrackerClient
  #settings: EngineSettings
  #client: WebTorrent | null = null
  #dht: DhtAnnouncer | null = null
  #listening = false
  #incomingSeen = false
  #closed = false
  #opening: Promise<unknown> = Promise.resolve()

  constructor(deps: SwarmDeps) {
    installWireStream()
    installKeyExchange()
    this.#deps = deps
    this.#settings = deps.settings
    this.#userAgent = `Swiftseed ${deps.version}`
    this.#peerId = newPeerId(deps.version)
    this.#trackers = new TrackerClient({
      userAgent: this.#userAgent,
      localAllowed: () => this.#settings.network.localTrackers,
    })
    this.#traffic = new Traffic(deps.settings.limits, {
      torrents: () => this.#torrents.values(),
      now: () => performance.now(),
    })
    this.#caps = new ConnectionCaps({
      most: () => this.#settings.connections.total,
      port: () => this.#port(),
      occupants: () => [...this.#torrents.values()].flatMap((one) => one.connections.occupants(performance.now())),
    })
    this.#timers = [setInterval(() => this.#tick(), TICK)]
  }

  async open(): Promise<SwarmFailure | null> {
    const { port } = this.#settings.network
    if (await this.#listen(port)) return null
    await this.#listen(0)
    return { code: 'port-in-use', port }
  }

  /** One at a time, the last one last. */
  configure(settings: EngineSettings): Promise<SwarmFailure | null> {
    const before = this.#settings.network
    this.#settings = settings
    this.#traffic.apply(settings.limits)
    if (this.#client) this.#applyEncryption(this.#client)
    const { port, dht, utp, pex } = settings.network
    const same = port === before.port && dht === before.dht && utp === before.utp && pex === before.pex
    return same ? Promise.resolve(null) : this.#reopen()
  }

  /** How incoming peers may begin; who is connected in a way that is no longer allowed is let go. */
  #applyEncryption(client: WebTorrent): void {
    const [first = 0] = HANDSHAKES[this.#settings.network.encryption]
    client.secure = first
    for (const torrent of this.#torrents.values()) torrent.connections.enforce()
  }

  #reopen(): Promise<SwarmFailure | null> {
    const next = this.#opening.then(async () => {
      await Promise.all([...this.#torrents.values()].map((torrent) => torrent.detach()))
      await this.#closeClient()
      if (this.#closed) return null
      const failure = await this.open()
      for (const torrent of this.#torrents.values()) torrent.attach()
      return failure
    })
    this.#opening = next.catch(() => null)
    return next
  }

  join(spec: JoinSpec, events: SwarmEvents): SwarmTorrent {
    const torrent = new WebTorrentTorrent(spec, events, this.#context())
    this.#torrents.set(spec.id, torrent)
    // While the client is made anew, it takes in all who joined.
    if (this.#client) torrent.attach()
    return torrent
  }

  stats(): SessionStats {
    const now = performance.now()
    let downRate = 0
    let upRate = 0
    const peers = this.#caps.open
    for (const torrent of this.#torrents.values()) {
      for (const session of torrent.sessions) {
        downRate += session.down.rate(now)
        upRate += session.up.rate(now)
      }
    }
    const port = this.#listening ? (this.#client?.torrentPort ?? null) : null
    return { downRate, upRate, peers, port, dhtNodes: this.#dht?.nodes ?? null, incomingSeen: this.#incomingSeen }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#opening
    await Promise.all([...this.#torrents.values()].map((torrent) => torrent.leave()))
    this.#traffic.close()
    this.#buffers.close()
    await Promise.all([this.#trackers.close(), this.#closeClient()])
  }

  #tick(): void {
    const now = performance.now()
    this.#traffic.tick(now)
    let asked = 0
    for (const torrent of this.#torrents.values()) asked += torrent.tick(now)
    this.#pipeline.survey(asked)
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
      port: () => this.#port(),
      uploads: this.#traffic.uploads,
      downloads: this.#traffic.downloads,
      buffers: this.#buffers,
      pipeline: this.#pipeline,
      caps: this.#caps,
      settings: () => this.#settings,
      now: () => performance.now(),
      handshakes: () => HANDSHAKES[this.#settings.network.encryption],
      isOurs: (host, port) => port === this.#client?.torrentPort && ownHosts().has(host),
      dhtNodes: () => this.#dht?.nodes ?? null,
      announceDht: (id) => this.#dht?.announce(id) ?? (() => undefined),
      tellDht: (wire) => this.#exchangeDhtPorts(wire),
      interestChanged: () => this.#traffic.poke(),
      incoming: (host) => void (this.#incomingSeen ||= isIP(host) !== 0 && !isNear(host)),
      forget: (torrent) => void (this.#torrents.get(torrent.id) === torrent && this.#torrents.delete(torrent.id)),
      log: this.#deps.log,
    }
  }

  #port(): number {
    return this.#client?.torrentPort ?? this.#settings.network.port
  }

  #exchangeDhtPorts(wire: Parameters<SwarmContext['tellDht']>[0]): void {
    const dht = this.#client?.dht
    if (!dht || !dht.listening) return
    queueMicrotask(() => {
      if (!wire.destroyed && dht.listening) wire.port(dht.address().port)
    })
    const host = (wire as { remoteAddress?: string }).remoteAddress
    wire.on('port', (port: number) => {
      if (host && port > 0 && port < 65_536 && !dht.destroyed) dht.addNode({ host, port })
    })
  }

  /** The one above ours: uTP holds the UDP port of the same number. 0: any. */
  async #portForDht(port: number): Promise<number> {
    if (port === 0) return 0
    if (port < 65_535 && (await isFreeUdp(port + 1))) return port + 1
    this.#deps.log('warn', `DHT: UDP port ${port + 1} is taken by another program, so it uses another one`)
    return 0
  }

  /** False when the port is taken. */
  async #listen(port: number): Promise<boolean> {
    const { dht, utp, pex } = this.#settings.network
    const dhtPort = dht ? await this.#portForDht(port) : 0
    const client = new WebTorrent({
      peerId: this.#peerId,
      torrentPort: port,
      dhtPort,
      dht: dht ? (this.#deps.bootstrap ? { bootstrap: this.#deps.bootstrap } : {}) : false,
      tracker: false,
      lsd: false,
      utp,
      utPex: pex,
      natUpnp: false,
      natPmp: false,
      webSeeds: false,
      secure: 1,
      maxConns: Number.MAX_SAFE_INTEGER,
    })
    client.setMaxListeners(0)
    this.#applyEncryption(client)
    return new Promise((resolve) => {
      client.once('listening', () => {
        this.#client = client
        this.#listening = true
        this.#caps.guard(client)
        if (client.dht)
          this.#dht = new DhtAnnouncer(
            client.dht,
            () => client.torrentPort,
            (id, at) => this.#torrents.get(id)?.found(at),
          )
        resolve(true)
      })
      client.on('error', (error: unknown) => {
        resolve(false)
        if (!client.listening) return
        this.#deps.log('error', `protocol engine: ${String(error)}`)
        if (client === this.#client && client.destroyed) void this.#reopen()
      })
    })
  }

  async #closeClient(): Promise<void> {
    const client = this.#client
    this.#dht?.close()
    this.#dht = null
    this.#client = null
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
