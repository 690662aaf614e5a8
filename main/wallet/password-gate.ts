// One password at a time, and a wait after several wrong ones. Kept in the memory of this process alone: what makes
// guessing hopeless is the key derivation. Invariant: two tries never run at once, so trying in parallel gains nothing.

import type { AppError } from '../../app/ipc/errors.ts'
import { fail, type Result } from '../../app/result.ts'
import { failedAt, NO_FAILURES, waitMs } from '../../app/wallet/back-off.ts'
import type { WalletClock } from './clock.ts'

export class PasswordGate {
  readonly #clock: WalletClock
  readonly #onWait: () => void
  #backOff = NO_FAILURES
  #tail: Promise<unknown> = Promise.resolve()

  /** `onWait`: what `tryAfter` says has changed. */
  constructor(clock: WalletClock, onWait: () => void) {
    this.#clock = clock
    this.#onWait = onWait
  }

  /** ms since 1970; null: now. */
  get tryAfter(): number | null {
    const wait = waitMs(this.#backOff, this.#clock.now())
    return wait === 0 ? null : Math.ceil(this.#clock.wall() + wait)
  }

  /** After all that came before it. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(act)
    this.#tail = run.catch(() => undefined)
    return run
  }

  /** A try that fails with `wrong-password` is counted; only one that succeeds makes earlier ones forgotten. */
  tryPassword<T>(act: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> {
    return this.inTurn(async () => {
      const wait = waitMs(this.#backOff, this.#clock.now())
      if (wait > 0) return fail({ code: 'wallet', fault: 'too-soon', waitMs: Math.ceil(wait) })
      const result = await act()
      const wrong = !result.ok && result.error.code === 'wallet' && result.error.fault === 'wrong-password'
      if (result.ok) this.#backOff = NO_FAILURES
      if (!wrong) return result
      this.#backOff = failedAt(this.#backOff, this.#clock.now())
      this.#onWait()
      return fail({
        code: 'wallet',
        fault: 'wrong-password',
        waitMs: Math.ceil(waitMs(this.#backOff, this.#clock.now())),
      })
    })
  }
}
