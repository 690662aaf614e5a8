// Tells that something changed: soon after it did where nothing was told for a while, else at most once a second, for
// each telling costs every process that hears of it. Invariant: the last change is told.

import type { WalletClock } from '../clock.ts'

const SOON_MS = 250
/** Of a second, so many. */
const LOOKS = 4

export class Changes {
  readonly #clock: WalletClock
  readonly #tell: () => void
  #stop: (() => void) | null = null
  #changed = false
  /** Looks until it may be told again. */
  #rest = 0

  constructor(clock: WalletClock, tell: () => void) {
    this.#clock = clock
    this.#tell = tell
  }

  note(): void {
    this.#changed = true
    this.#stop ??= this.#clock.every(SOON_MS, () => this.#look())
  }

  close(): void {
    this.#stop?.()
    this.#stop = null
  }

  #look(): void {
    this.#rest = Math.max(0, this.#rest - 1)
    if (this.#rest > 0) return
    if (!this.#changed) return this.close()
    this.#changed = false
    this.#rest = LOOKS
    this.#tell()
  }
}
