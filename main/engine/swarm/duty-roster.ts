// Who has something to do every second. The others rest until the time they named, or until they are called, and cost
// nothing meanwhile: most of a long list has nobody to talk to. Leaves what there is to do to each. Invariant: whoever
// is called, or whose time has come, is on duty at the next tick.

/** What is done each second; says until when it may rest: a time that has passed is now, Infinity until it is called. */
export interface OnDuty {
  restsUntil(now: number): number
}

export class DutyRoster<T extends OnDuty> {
  readonly #onDuty = new Set<T>()
  readonly #resting = new Map<T, number>()
  /** Nobody's rest ends before. */
  #nextAt = Infinity

  /** Those on duty: nobody else has a connection. */
  get all(): Iterable<T> {
    return this.#onDuty
  }

  call(one: T): void {
    this.#resting.delete(one)
    this.#onDuty.add(one)
  }

  leave(one: T): void {
    this.#resting.delete(one)
    this.#onDuty.delete(one)
  }

  /** Everyone who is on duty works, then rests if there is nothing more. */
  tick(now: number, work: (one: T) => void): void {
    this.#callThoseDue(now)
    for (const one of this.#onDuty) {
      work(one)
      const until = one.restsUntil(now)
      if (until <= now || !this.#onDuty.delete(one)) continue
      if (until === Infinity) continue
      this.#resting.set(one, until)
      this.#nextAt = Math.min(this.#nextAt, until)
    }
  }

  #callThoseDue(now: number): void {
    if (now < this.#nextAt) return
    this.#nextAt = Infinity
    for (const [one, until] of this.#resting) {
      if (until <= now) this.call(one)
      else this.#nextAt = Math.min(this.#nextAt, until)
    }
  }
}
