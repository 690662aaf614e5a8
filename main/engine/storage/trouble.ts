// What the store does while the disk refuses: says so once, tries again after 1, 2, 4, 5, 5 … seconds, and says when
// all is well. Leaves what to try to `attempt`. Invariant: `fault` fires once before each `cured`.

import type { DiskFault } from '../../../app/ipc/errors.ts'
import type { Clock } from './clock.ts'
import { diskErrorOf } from './disk-fault.ts'

const FIRST_MS = 1000
/** Well under the ten seconds within which a cure is to be noticed. */
const LONGEST_MS = 5000

interface TroubleOptions {
  readonly clock: Clock
  /** Catches up with everything that waits; rejects while the disk still refuses. */
  readonly attempt: (fault: DiskFault) => Promise<void>
  readonly onFault: (fault: DiskFault) => void
  readonly onCured: () => void
}

export class Trouble {
  readonly #options: TroubleOptions
  #fault: DiskFault | null = null
  #delay = FIRST_MS
  #cancelTimer: (() => void) | null = null
  #attempting: Promise<void> | null = null
  #closed = false

  constructor(options: TroubleOptions) {
    this.#options = options
  }

  /** The latest, until cured. */
  get fault(): DiskFault | null {
    return this.#fault
  }

  /** Throws what is not the disk's doing. */
  raise(error: unknown): void {
    const { fault } = diskErrorOf(error)
    const first = this.#fault === null
    this.#fault = fault
    if (this.#closed) return
    if (first) this.#options.onFault(fault)
    if (this.#attempting === null) this.#schedule()
  }

  /** No more attempts; resolves when none runs. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer?.()
    await this.#attempting
  }

  #schedule(): void {
    if (this.#cancelTimer !== null) return
    this.#cancelTimer = this.#options.clock.after(this.#delay, () => {
      this.#cancelTimer = null
      this.#attempting = this.#attempt().finally(() => (this.#attempting = null))
    })
    this.#delay = Math.min(LONGEST_MS, this.#delay * 2)
  }

  async #attempt(): Promise<void> {
    try {
      await this.#options.attempt(this.#fault ?? 'io')
    } catch (error) {
      this.#fault = diskErrorOf(error).fault
      if (!this.#closed) this.#schedule()
      return
    }
    this.#fault = null
    this.#delay = FIRST_MS
    if (!this.#closed) this.#options.onCured()
  }
}
