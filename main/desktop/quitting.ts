// Carries out what app/quit decides: asks, hides, stops in order, and ends the process. Invariant: once it is wished,
// the end comes, at the latest at the deadline, whether or not anything else still works.

import {
  QUIT_MS,
  quitStep,
  type Circumstances,
  type Quit,
  type QuitEffect,
  type QuitEvent,
} from '../../app/quit/quit.ts'
import type { Log } from '../log/log.ts'
import type { Clock } from '../supervisor/clock.ts'

interface Deps {
  readonly circumstances: () => Circumstances
  readonly ask: () => void
  readonly hide: () => void
  readonly minimise: () => void
  /** Everything that wants to end well, in this order; each step may fail. */
  readonly stop: readonly (() => Promise<void>)[]
  readonly exit: () => void
  readonly log: Log
  readonly clock: Clock
}

export class Quitting {
  readonly #deps: Deps
  #now: Quit = { phase: 'open' }

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** True from the wish to quit on: nothing new is begun. */
  get underWay(): boolean {
    return this.#now.phase === 'stopping' || this.#now.phase === 'over'
  }

  closeWindow(): void {
    this.#happen({ it: 'window-close', circumstances: this.#deps.circumstances() })
  }

  answer(keepRunning: boolean): void {
    this.#happen({ it: 'answer', keepRunning, tray: this.#deps.circumstances().tray })
  }

  quit(): void {
    this.#happen({ it: 'quit' })
  }

  #happen(event: QuitEvent): void {
    const { next, effects } = quitStep(this.#now, event)
    this.#now = next
    for (const effect of effects) this.#carryOut(effect)
  }

  #carryOut(effect: QuitEffect): void {
    if (effect === 'stop') void this.#stop()
    else this.#deps[effect]()
  }

  async #stop(): Promise<void> {
    const cancel = this.#deps.clock.after(QUIT_MS, () => this.#happen({ it: 'deadline' }))
    for (const stop of this.#deps.stop) {
      // A step that fails must not keep the next from its turn.
      await stop().catch((cause: unknown) => this.#deps.log.error('while quitting', cause))
    }
    cancel()
    this.#happen({ it: 'stopped' })
  }
}
