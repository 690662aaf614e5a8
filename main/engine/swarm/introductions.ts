// What the peers of one torrent are told of us beside the pieces: whether we want anything more (BEP 21), whether we
// exchange peers with them, what we pay or take for speed. Said when a connection begins, and again to everyone when it
// changes (BEP 10). Keeps who among them can be asked for the metadata.

import type Wire from 'bittorrent-protocol'
import type { Connections, Usefulness } from './connections.ts'
import type { Sender } from './bans.ts'
import { MetadataCollector, type MetadataSource } from './metadata-collector.ts'
import type { MetadataPeer, MetadataShare } from './metadata-exchange.ts'
import { Pex } from './pex.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { SwarmTorrent } from './swarm.ts'
import { introduceOn, listenToSpeed, tellIntroduction, type WireTalk } from './speed-extension.ts'
import { addExtensions, sayAgain } from './wire-extensions.ts'
import { overheadOf } from './wire-stream.ts'

export interface IntroductionsDeps {
  readonly isPrivate: boolean
  readonly context: SwarmContext
  readonly connections: Connections
  readonly infoHash: string
  /** The torrent's part of the limits. */
  readonly lanes: Pick<MetadataShare, 'uploads' | 'downloads'>
  rawInfo(): Uint8Array | null
  /** The metadata came, and is what was asked for. */
  arrived(rawInfo: Uint8Array): void
  /** It sent metadata that is not. */
  lied(sender: Sender): void
  seeding(): boolean
  isSeed(wire: Wire): boolean
  guard(wire: Wire, run: () => void): void
  /** Null: nobody listens to what is said of Speed. */
  readonly talk: WireTalk | null
}

interface Facts {
  readonly uploadOnly: boolean
  readonly pex: boolean
  readonly speed: object | null
}

const same = (a: Facts, b: Facts): boolean => a.uploadOnly === b.uploadOnly && a.pex === b.pex && a.speed === b.speed

/** `received`: bytes that had come when something was last heard. */
interface Source {
  readonly asks: MetadataPeer
  received: number
  heardAt: number
}

export class Introductions {
  readonly #deps: IntroductionsDeps
  /** Null: the torrent is private. */
  readonly #pex: Pex | null
  readonly #told = new WeakMap<Wire, Facts>()
  readonly #collector: MetadataCollector
  readonly #sources = new Map<Wire, Source>()
  #speed: object | null = null
  #facts: Facts

  constructor(deps: IntroductionsDeps) {
    this.#deps = deps
    const { connections, context, isPrivate, isSeed } = deps
    const enabled = (): boolean => context.settings().network.pex
    this.#pex = isPrivate ? null : new Pex({ connections, enabled, now: () => context.now(), isSeed })
    this.#collector = new MetadataCollector({
      infoHash: deps.infoHash,
      budget: context.metadata,
      now: () => context.now(),
      wanted: () => deps.rawInfo() === null,
      arrived: (rawInfo) => deps.arrived(rawInfo),
      lied: (source) => this.#onLiar(source),
    })
    this.#facts = this.#now()
  }

  /** Once a second. */
  tick(now: number): void {
    if (this.#deps.rawInfo() === null) this.#listen(now)
    this.#collector.tick(now)
    for (const { asks } of this.#sources.values()) asks.wake()
    if (this.#facts.pex) this.#pex?.tick(now)
  }

  get pex(): ReturnType<SwarmTorrent['pex']> {
    const { pex } = this.#deps.context.settings().network
    return { state: !this.#pex ? 'private' : pex ? 'working' : 'off', peers: this.#pex?.partners ?? 0 }
  }

  /** While the metadata is all that is wanted, and there are no sessions; else null. */
  worth(wire: Wire): Usefulness | null {
    const source = this.#sources.get(wire)
    if (!source || this.#deps.rawInfo() !== null) return null
    return { useful: this.#collector.promises(source.asks), moved: 0, rate: 0, heardAt: source.heardAt }
  }

  /** To be called once for each connection, before anything else is said. */
  begin(wire: Wire, address: string): void {
    const { context, isPrivate, lanes, rawInfo, guard } = this.#deps
    const facts = this.#now()
    this.#told.set(wire, facts)
    wire.setKeepAlive(true)
    const source = addExtensions(wire, {
      metadata: { rawInfo, collector: this.#collector, ...lanes },
      userAgent: context.userAgent,
      port: context.port(),
      uploadOnly: facts.uploadOnly,
      address,
      encrypted: /prefer|require/.test(context.settings().network.encryption),
      external: context.caps.external,
      pex: facts.pex ? this.#pex : null,
      guard: (run) => guard(wire, run),
    })
    if (source) this.#sources.set(wire, { asks: source, received: 0, heardAt: context.now() })
    if (facts.speed) this.#takePart(wire, facts.speed)
    if (!isPrivate) context.meet(wire)
  }

  /** To be called when it is over. */
  end(wire: Wire): void {
    const source = this.#sources.get(wire)
    this.#sources.delete(wire)
    source?.asks.close()
    if (source) this.#collector.left(source.asks)
  }

  /** What we say of Speed from now on; null: nothing. */
  introduce(bs: object | null): void {
    this.#speed = bs
    this.update()
  }

  /** Something may have changed. */
  update(): void {
    const facts = this.#now()
    if (same(facts, this.#facts)) return
    this.#facts = facts
    const { connections, guard } = this.#deps
    for (const [wire, { address }] of connections.entries) {
      const told = this.#told.get(wire)
      if (!told || same(told, facts) || wire.destroyed) continue
      this.#told.set(wire, facts)
      if (facts.pex) this.#pex?.listen(wire, address)
      if (facts.speed) this.#takePart(wire, facts.speed)
      else introduceOn(wire, null)
      guard(wire, () => sayAgain(wire, { ...facts, speed: facts.speed !== null }))
    }
  }

  /** What the peer said of itself before this is told as soon as whoever called us is done. */
  #takePart(wire: Wire, bs: object): void {
    const { talk, guard } = this.#deps
    if (!talk) return
    introduceOn(wire, bs)
    const inGuard = (run: () => void): void => guard(wire, run)
    listenToSpeed(wire, { talk, enabled: () => this.#speed !== null, guard: inGuard })
    queueMicrotask(() => inGuard(() => tellIntroduction(wire, { talk })))
  }

  #listen(now: number): void {
    for (const [wire, source] of this.#sources) {
      const { received } = overheadOf(wire)
      if (received === source.received) continue
      source.received = received
      source.heardAt = now
    }
  }

  #onLiar(source: MetadataSource): void {
    for (const [wire, { address, source: from }] of this.#deps.connections.entries) {
      if (this.#sources.get(wire)?.asks !== source) continue
      return this.#deps.lied({ address, peerId: wire.peerId ?? '', incoming: from === 'incoming' })
    }
  }

  #now(): Facts {
    const { context, seeding } = this.#deps
    return { uploadOnly: seeding(), pex: this.#pex !== null && context.settings().network.pex, speed: this.#speed }
  }
}
