// So many at once, and from then on one in a while: what is not taken is saved up to what may be taken at once. Invariant:
// within any time no more than that, and one more for each while that has passed, is taken.

export interface PaceOf {
  readonly atOnce: number
  readonly everyMs: number
}

export class Pace {
  readonly #of: PaceOf
  #left: number
  #at: number

  constructor(of: PaceOf, now: number) {
    this.#of = of
    this.#left = of.atOnce
    this.#at = now
  }

  isOpen(now: number): boolean {
    return this.opensAt(now) <= now
  }

  /** Whatever was open before. */
  take(now: number): void {
    this.#pass(now)
    this.#left--
  }

  opensAt(now: number): number {
    this.#pass(now)
    return this.#left >= 1 ? now : now + (1 - this.#left) * this.#of.everyMs
  }

  #pass(now: number): void {
    const { atOnce, everyMs } = this.#of
    this.#left = Math.min(atOnce, this.#left + Math.max(0, now - this.#at) / everyMs)
    this.#at = Math.max(this.#at, now)
  }
}
