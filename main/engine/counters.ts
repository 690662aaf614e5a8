// All-time counters of a torrent: what earlier runs moved and how long they ran, kept apart from what the present one
// does.

export interface Moved {
  readonly downloaded: number
  readonly uploaded: number
}

export interface Counted extends Moved {
  readonly activeSeconds: number
  readonly seedingSeconds: number
}

/** Seconds it ran, all in all; `now` in ms of a clock that only goes forward. */
class Stopwatch {
  #base: number
  #since: number | null = null
  readonly #now: () => number

  constructor(base: number, now: () => number) {
    this.#base = base
    this.#now = now
  }

  read(): number {
    const running = this.#since === null ? 0 : (this.#now() - this.#since) / 1000
    return Math.floor(this.#base + running)
  }

  run(on: boolean): void {
    if (on) this.#since ??= this.#now()
    else {
      if (this.#since !== null) this.#base += (this.#now() - this.#since) / 1000
      this.#since = null
    }
  }
}

export class Counters {
  #moved: Moved
  readonly #active: Stopwatch
  readonly #seeding: Stopwatch

  constructor(base: Counted, now: () => number) {
    this.#moved = base
    this.#active = new Stopwatch(base.activeSeconds, now)
    this.#seeding = new Stopwatch(base.seedingSeconds, now)
  }

  /** Payload bytes over all time; `live` is what the present run moved. */
  totals(live: Moved | null): Moved {
    return {
      downloaded: this.#moved.downloaded + (live?.downloaded ?? 0),
      uploaded: this.#moved.uploaded + (live?.uploaded ?? 0),
    }
  }

  read(live: Moved | null): Counted {
    const [activeSeconds, seedingSeconds] = [this.#active.read(), this.#seeding.read()]
    return { ...this.totals(live), activeSeconds, seedingSeconds }
  }

  begin(): void {
    this.#active.run(true)
  }

  /** From now on it seeds, or does not. */
  seeds(on: boolean): void {
    this.#seeding.run(on)
  }

  /** The run is over: what it moved counts as earlier from now on. */
  end(live: Moved | null): void {
    this.#moved = this.totals(live)
    this.#active.run(false)
    this.#seeding.run(false)
  }
}
