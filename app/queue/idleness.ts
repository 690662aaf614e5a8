// Whether a running torrent moves so little that another may take its place meanwhile. Leaves what follows to the plan.
// Invariant: it takes a whole minute to count as idle, and a moment to count as busy.

/** B/s below which nothing much moves. */
const IDLE_RATE = 2_048
const IDLE_AFTER_MS = 60_000

export class Idleness {
  #busyAt: number

  /** `now` in ms of a clock that only goes forward: when it began to run. */
  constructor(now: number) {
    this.#busyAt = now
  }

  /** `rate`: of the direction that counts, B/s. */
  look(rate: number, now: number): boolean {
    if (rate >= IDLE_RATE) this.#busyAt = now
    return now - this.#busyAt >= IDLE_AFTER_MS
  }
}
