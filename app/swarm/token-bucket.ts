// A rate limit: bytes may be spent as fast as they come in, with a little saved up. The clock is passed in. Invariant:
// over any time at one rate, no more is spent than rate × (time + what is saved up at most) and one block.

/** At most this much of the rate is saved up, ms: two seconds stay within 5 %, and a late timer loses nothing. */
const SAVED = 90
/** What came in uninvited is made up for as far as this, ms of the rate, and forgiven beyond. */
const OWED = 2_000
/** The longest request we serve, so that the smallest rate can owe it. */
const LEAST_OWED = 131_072

/** A null rate is no limit. Times in ms, rates in B/s. */
export class TokenBucket {
  #rate: number | null = null
  #tokens = 0
  #at: number | null = null

  get rate(): number | null {
    return this.#rate
  }

  get limited(): boolean {
    return this.#rate !== null
  }

  setRate(rate: number | null): void {
    if (rate === this.#rate) return
    if (this.#rate === null || rate === null) this.#tokens = 0
    this.#rate = rate
    this.#bound()
  }

  /** Bytes that may be spent now; Infinity without a limit. Zero or less while what was overspent is earned back. */
  available(now: number): number {
    if (this.#rate === null) return Infinity
    const earned = this.#at === null ? 0 : ((now - this.#at) / 1000) * this.#rate
    this.#at = now
    this.#tokens += Math.max(0, earned)
    this.#bound()
    return this.#tokens
  }

  /** Milliseconds until something may be spent again. */
  wait(now: number): number {
    const available = this.available(now)
    return available > 0 || this.#rate === null ? 0 : ((1 - available) / this.#rate) * 1000
  }

  /** May go below zero: then nothing more until it is earned. */
  spend(bytes: number): void {
    if (this.#rate === null) return
    this.#tokens -= bytes
    this.#bound()
  }

  /** What was spent did not happen after all. */
  refund(bytes: number): void {
    if (this.#rate === null) return
    this.#tokens += bytes
    this.#bound()
  }

  #bound(): void {
    if (this.#rate === null) return
    const least = -Math.max((this.#rate * OWED) / 1000, LEAST_OWED)
    this.#tokens = Math.max(least, Math.min(this.#tokens, (this.#rate * SAVED) / 1000))
  }
}
