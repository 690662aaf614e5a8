// Locks when nobody did anything for a while. Suspend and the screen's lock are told by main; this is for the rest.
// Invariant: time that the computer slept counts, and setting the clock back gains nothing: it locks by whichever of
// two clocks says so first.

import type { WalletClock } from './clock.ts'

const TICK_MS = 1_000

export class AutoLock {
  readonly #clock: WalletClock
  readonly #lock: () => void
  #ms: number
  #touched = { now: 0, wall: 0 }
  #stop: (() => void) | null = null

  constructor(clock: WalletClock, ms: number, lock: () => void) {
    this.#clock = clock
    this.#ms = ms
    this.#lock = lock
  }

  get ms(): number {
    return this.#ms
  }

  /** From now on, for as long as it is unlocked. */
  start(): void {
    this.stop()
    this.touch()
    this.#stop = this.#clock.every(TICK_MS, () => this.#check())
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  get isRunning(): boolean {
    return this.#stop !== null
  }

  touch(): void {
    this.#touched = { now: this.#clock.now(), wall: this.#clock.wall() }
  }

  setMs(ms: number): void {
    this.#ms = ms
    this.#check()
  }

  /** ms since 1970. */
  get lockAt(): number {
    return Math.round(this.#touched.wall + this.#ms)
  }

  #check(): void {
    if (this.#stop === null) return
    const idle = Math.max(this.#clock.now() - this.#touched.now, this.#clock.wall() - this.#touched.wall)
    if (idle >= this.#ms) this.#lock()
  }
}
