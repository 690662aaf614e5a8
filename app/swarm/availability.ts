// How many connected peers have each piece. Seeds are one number, so that a peer with everything costs nothing; others
// are added and taken away bytewise. Invariant: no count is below what the peers added and not removed amount to.

export class Availability {
  readonly #counts: Uint16Array
  #seeds = 0
  #copies = 0
  #changed = true

  constructor(pieceCount: number) {
    this.#counts = new Uint16Array(pieceCount)
  }

  of(piece: number): number {
    return (this.#counts[piece] ?? 0) + this.#seeds
  }

  /** The same without seeds, which have every piece alike. */
  rarity(piece: number): number {
    return this.#counts[piece] ?? 0
  }

  get seeds(): number {
    return this.#seeds
  }

  seed(by: 1 | -1): void {
    this.#seeds += by
    this.#changed = true
  }

  one(piece: number): void {
    this.#counts[piece] = (this.#counts[piece] ?? 0) + 1
    this.#changed = true
  }

  /** A peer with these pieces came or went. */
  peer(bits: Uint8Array, by: 1 | -1): void {
    this.#changed = true
    const counts = this.#counts
    for (let at = 0; at < bits.length; at++) {
      let rest = bits[at] ?? 0
      while (rest > 0) {
        const piece = at * 8 + Math.clz32(rest) - 24
        counts[piece] = (counts[piece] ?? 0) + by
        rest &= 0x7f >> (Math.clz32(rest) - 24)
      }
    }
  }

  /** The least among pieces from … to − 1. */
  least(from: number, to: number): number {
    let least = 65_535
    for (let piece = from; piece < to; piece++) least = Math.min(least, this.#counts[piece] ?? 0)
    return least + this.#seeds
  }

  /** Distributed copies: how often the rarest piece is there, and the share of pieces there more often; in hundredths. */
  copies(): number {
    if (!this.#changed) return this.#copies
    this.#changed = false
    const counts = this.#counts
    const least = counts.length === 0 ? 0 : this.least(0, counts.length) - this.#seeds
    let above = 0
    for (let piece = 0; piece < counts.length; piece++) if ((counts[piece] ?? 0) > least) above++
    this.#copies = Math.floor((this.#seeds + least + above / Math.max(1, counts.length)) * 100) / 100
    return this.#copies
  }
}
