// What the collections of metadata of all torrents may take together, and whose turn it is where that is not enough.
// Invariant: room that is given back is for who has waited longest, whatever the others want meanwhile.

export const MAX_SIZE = 10_000_000
/** Bytes of all torrents. */
const CLIENT_BYTES = 4 * MAX_SIZE

/** The collector of a torrent. */
type Taker = object

export class MetadataBudget {
  #taken = 0
  readonly #held = new Map<Taker, number>()
  /** Who has waited longest first. */
  readonly #waiting = new Set<Taker>()

  get taken(): number {
    return this.#taken
  }

  /** Somebody found no room. */
  get contested(): boolean {
    return this.#waiting.size > 0
  }

  /** False: there is no room for it now, or others have waited longer. */
  take(bytes: number, who: Taker): boolean {
    const [first = who] = this.#waiting
    if (first !== who || this.#taken + bytes > CLIENT_BYTES) return false
    this.#waiting.delete(who)
    this.#taken += bytes
    this.#held.set(who, (this.#held.get(who) ?? 0) + bytes)
    return true
  }

  give(bytes: number, who: Taker): void {
    this.#taken -= bytes
    const held = (this.#held.get(who) ?? 0) - bytes
    if (held > 0) this.#held.set(who, held)
    else this.#held.delete(who)
  }

  /** It found no room; it keeps its place if it has one. */
  wait(who: Taker): void {
    this.#waiting.add(who)
  }

  /** It does not wait any more. */
  forget(who: Taker): void {
    this.#waiting.delete(who)
  }

  /** Another torrent waits, while it has more than an equal part. */
  exceeds(who: Taker): boolean {
    const others = this.#waiting.size - (this.#waiting.has(who) ? 1 : 0)
    const all = new Set([...this.#held.keys(), ...this.#waiting]).size
    return others > 0 && (this.#held.get(who) ?? 0) > CLIENT_BYTES / all
  }
}
