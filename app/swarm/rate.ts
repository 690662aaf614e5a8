// A rate over the last few seconds, from counts and a clock that is passed in.

const SLOTS = 5

/** Bytes per second over four whole seconds and the one that runs; times in ms. */
export class RateMeter {
  readonly #counts = new Float64Array(SLOTS)
  #second = 0
  #total = 0
  #since: number | null = null

  get total(): number {
    return this.#total
  }

  add(bytes: number, now: number): void {
    this.#advance(now)
    this.#total += bytes
    const slot = this.#second % SLOTS
    this.#counts[slot] = (this.#counts[slot] ?? 0) + bytes
  }

  /** B/s. A meter younger than the window averages over its age, at least a second. */
  rate(now: number): number {
    this.#advance(now)
    let sum = 0
    for (const count of this.#counts) sum += count
    if (sum === 0 || this.#since === null) return 0
    const window = SLOTS - 1 + (now / 1000 - this.#second)
    return sum / Math.min(window, Math.max(1, (now - this.#since) / 1000))
  }

  #advance(now: number): void {
    const second = Math.floor(now / 1000)
    this.#since ??= now
    const steps = Math.min(SLOTS, second - this.#second)
    for (let step = 1; step <= steps; step++) this.#counts[(second - steps + step) % SLOTS] = 0
    if (second > this.#second) this.#second = second
    if (steps >= SLOTS) this.#since = now
  }
}
