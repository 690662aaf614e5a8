// Lets the engine's asks into the wallet process a few at a time: what a user asks of it meanwhile, first of all to
// stop spending, waits for those few and not for all that an engine can ask. In the order they came. Leaves what is
// asked and refused to the desk. Invariant: an ask that waits goes in only if it may still.

import type { AppError } from '../../app/ipc/errors.ts'
import { fail, type Result } from '../../app/result.ts'

type Answer<T> = Promise<Result<T, AppError>>

/** Enough for batches to share a transaction; an engine that means it has fewer under way. */
export const MOST_INSIDE = 16

const unavailable = fail({ code: 'wallet-unavailable' } as const)

export class WalletDoor {
  readonly #waiting: (() => void)[] = []
  #inside = 0

  /** `may`: asked when it is its turn. */
  async pass<T>(may: () => boolean, ask: () => Answer<T>): Answer<T> {
    if (this.#inside >= MOST_INSIDE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside++
    try {
      return may() ? await ask() : unavailable
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#inside--
    }
  }
}
