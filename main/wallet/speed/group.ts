// Lets what comes in close together share one transaction: a sync of the disk takes milliseconds, and hundreds of
// payments come in a second. Answers each ask whole; those alike in the order they came. Invariants: nothing is
// answered before the transaction it was in returned; no transaction is so long that something urgent waits for it for
// a second; what is urgent waits for one transaction at most, however much else waits; an ask is worked through in one
// unless it alone is too long.

/** Worked through at a time, by what each costs; a signature takes a ms and more. */
const MOST_AT_ONCE = 32

export interface GroupLimits<I> {
  readonly most?: number
  /** Of what takes longer than others. */
  cost?(item: I): number
  /** An ask that begins with such a one goes before all others. */
  isUrgent?(item: I): boolean
}

interface Ask<I, O> {
  readonly items: readonly I[]
  readonly outputs: O[]
  readonly resolve: (outputs: readonly O[]) => void
  readonly reject: (cause: unknown) => void
}

export class Group<I, O> {
  readonly #work: (items: readonly I[]) => readonly O[]
  readonly #soon: (run: () => void) => void
  readonly #most: number
  readonly #cost: (item: I) => number
  readonly #isUrgent: (item: I) => boolean
  #asks: readonly Ask<I, O>[] = []
  #scheduled = false

  /** `soon`: a few ms later, so that what was sent together is here. */
  constructor(
    work: (items: readonly I[]) => readonly O[],
    soon: (run: () => void) => void,
    { most = MOST_AT_ONCE, cost = () => 1, isUrgent = () => false }: GroupLimits<I> = {},
  ) {
    this.#work = work
    this.#soon = soon
    this.#most = most
    this.#cost = cost
    this.#isUrgent = isUrgent
  }

  add(items: readonly I[]): Promise<readonly O[]> {
    return new Promise((resolve, reject) => {
      this.#asks = [...this.#asks, { items, outputs: [], resolve, reject }]
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#soon(() => {
      this.#scheduled = false
      this.#flush()
      if (this.#asks.length > 0) this.#schedule()
    })
  }

  #flush(): void {
    const parts = this.#next()
    try {
      const outputs = this.#work(parts.flatMap(({ items }) => items))
      let at = 0
      for (const { ask, items } of parts) ask.outputs.push(...outputs.slice(at, (at += items.length)))
    } catch (cause) {
      for (const { ask } of parts) ask.reject(cause)
      this.#asks = this.#asks.filter((ask) => !parts.some((part) => part.ask === ask))
    }
    const isDone = ({ items, outputs }: Ask<I, O>): boolean => outputs.length === items.length
    const done = this.#asks.filter(isDone)
    this.#asks = this.#asks.filter((ask) => !isDone(ask))
    for (const { resolve, outputs } of done) resolve(outputs)
  }

  /** What is worked through now, and whose it is: of an ask that alone is too long, a part. */
  #next(): readonly { readonly ask: Ask<I, O>; readonly items: readonly I[] }[] {
    const parts: { ask: Ask<I, O>; items: readonly I[] }[] = []
    let room = this.#most
    const isFirst = ({ items: [first] }: Ask<I, O>): boolean => first !== undefined && this.#isUrgent(first)
    for (const ask of this.#asks.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)))) {
      const left = ask.items.slice(ask.outputs.length)
      const items = this.#fitting(left, room)
      if (parts.length > 0 && items.length < left.length) break
      for (const item of items) room -= this.#cost(item)
      parts.push({ ask, items })
      if (items.length < left.length) break
    }
    return parts
  }

  #fitting(items: readonly I[], room: number): readonly I[] {
    let cost = 0
    const end = items.findIndex((item) => (cost += this.#cost(item)) > room)
    // One by itself is never too much.
    return end < 0 ? items : items.slice(0, Math.max(end, room === this.#most ? 1 : 0))
  }
}
