// A clock that moves when a test says so. Due functions run in the order of their times; promises that were waiting
// get their turn between them.

import type { Clock } from '../clock.ts'

interface Due {
  at: number
  readonly every: number | null
  readonly run: () => void
}

export class ManualClock implements Clock {
  #now = 0
  readonly #due = new Set<Due>()

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#now + ms, every: null, run })
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#now + ms, every: ms, run })
  }

  /** Timers that have not run or been cancelled. */
  get pending(): number {
    return this.#due.size
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = next.at
      if (next.every === null) this.#due.delete(next)
      else next.at += next.every
      next.run()
      await settle()
    }
    this.#now = end
  }

  #add(due: Due): () => void {
    this.#due.add(due)
    return () => this.#due.delete(due)
  }

  #next(end: number): Due | undefined {
    return [...this.#due].filter((due) => due.at <= end).toSorted((a, b) => a.at - b.at)[0]
  }
}

/** Lets everything run that waits for no more than promises and immediates. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve))
}
