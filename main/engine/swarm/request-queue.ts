// What one peer asked for and waits for, first come first. Leaves whether to take a request to its owner. Invariant: no
// two of the same place wait; taking one back costs the same however many there are.

export interface Request {
  readonly piece: number
  readonly offset: number
  readonly length: number
}

/** Longer than any piece. */
const OFFSETS = 2 ** 30
/** Requests that wait no more and are still in the order, at most, beside as many as wait. */
const SLACK = 64

const placeOf = (piece: number, offset: number): number => piece * OFFSETS + offset

export class RequestQueue {
  /** Holds some that wait no more. */
  #order: Request[] = []
  readonly #waiting = new Map<number, Request>()

  get size(): number {
    return this.#waiting.size
  }

  get first(): Request | null {
    for (;;) {
      const first = this.#order[0]
      if (!first) return null
      if (this.#waits(first)) return first
      this.#order.shift()
    }
  }

  at(piece: number, offset: number): Request | null {
    return this.#waiting.get(placeOf(piece, offset)) ?? null
  }

  /** The place must be free. */
  add(request: Request): void {
    this.#waiting.set(placeOf(request.piece, request.offset), request)
    this.#order.push(request)
  }

  remove({ piece, offset }: Request): void {
    this.#waiting.delete(placeOf(piece, offset))
    if (this.#order.length > 2 * this.#waiting.size + SLACK) {
      this.#order = this.#order.filter((request) => this.#waits(request))
    }
  }

  /** Returns what waited. */
  clear(): Request[] {
    const waited = this.#order.filter((request) => this.#waits(request))
    this.#order = []
    this.#waiting.clear()
    return waited
  }

  #waits(request: Request): boolean {
    return this.#waiting.get(placeOf(request.piece, request.offset)) === request
  }
}
