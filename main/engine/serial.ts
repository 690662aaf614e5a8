// Runs operations one after another. One that throws is reported and does not keep the next from running.

export class Serial {
  #tail: Promise<void> = Promise.resolve()
  readonly #onCrash: (cause: unknown) => void

  constructor(onCrash: (cause: unknown) => void) {
    this.#onCrash = onCrash
  }

  /** Resolves when the operation has ended, in whatever way. */
  run(operation: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(operation).catch(this.#onCrash)
    return this.#tail
  }
}
