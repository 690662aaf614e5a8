// So many at once, and from then on one in a while: what is not taken is saved up to what may be taken at once.
// Invariant: within any time no more than that, and one more for each while that has passed, is taken.

export interface PaceOf {
  readonly atOnce: number
  readonly everyMs: number
}

export class Pace {
  readonly #of: PaceOf
  /** In ms, each take costs a while: whole numbers stay whole, so that it opens at the same ms however often it was asked. */
  #saved: number
  #at: number

  constructor(of: PaceOf, now: number) {
    this.#of = of
    this.#saved = of.atOnce * of.everyMs
    this.#at = now
  }

  isOpen(now: number): boolean {
    return this.opensAt(now) <= now
  }

  /** Whatever was open before. */
  take(now: number): void {
    this.#pass(now)
    this.#saved -= this.#of.everyMs
  }

  opensAt(now: number): number {
    this.#pass(now)
    return now + Math.max(0, this.#of.everyMs - this.#saved)
  }

  #pass(now: number): void {
    const { atOnce, everyMs } = this.#of
    this.#saved = Math.min(atOnce * everyMs, this.#saved + Math.max(0, now - this.#at))
    this.#at = Math.max(this.#at, now)
  }
}
