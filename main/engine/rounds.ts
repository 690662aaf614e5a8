// Goes round a list that changes, some of it at a time: for what each is due now and then, and not all at once.
// Invariant: whoever stays in the list has a turn in every round.

export class Rounds<T> {
  readonly #all: () => ReadonlyMap<unknown, T>
  readonly #steps: number
  readonly #least: number
  #left: Iterator<T>

  /** All have a turn within about so many steps; in each at least so many, or all there are. */
  constructor(all: () => ReadonlyMap<unknown, T>, steps: number, least = 1) {
    this.#all = all
    this.#steps = steps
    this.#least = least
    this.#left = all().values()
  }

  /** Whose turn it is. */
  *step(): Generator<T> {
    const all = this.#all()
    for (let count = Math.max(this.#least, Math.ceil(all.size / this.#steps)); count > 0; count--) {
      const next = this.#left.next()
      if (next.done === true) {
        this.#left = all.values()
        return
      }
      yield next.value
    }
  }
}
