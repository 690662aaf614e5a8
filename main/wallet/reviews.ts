// What waits to be approved, and the one way to a signature: prepare checks the bytes, a person approves that very
// review in a key window, sign uses the approval up. Invariants: one review waits at a time, an approval is for one
// token and one signature, and it ends with time, with a lock and with the next review.

import { randomBytes } from 'node:crypto'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Prepare, Signed } from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { encodeSigned, transactionDigest } from '../../app/tron/transaction.ts'
import { composeReview } from '../../app/wallet/compose-review.ts'
import type { Intent } from '../../app/wallet/intent.ts'
import type { Review } from '../../app/wallet/review.ts'
import { checkTransaction, intentFault } from '../../app/wallet/transaction-check.ts'
import type { WalletClock } from './clock.ts'
import { refused, type Keyring } from './keyring.ts'
import { nothingKept, policyFault, type SpeedKept } from './vault-policy.ts'

/** From being shown to being signed. */
export const REVIEW_MS = 600_000

interface Waiting {
  readonly review: Review
  readonly rawData: Uint8Array
  readonly digest: Uint8Array
  readonly since: number
  approved: boolean
}

export type Answer = 'approved' | 'refused' | 'ended'

interface Deps {
  readonly keyring: Keyring
  readonly clock: WalletClock
  readonly onAnswer: (token: string, answer: Answer) => void
  /** What `current` says has changed. */
  readonly onChange: () => void
  readonly kept?: SpeedKept
}

/** A call of the vault has none. */
const memoOf = (intent: Intent): string => (intent.do === 'vaultCall' ? '' : (intent.memo ?? ''))

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export class Reviews {
  readonly #deps: Deps
  #waiting: Waiting | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The one that waits for an answer. */
  get current(): Review | null {
    const waiting = this.#alive()
    return waiting === null || waiting.approved ? null : waiting.review
  }

  prepare(prepare: Prepare): Result<Review, AppError> {
    const { intent, rawData, chain, facts } = prepare
    const { keyring, clock, kept = nothingKept } = this.#deps
    if (!keyring.isUnlocked) return refused(keyring.stored.is === 'none' ? 'no-vault' : 'locked')
    if (!keyring.accounts.some(({ address }) => address === intent.from)) return refused('no-such-account')
    const wrong = intentFault(intent) ?? (intent.do === 'vaultCall' ? policyFault(intent, prepare, kept) : null)
    if (wrong !== null) return refused(wrong)
    // A copy, decoded and signed both: what the sender does with its bytes meanwhile changes nothing.
    const own = Uint8Array.from(rawData)
    const memo = new TextEncoder().encode(memoOf(intent))
    const checked = checkTransaction({ intent, rawData: own, memo, now: clock.wall() })
    if (!checked.ok) return fail({ code: 'transaction-refused', fault: checked.error })
    const isOwn = keyring.accounts.some(({ address }) => intent.do !== 'vaultCall' && address === intent.to)
    const recipient = isOwn ? { ...facts.recipient, kind: 'own' as const } : facts.recipient
    const composed = composeReview({ intent, raw: checked.value, chain, facts: { ...facts, recipient } })
    if (!composed.ok) return refused(composed.error)
    const digest = transactionDigest(own)
    const review = { token: hex(randomBytes(16)), txId: hex(digest), ...composed.value }
    this.end()
    this.#waiting = { review, rawData: own, digest, since: clock.now(), approved: false }
    this.#deps.onChange()
    return ok(review)
  }

  /** Only a key window may ask for this. */
  answer(token: string, approve: boolean): Result<void, AppError> {
    const waiting = this.#alive()
    if (waiting?.review.token !== token || waiting.approved) return refused('not-waiting')
    if (approve && !this.#deps.keyring.isUnlocked) return refused('locked')
    if (approve) waiting.approved = true
    else this.#waiting = null
    this.#deps.onAnswer(token, approve ? 'approved' : 'refused')
    this.#deps.onChange()
    return ok(undefined)
  }

  sign(token: string): Result<Signed, AppError> {
    const waiting = this.#alive()
    if (waiting?.review.token !== token) return refused('not-waiting')
    if (!waiting.approved) return refused('not-approved')
    this.#waiting = null
    const { review, rawData, digest } = waiting
    const signature = this.#deps.keyring.sign(digest, review.from)
    if (signature === null) return refused('locked')
    return ok({ txId: review.txId, bytes: encodeSigned(rawData, signature), signature })
  }

  /** The asker thought better of it. */
  discard(token: string): void {
    if (this.#waiting?.review.token === token) this.end()
  }

  end(): void {
    const { token } = this.#waiting?.review ?? {}
    this.#waiting = null
    if (token === undefined) return
    this.#deps.onAnswer(token, 'ended')
    this.#deps.onChange()
  }

  #alive(): Waiting | null {
    if (this.#waiting && this.#deps.clock.now() - this.#waiting.since > REVIEW_MS) this.end()
    return this.#waiting
  }
}
