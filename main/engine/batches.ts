// Takes what comes one by one and hands it on together, so many at a time, everybody else having a turn in between:
// what waits for the disk waits once for all of them. Who comes alone does not wait. Invariant: everyone is answered,
// in the order they came.

/** ms without work after which the next one comes alone. */
const CALM = 20

interface Waiting<I, O> {
  readonly item: I
  resolve(outcome: O): void
  reject(cause: unknown): void
}

export class Batches<I, O> {
  readonly #most: number
  readonly #work: (items: readonly I[]) => readonly O[]
  #waiting: Waiting<I, O>[] = []
  #scheduled = false
  #ranAt = -Infinity

  /** `work` answers each of its items, in their order. */
  constructor(most: number, work: (items: readonly I[]) => readonly O[]) {
    this.#most = most
    this.#work = work
  }

  add(item: I): Promise<O> {
    const { promise, resolve, reject } = Promise.withResolvers<O>()
    this.#waiting.push({ item, resolve, reject })
    this.#schedule()
    return promise
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    const go = (): void => {
      this.#scheduled = false
      this.#run(this.#waiting.splice(0, this.#most))
      this.#ranAt = performance.now()
      if (this.#waiting.length > 0) this.#schedule()
    }
    if (performance.now() - this.#ranAt > CALM) queueMicrotask(go)
    else setImmediate(go)
  }

  #run(batch: readonly Waiting<I, O>[]): void {
    try {
      const outcomes = this.#work(batch.map(({ item }) => item))
      for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] as O)
    } catch (cause) {
      for (const { reject } of batch) reject(cause)
    }
  }
}
