// Weighted fair queueing as a tree: who is served next, so that those who wait share in proportion to their weights at
// every level (start-time fair queueing: Goyal, Vin, Cheng 1996, hierarchical as there). It knows bytes, not time;
// limits, sockets and clocks are the caller's. Invariant: over any time in which two nodes of one parent both wait,
// what each got per weight differs by no more than one block of each.

/** A leaf stands for one who is served; an inner node for a group that shares what the group gets. */
export class FairShare<T> {
  /** What a leaf serves; null for a group. */
  readonly item: T | null
  #parent: FairShare<T> | null = null
  #weight: number
  readonly #waiting = new Set<FairShare<T>>()
  /** Virtual time of the children: the start of the one served last. */
  #virtual = 0
  #latest = 0
  /** When, in the parent's virtual time, its next block begins. */
  #start = 0

  constructor(item: T | null, weight = 1, parent: FairShare<T> | null = null) {
    this.item = item
    this.#weight = weight
    if (parent) this.moveTo(parent)
  }

  get weight(): number {
    return this.#weight
  }

  get waiting(): boolean {
    const parent = this.#parent
    return parent !== null && parent.#waiting.has(this)
  }

  /** What it is ahead of its share by shrinks or grows with its weight. */
  setWeight(weight: number): void {
    if (weight === this.#weight) return
    if (this.#parent) {
      const ahead = Math.max(0, this.#start - this.#parent.#virtual)
      this.#start = this.#parent.#virtual + (ahead * this.#weight) / weight
    }
    this.#weight = weight
  }

  /** Into another group; nobody waits there for longer than for a newcomer. */
  moveTo(parent: FairShare<T> | null): void {
    if (parent === this.#parent) return
    const waited = this.waiting
    this.rest()
    this.#parent = parent
    this.#start = parent ? parent.#virtual : 0
    if (waited) this.wait()
  }

  /** It wants to be served. Time spent resting is not made up for. */
  wait(): void {
    const parent = this.#parent
    if (!parent || parent.#waiting.has(this)) return
    this.#start = Math.max(this.#start, parent.#virtual)
    parent.#waiting.add(this)
    parent.wait()
  }

  /** It wants nothing, or cannot be served for now. */
  rest(): void {
    const parent = this.#parent
    if (!parent || !parent.#waiting.delete(this) || parent.#waiting.size > 0) return
    parent.#virtual = Math.max(parent.#virtual, parent.#latest)
    parent.rest()
  }

  /** The leaf whose turn it is, or null when nobody waits. Stays its turn until it is charged or rests. */
  next(): FairShare<T> | null {
    if (this.item !== null) return this
    let first: FairShare<T> | null = null
    for (const child of this.#waiting) if (!first || child.#start < first.#start) first = child
    return first && first.next()
  }

  /** It was served so many bytes. */
  charge(bytes: number): void {
    const parent = this.#parent
    if (!parent) return
    parent.#virtual = Math.max(parent.#virtual, this.#start)
    this.#start += bytes / this.#weight
    parent.#latest = Math.max(parent.#latest, this.#start)
    parent.charge(bytes)
  }
}
