// Carries what became of our calls of the vault from the chain process to the wallet's ledger, once it is settled.
// Either may be away meanwhile, and each call may be told more than once: the ledger knows it by its id. Invariant: the
// chain process hears that a call was told only after the ledger has it on disk.

import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import type { SettledCall } from '../../app/speed/settled.ts'

type Answer<T> = Promise<Result<T, AppError>>

interface Deps {
  /** All that were not said to be told. */
  readonly read: () => Answer<readonly SettledCall[]>
  readonly tell: (calls: readonly SettledCall[]) => Answer<void>
  readonly told: (txIds: readonly string[]) => Answer<void>
  /** They are in the ledger now. */
  readonly heard: (calls: readonly SettledCall[]) => void
}

/** As many as the wallet process takes at a time. */
const AT_ONCE = 100

export class SettledNews {
  readonly #deps: Deps
  #carrying = false
  #again = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** There may be something, or somebody is back. */
  async look(): Promise<void> {
    if (this.#carrying) {
      this.#again = true
      return
    }
    this.#carrying = true
    do {
      this.#again = false
      await this.#carry()
    } while (this.#again)
    this.#carrying = false
  }

  async #carry(): Promise<void> {
    const { read, tell, told, heard } = this.#deps
    const found = await read()
    if (!found.ok) return
    for (let at = 0; at < found.value.length; at += AT_ONCE) {
      const calls = found.value.slice(at, at + AT_ONCE)
      if (!(await tell(calls)).ok) return
      heard(calls)
      if (!(await told(calls.map(({ txId }) => txId))).ok) return
    }
  }
}
