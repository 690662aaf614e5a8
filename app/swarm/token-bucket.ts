// A rate limit: bytes may be spent as fast as they come in, with a little saved up. The clock is passed in.

/** At most `burstMs` worth of the rate is saved up. A null rate is no limit. */
export class TokenBucket {
  #rate: number | null
  #tokens = 0
  #at: number | null = null
  readonly #burstMs: number

  constructor(rate: number | null, burstMs = 250) {
    this.#rate = rate
    this.#burstMs = burstMs
  }

  get limited(): boolean {
    return this.#rate !== null
  }

  setRate(rate: number | null): void {
    this.#rate = rate
    this.#tokens = Math.min(this.#tokens, rate ?? 0)
  }

  /** Bytes that may be spent now; Infinity without a limit. Negative while an overdraft is being earned back. */
  available(now: number): number {
    if (this.#rate === null) return Infinity
    const earned = this.#at === null ? 0 : ((now - this.#at) / 1000) * this.#rate
    this.#at = now
    const ceiling = Math.max(this.#rate * (this.#burstMs / 1000), 16_384)
    this.#tokens = Math.min(this.#tokens + Math.max(0, earned), ceiling)
    return this.#tokens
  }

  /** May go below zero by one block: then nothing more until it is earned. */
  spend(bytes: number): void {
    if (this.#rate !== null) this.#tokens -= bytes
  }

  /** What was spent did not happen after all. */
  refund(bytes: number): void {
    if (this.#rate !== null) this.#tokens += bytes
  }
}
