// Runs work that costs more the longer the list is: at once, unless it has come to take more than a tenth of the time.
// Invariant: after a request the work runs, once for all requests that came meanwhile.

import { realClock, type Clock } from './storage/clock.ts'

/** The part of the time that may be spent on the work. */
const SHARE = 0.1
/** What may be spent ahead of that, ms: what a user just did shows at once. */
const AHEAD = 50

export class Pacer {
  readonly #work: () => void
  readonly #clock: Clock
  /** Spent and not yet earned back at `#at`, ms. */
  #debt = 0
  #at = 0
  #cancel: (() => void) | null = null

  constructor(work: () => void, clock: Clock = realClock) {
    this.#work = work
    this.#clock = clock
  }

  request(): void {
    if (this.#cancel) return
    const tooMuch = this.#owed() - AHEAD
    if (tooMuch <= 0) this.run()
    else this.#cancel = this.#clock.after(tooMuch / SHARE, () => this.run())
  }

  /** Now, whatever it costs. */
  run(): void {
    this.close()
    const owed = this.#owed()
    const began = this.#clock.now()
    this.#work()
    this.#at = this.#clock.now()
    this.#debt = owed + this.#at - began
  }

  /** What was requested and has not run is called off. */
  close(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #owed(): number {
    return Math.max(0, this.#debt - (this.#clock.now() - this.#at) * SHARE)
  }
}
