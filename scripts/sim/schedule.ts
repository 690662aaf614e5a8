// A virtual clock: what is to happen when, in order of time and then of being said. Invariant: time never goes back.

interface Planned {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

const before = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

export class Schedule {
  /** A binary heap. */
  readonly #heap: Planned[] = []
  #order = 0
  /** ms. */
  now = 0
  steps = 0

  after(ms: number, run: () => void): void {
    const planned = { at: this.now + Math.max(0, ms), order: this.#order++, run }
    let at = this.#heap.push(planned) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.#heap[parent]
      if (above === undefined || !before(planned, above)) break
      this.#heap[at] = above
      this.#heap[parent] = planned
      at = parent
    }
  }

  /** Everything up to then; `check` after each. */
  runUntil(end: number, check: () => void): void {
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#takeFirst()
      this.now = next.at
      this.steps++
      next.run()
      check()
    }
    this.now = Math.max(this.now, end)
  }

  #takeFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    let at = 0
    for (;;) {
      const left = at * 2 + 1
      const [one, other] = [this.#heap[left], this.#heap[left + 1]]
      if (one === undefined) break
      const child = other !== undefined && before(other, one) ? left + 1 : left
      const below = child === left ? one : other
      if (below === undefined || !before(below, last)) break
      this.#heap[at] = below
      at = child
    }
    this.#heap[at] = last
  }
}
