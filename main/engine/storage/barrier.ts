// When to sync: written pieces are gathered and made durable together, a second or 256 MiB after the first of them.
// Leaves the syncing to `commit`. Invariant: a piece leaves only when a commit that took it has succeeded; one commit
// at a time.

import type { Clock } from './clock.ts'

export interface BarrierLimits {
  readonly ms: number
  readonly bytes: number
}

/** With the time a sync takes, less than two seconds' worth of a download is ever in doubt. */
export const BARRIER_LIMITS: BarrierLimits = { ms: 1000, bytes: 256 * 1024 * 1024 }

interface BarrierOptions {
  readonly clock: Clock
  readonly limits: BarrierLimits
  /** `same`: whether the piece is still as it was when the commit began. */
  readonly commit: (pieces: readonly number[], same: (piece: number) => boolean) => Promise<void>
  /** A commit that nobody waits for failed. */
  readonly onFailure: (error: unknown) => void
}

export class Barrier {
  readonly #options: BarrierOptions
  /** By piece, when it was added. */
  readonly #pending = new Map<number, number>()
  #added = 0
  #bytes = 0
  #running: Promise<void> | null = null
  #cancelTimer: (() => void) | null = null
  #held = false

  constructor(options: BarrierOptions) {
    this.#options = options
  }

  /** Written, not yet durable, rising in the order they were added. */
  get pending(): readonly number[] {
    return [...this.#pending.keys()]
  }

  has(piece: number): boolean {
    return this.#pending.has(piece)
  }

  add(piece: number, bytes: number): void {
    this.#pending.set(piece, this.#added++)
    this.#bytes += bytes
    this.#arm()
  }

  /** It is not on disk after all. */
  remove(piece: number): void {
    this.#pending.delete(piece)
  }

  /** While held, only `flush` commits: for when the disk refuses. */
  hold(held: boolean): void {
    this.#held = held
    if (!held) this.#arm()
    else this.#disarm()
  }

  /** Makes all that is pending durable; rejects with what the commit failed with. */
  async flush(): Promise<void> {
    while (this.#running !== null) await this.#running.catch(() => undefined)
    while (this.#pending.size > 0) await this.#commit()
  }

  #arm(): void {
    if (this.#held || this.#running !== null || this.#pending.size === 0) return
    const { clock, limits } = this.#options
    if (this.#bytes >= limits.bytes) {
      this.#disarm()
      this.#commit().catch(this.#options.onFailure)
    } else this.#cancelTimer ??= clock.after(limits.ms, () => this.#due())
  }

  #due(): void {
    this.#cancelTimer = null
    if (!this.#held && this.#running === null) this.#commit().catch(this.#options.onFailure)
  }

  #disarm(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  #commit(): Promise<void> {
    this.#disarm()
    const running = this.#commitBatch().finally(() => {
      this.#running = null
      this.#arm()
    })
    this.#running = running
    return running
  }

  async #commitBatch(): Promise<void> {
    const batch = new Map(this.#pending)
    const same = (piece: number): boolean => this.#pending.get(piece) === batch.get(piece)
    this.#bytes = 0
    await this.#options.commit([...batch.keys()], same)
    for (const piece of batch.keys()) if (same(piece)) this.#pending.delete(piece)
  }
}
