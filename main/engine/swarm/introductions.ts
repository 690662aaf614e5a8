// What the peers of one torrent are told of us beside the pieces: whether we want anything more (BEP 21), whether we
// exchange peers with them. Said when a connection begins, and again to everyone when it changes (BEP 10).

import type Wire from 'bittorrent-protocol'
import type { Connections } from './connections.ts'
import type { MetadataShare } from './metadata-exchange.ts'
import { Pex } from './pex.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { SwarmTorrent } from './swarm.ts'
import { addExtensions, sayAgain } from './wire-extensions.ts'

export interface IntroductionsDeps {
  readonly isPrivate: boolean
  readonly context: SwarmContext
  readonly connections: Connections
  readonly metadata: MetadataShare
  seeding(): boolean
  isSeed(wire: Wire): boolean
  guard(wire: Wire, run: () => void): void
}

interface Facts {
  readonly uploadOnly: boolean
  readonly pex: boolean
}

const same = (a: Facts, b: Facts): boolean => a.uploadOnly === b.uploadOnly && a.pex === b.pex

export class Introductions {
  readonly #deps: IntroductionsDeps
  /** Null: the torrent is private. */
  readonly #pex: Pex | null
  readonly #told = new WeakMap<Wire, Facts>()
  #facts: Facts

  constructor(deps: IntroductionsDeps) {
    this.#deps = deps
    const { connections, context, isPrivate, isSeed } = deps
    const enabled = (): boolean => context.settings().network.pex
    this.#pex = isPrivate ? null : new Pex({ connections, enabled, now: () => context.now(), isSeed })
    this.#facts = this.#now()
  }

  /** Once a second. */
  tick(now: number): void {
    if (this.#facts.pex) this.#pex?.tick(now)
  }

  get pex(): ReturnType<SwarmTorrent['pex']> {
    const { pex } = this.#deps.context.settings().network
    return { state: !this.#pex ? 'private' : pex ? 'working' : 'off', peers: this.#pex?.partners ?? 0 }
  }

  /** To be called once for each connection, before anything else is said. */
  begin(wire: Wire, address: string): void {
    const { context, isPrivate, metadata, guard } = this.#deps
    const facts = this.#now()
    this.#told.set(wire, facts)
    wire.setKeepAlive(true)
    addExtensions(wire, {
      metadata,
      userAgent: context.userAgent,
      port: context.port(),
      uploadOnly: facts.uploadOnly,
      address,
      encrypted: /prefer|require/.test(context.settings().network.encryption),
      external: context.caps.external,
      pex: facts.pex ? this.#pex : null,
      guard: (run) => guard(wire, run),
    })
    if (!isPrivate) context.meet(wire)
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
      guard(wire, () => sayAgain(wire, facts))
    }
  }

  #now(): Facts {
    const { context, seeding } = this.#deps
    return { uploadOnly: seeding(), pex: this.#pex !== null && context.settings().network.pex }
  }
}
