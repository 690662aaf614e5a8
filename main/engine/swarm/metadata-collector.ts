// From whom one torrent collects its metadata, and in what order: a few peers at a time, each all of it, so that it is
// known who lied. Sizes that several peers name go first, small ones before large ones, who had a turn after who had
// none. Invariant: what is collected takes no more memory than the budgets of the torrent and of the client; a peer
// that sends nothing, or is slow while others wait, gives its turn back.

import { MAX_SIZE, type MetadataBudget } from './metadata-budget.ts'
import { MetadataCollection } from './metadata-collection.ts'

/** Collections of one torrent at a time, and their bytes. */
const AT_ONCE = 8
const TORRENT_BYTES = 2 * MAX_SIZE
/** ms until the first chunk where others wait, and without one in any case. */
const [BEGINS, STALLED] = [4_000, 10_000]
/** ms for which who is alone with its size gives way to who is not. */
const GIVES_WAY = 5_000
/** ms of a first turn while others wait; twice as long the next time. */
const TURN = 15_000
const MOST_DOUBLINGS = 6
/** The same where another torrent waits, and this one has more than its part. */
const DOUBLINGS_BESIDES = 2

/** A peer that has the metadata. */
export interface MetadataSource {
  ask(chunk: number): void
}

export interface CollectorDeps {
  readonly infoHash: string
  readonly budget: MetadataBudget
  now(): number
  wanted(): boolean
  arrived(rawInfo: Uint8Array): void
  /** All it sent, and it alone, does not hash to what was asked for. */
  lied(source: MetadataSource): void
}

interface Offer {
  readonly source: MetadataSource
  readonly since: number
  size: number
  turns: number
  notBefore: number
  collection: MetadataCollection | null
}

export class MetadataCollector {
  readonly #deps: CollectorDeps
  readonly #offers = new Map<MetadataSource, Offer>()
  readonly #refused = new WeakSet<MetadataSource>()
  #bytes = 0

  constructor(deps: CollectorDeps) {
    this.#deps = deps
  }

  /** It says that it has so many bytes; null: it has none, or says nonsense. */
  offered(source: MetadataSource, size: number | null): void {
    if (!this.#deps.wanted() || this.#refused.has(source)) return
    const offer = this.#offers.get(source)
    const now = this.#deps.now()
    if (offer?.collection) return
    if (size === null) this.#offers.delete(source)
    else if (offer) offer.size = size
    else this.#offers.set(source, { source, since: now, size, turns: 0, notBefore: 0, collection: null })
    this.#fill(now)
  }

  /** It may give it yet: it sends, or its first turn is to come or not over. */
  promises(source: MetadataSource): boolean {
    const offer = this.#offers.get(source)
    return offer !== undefined && (offer.turns === 0 || offer.collection?.begun === true)
  }

  received(source: MetadataSource, chunk: number, bytes: Uint8Array): void {
    const offer = this.#offers.get(source)
    const { infoHash, now, arrived, lied } = this.#deps
    if (!offer?.collection) return
    const { collection } = offer
    const progress = collection.put(chunk, bytes, infoHash, now())
    if (progress === 'some') for (const next of collection.next()) source.ask(next)
    if (progress === 'whole') {
      this.stop()
      arrived(collection.data)
    }
    if (progress === 'false') {
      this.left(source)
      this.#refused.add(source)
      lied(source)
    }
  }

  /** It would not give us a chunk. */
  rejected(source: MetadataSource): void {
    const offer = this.#offers.get(source)
    if (!offer?.collection) return
    this.#end(offer, this.#deps.now() + STALLED)
    this.#fill(this.#deps.now())
  }

  left(source: MetadataSource): void {
    const offer = this.#offers.get(source)
    if (!offer) return
    this.#end(offer, 0)
    this.#offers.delete(source)
    this.#fill(this.#deps.now())
  }

  /** Once a second. */
  tick(now: number): void {
    if (this.#offers.size === 0) return
    if (!this.#deps.wanted()) return this.stop()
    const { budget } = this.#deps
    const wanted = this.#waiting(now).length > 0
    for (const offer of this.#running()) {
      const { movedAt, since, begun } = offer.collection
      const doublings = Math.min(offer.turns, MOST_DOUBLINGS)
      const most = budget.exceeds(this) ? Math.min(doublings, DOUBLINGS_BESIDES) : wanted ? doublings : Infinity
      if (now - movedAt > (begun || !(wanted || budget.contested) ? STALLED : BEGINS))
        this.#end(offer, now + STALLED * 2 ** doublings)
      else if (now - since > TURN * 2 ** most) this.#end(offer, now)
    }
    this.#fill(now)
  }

  /** Nothing more is wanted of anybody. */
  stop(): void {
    for (const offer of this.#offers.values()) this.#end(offer, 0)
    this.#offers.clear()
    this.#deps.budget.forget(this)
  }

  #running(): (Offer & { readonly collection: MetadataCollection })[] {
    return [...this.#offers.values()].filter(
      (offer): offer is Offer & { collection: MetadataCollection } => offer.collection !== null,
    )
  }

  /** Who is due, the first first. */
  #waiting(now: number): Offer[] {
    const support = this.#support()
    const supportOf = ({ size }: Offer): number => support.get(size) ?? 0
    return [...this.#offers.values()]
      .filter((offer) => offer.collection === null && offer.notBefore <= now)
      .toSorted((a, b) => a.turns - b.turns || supportOf(b) - supportOf(a) || a.size - b.size)
  }

  /** Peers by the size they name. */
  #support(): Map<number, number> {
    const support = new Map<number, number>()
    for (const { size } of this.#offers.values()) support.set(size, (support.get(size) ?? 0) + 1)
    return support
  }

  #fill(now: number): void {
    const { budget, wanted } = this.#deps
    if (wanted() && this.#startDue(now)) budget.wait(this)
    else budget.forget(this)
  }

  /** As many as there is room for. True: one found that the client has none for it now. */
  #startDue(now: number): boolean {
    const support = this.#support()
    // Nobody is believed alone while several say otherwise and were not tried.
    const agreed = [...this.#offers.values()].some(({ size, turns }) => turns === 0 && (support.get(size) ?? 0) > 1)
    let running = this.#running().length
    let refused = false
    for (const offer of this.#waiting(now)) {
      if (running >= AT_ONCE) break
      if (agreed && support.get(offer.size) === 1 && now - offer.since < GIVES_WAY) continue
      if (this.#bytes + offer.size > TORRENT_BYTES) continue
      if (this.#deps.budget.take(offer.size, this)) {
        this.#start(offer, now)
        running++
      } else refused = true
    }
    return refused
  }

  #start(offer: Offer, now: number): void {
    const { size, source } = offer
    this.#bytes += size
    offer.collection = new MetadataCollection(size, now)
    for (const chunk of offer.collection.next()) source.ask(chunk)
  }

  #end(offer: Offer, notBefore: number): void {
    if (offer.collection === null) return
    offer.collection = null
    offer.turns++
    offer.notBefore = notBefore
    this.#bytes -= offer.size
    this.#deps.budget.give(offer.size, this)
  }
}
