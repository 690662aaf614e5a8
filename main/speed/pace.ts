// Does something soon after it was wished for, and never oftener than once in a while: what changes in between is told
// with the next. Invariant: a wish is never lost.

import type { Clock } from '../supervisor/clock.ts'

export class Pace {
  readonly #clock: Pick<Clock, 'now' | 'after'>
  readonly #everyMs: number
  readonly #act: () => void
  #last: number | null = null
  #cancel: (() => void) | null = null

  constructor(clock: Pick<Clock, 'now' | 'after'>, everyMs: number, act: () => void) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#act = act
  }

  wish(): void {
    if (this.#cancel !== null) return
    const now = this.#clock.now()
    const wait = this.#last === null ? 0 : Math.max(0, this.#last + this.#everyMs - now)
    this.#cancel = this.#clock.after(wait, () => {
      this.#cancel = null
      this.#last = this.#clock.now()
      this.#act()
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
