// All-time counters of a torrent: what earlier runs moved, kept apart from what the present one does.

export interface Moved {
  readonly downloaded: number
  readonly uploaded: number
}

export class Counters {
  #base: Moved
  #activeBase: number
  #activeSince: number | null = null
  readonly #now: () => number

  constructor(base: Moved & { readonly activeSeconds: number }, now: () => number) {
    this.#base = base
    this.#activeBase = base.activeSeconds
    this.#now = now
  }

  /** Payload bytes over all time; `live` is what the present run moved. */
  totals(live: Moved | null): Moved {
    return {
      downloaded: this.#base.downloaded + (live?.downloaded ?? 0),
      uploaded: this.#base.uploaded + (live?.uploaded ?? 0),
    }
  }

  activeSeconds(): number {
    const running = this.#activeSince === null ? 0 : (this.#now() - this.#activeSince) / 1000
    return Math.floor(this.#activeBase + running)
  }

  begin(): void {
    this.#activeSince ??= this.#now()
  }

  /** The run is over: what it moved counts as earlier from now on. */
  end(live: Moved | null): void {
    this.#base = this.totals(live)
    this.#activeBase = this.activeSeconds()
    this.#activeSince = null
  }
}
