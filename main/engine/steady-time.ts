// Time that nobody sets: for deadlines that last longer than a moment. The clock on the wall may jump by years, when a
// battery is empty or the user corrects it; time asleep counts, for trackers do not sleep along. Leaves dates that
// people read to the wall. Invariant: `steadyNow` never runs backwards.

import { uptime } from 'node:os'

/** ms; what is less is how finely the two clocks are read. */
const JUMP = 1_000

const began = Date.now() - uptime() * 1000

/** ms since about the epoch, as it was known when this process began. */
export const steadyNow = (): number => began + uptime() * 1000

/** Says which dates moments of a steady clock are, by what the clock on the wall says at the time of asking. */
export class WallTime {
  readonly #now: () => number
  #ahead = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** ms since the epoch. The same until the clock on the wall jumps. */
  of(moment: number): number {
    const ahead = Date.now() - this.#now()
    if (Math.abs(ahead - this.#ahead) > JUMP) this.#ahead = ahead
    return Math.round(moment + this.#ahead)
  }
}
