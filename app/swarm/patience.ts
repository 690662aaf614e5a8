// How many messages without any use one peer may send: a burst, earned back over time. Honest peers use little of it, a
// flood uses it up within one read of the socket. The clock is passed in, ms.

const BURST = 5_000
const PER_SECOND = 500

export class Patience {
  #left = BURST
  #at: number | null = null

  /** False when it is used up. */
  charge(cost: number, now: number): boolean {
    const earned = this.#at === null ? 0 : ((now - this.#at) / 1_000) * PER_SECOND
    this.#at = now
    this.#left = Math.min(BURST, this.#left + Math.max(0, earned)) - cost
    return this.#left >= 0
  }
}
