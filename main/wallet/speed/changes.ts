// Tells that something changed soon after it did, and at most so often. Invariant: the last change is told.

import type { WalletClock } from '../clock.ts'

const EVERY_MS = 250

export class Changes {
  readonly #clock: WalletClock
  readonly #tell: () => void
  #stop: (() => void) | null = null
  #changed = false

  constructor(clock: WalletClock, tell: () => void) {
    this.#clock = clock
    this.#tell = tell
  }

  note(): void {
    this.#changed = true
    this.#stop ??= this.#clock.every(EVERY_MS, () => this.#tick())
  }

  close(): void {
    this.#stop?.()
    this.#stop = null
  }

  #tick(): void {
    if (!this.#changed) return this.close()
    this.#changed = false
    this.#tell()
  }
}
