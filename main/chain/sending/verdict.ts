// What several nodes say about one send, made into one verdict. Decides purely. Invariants: final and failed need the
// same receipt of a settled block, fitting what was signed, from a quorum of the nodes that were named, and nobody up
// to date who says otherwise; not sent needs a settled head past the expiry at two different heights from a quorum, and
// nobody who knows the transaction. Whatever else they say can still change.

import { amount } from '../../../app/money/amount.ts'
import { hasTransfer as hasTokenTransfer } from '../../../app/speed/vault-events.ts'
import type { FailureCode } from '../../../app/wallet/activity.ts'
import type { ReceiptAnswer } from '../nodes/answers.ts'
import type { Block } from '../nodes/block.ts'
import { MOST_EACH } from '../reading/fees.ts'
import type { Send, SendProgress } from '../store/sends.ts'
import { didWhatWasAsked, eventsIn, tokenOf } from './call-outcome.ts'

/** What one node said, all of it asked after `solid` was read. */
export interface Testimony {
  /** Its settled head, before it was asked. */
  readonly solid: Block
  /** From the settled side; null: unknown there. */
  readonly settled: ReceiptAnswer | null
  /** `ret[0].contractRet` of the settled transaction; null: unknown there. */
  readonly settledRet: string | null
  /** From the head's side; null: not in a block. */
  readonly mined: ReceiptAnswer | null
  /** It knows the transaction at all. */
  readonly known: boolean
}

export type Verdict =
  | { readonly is: 'progress'; readonly progress: SendProgress }
  /** They say what cannot both be, or what cannot be. */
  | { readonly is: 'disagreement' }

/** After its expiry a transaction may be in the block whose time is just before; nodes behind one name may differ. */
const MARGIN_MS = 60_000

/** The transfer that was asked for is in the receipt. */
const hasTransfer = (send: Send, logs: ReceiptAnswer['log']): boolean => {
  const { account: from, recipient: to, amount: moved } = send
  return hasTokenTransfer(logs, { token: tokenOf(send), from, to, amount: moved })
}

const FAILURES: Readonly<Record<string, FailureCode>> = {
  REVERT: 'revert',
  OUT_OF_ENERGY: 'out-of-energy',
  OUT_OF_TIME: 'out-of-time',
  TRANSFER_FAILED: 'transfer-failed',
  ILLEGAL_OPERATION: 'bad-code',
  BAD_JUMP_DESTINATION: 'bad-code',
  INVALID_CODE: 'bad-code',
  STACK_TOO_SMALL: 'bad-code',
  STACK_TOO_LARGE: 'bad-code',
  STACK_OVERFLOW: 'bad-code',
  OUT_OF_MEMORY: 'bad-code',
  PRECOMPILED_CONTRACT: 'bad-code',
  JVM_STACK_OVER_FLOW: 'bad-code',
}

type Outcome = 'ok' | FailureCode | 'contradiction'

/**
 * A plain transfer has no `receipt.result`, and no top-level `result` unless it failed. A call that went well without
 * the transfer's log is none that these tokens can make.
 */
const outcomeOf = (send: Send, receipt: ReceiptAnswer, ret: string | null): Outcome => {
  const isCall = send.call !== null || send.asset.startsWith('trc20:')
  const said = receipt.receipt.result
  const failed = receipt.result === 'FAILED'
  const good = isCall ? said === 'SUCCESS' : said === '' || said === 'SUCCESS'
  if (good === failed) return 'contradiction'
  // java-tron leaves out contractRet where it is DEFAULT, and says SUCCESS where it worked.
  if (ret !== null && ret !== '' && (ret === 'SUCCESS') !== good) return 'contradiction'
  if (!good) return FAILURES[said] ?? 'other'
  if (send.call !== null) return didWhatWasAsked(send, send.call, receipt.log) ? 'ok' : 'contradiction'
  return isCall && !hasTransfer(send, receipt.log) ? 'contradiction' : 'ok'
}

/** More than it was said to cost, where prices rose since, but no more than the chain's prices can be. */
const dearest = ({ most, signed }: Send): bigint =>
  most + BigInt(signed.length) * MOST_EACH.bandwidth + MOST_EACH.activation + MOST_EACH.memo

/** What no honest receipt of this send could say. */
const isImpossible = (send: Send, receipt: ReceiptAnswer, head: Block | null): boolean =>
  receipt.id !== send.txId ||
  receipt.blockNumber === 0n ||
  receipt.blockTimeStamp < BigInt(send.expiresAt - send.lifetime) ||
  receipt.fee > dearest(send) ||
  (head !== null && (receipt.blockNumber > BigInt(head.number) || receipt.blockTimeStamp > BigInt(head.at)))

const same = (a: ReceiptAnswer, b: ReceiptAnswer): boolean =>
  a.blockNumber === b.blockNumber &&
  a.blockTimeStamp === b.blockTimeStamp &&
  a.fee === b.fee &&
  a.result === b.result &&
  a.receipt.result === b.receipt.result &&
  JSON.stringify(a.log) === JSON.stringify(b.log)

const settled = (send: Send, said: readonly Testimony[], quorum: number): Verdict | null => {
  const witnesses = said.filter((one) => one.settled !== null)
  const [first] = witnesses
  if (!first?.settled) return null
  const { settled: receipt, settledRet } = first
  const contradicted = said.some((other) => {
    if (other.settled === null) return BigInt(other.solid.number) >= receipt.blockNumber
    const differs = !same(other.settled, receipt) || other.settledRet !== settledRet
    return differs || isImpossible(send, other.settled, other.solid)
  })
  if (contradicted) return { is: 'disagreement' }
  const outcome = outcomeOf(send, receipt, settledRet)
  // A settled receipt without the settled transaction is half an answer.
  if (outcome === 'contradiction' || settledRet === null) return { is: 'disagreement' }
  if (witnesses.length < quorum) return null
  const progress: SendProgress = {
    state: outcome === 'ok' ? 'final' : 'failed',
    refusal: null,
    block: Number(receipt.blockNumber),
    blockAt: Number(receipt.blockTimeStamp),
    fee: amount(receipt.fee),
    failure: outcome === 'ok' ? null : outcome,
    missingSince: null,
    checkedAt: first.solid.number,
    events: outcome === 'ok' && send.call !== null ? eventsIn(send, receipt.log) : send.events,
  }
  return { is: 'progress', progress }
}

const waiting = (send: Send, said: readonly Testimony[]): SendProgress => {
  const base = { ...send, failure: null, fee: null, missingSince: null, checkedAt: null }
  const mined = said.find((one) => one.mined !== null && !isImpossible(send, one.mined, null))?.mined
  const { refusal } = base
  if (mined) {
    const [block, blockAt] = [Number(mined.blockNumber), Number(mined.blockTimeStamp)]
    return { ...progressOf(base), state: 'in-block', refusal: null, block, blockAt }
  }
  const known = said.some((one) => one.known)
  const state = known || send.state !== 'sending' ? 'pooled' : 'sending'
  return { ...progressOf(base), state, refusal: known ? null : refusal, block: null, blockAt: null }
}

const progressOf = (send: SendProgress): SendProgress => ({
  state: send.state,
  refusal: send.refusal,
  block: send.block,
  blockAt: send.blockAt,
  fee: send.fee,
  failure: send.failure,
  missingSince: send.missingSince,
  checkedAt: send.checkedAt,
  events: send.events,
})

const isUnknown = (one: Testimony): boolean => !one.known && one.mined === null

/** It can still happen by what this node says, and this node does not have it: worth telling it of. */
export const isToBeTold = (send: Send, one: Testimony): boolean =>
  isUnknown(one) && one.settled === null && one.solid.at <= send.expiresAt

/**
 * `now` is this computer's time: a node alone cannot make time pass, nor have a send live longer than is waited.
 * `quorum`: how many have to say the same.
 */
export const verdictOf = (send: Send, said: readonly Testimony[], now: number, quorum: number): Verdict => {
  if (said.length === 0) return { is: 'progress', progress: progressOf(send) }
  const decided = settled(send, said, quorum)
  if (decided !== null) return decided
  const progress = waiting(send, said)
  const over = said.every(({ solid }) => solid.at > send.expiresAt)
  if (!said.every(isUnknown) || !over) return { is: 'progress', progress }
  // Too few to know: what was seen before stays seen.
  if (said.length < quorum) return { is: 'progress', progress: { ...progress, missingSince: send.missingSince } }
  const lowest = Math.min(...said.map(({ solid }) => solid.number))
  const certain =
    send.missingSince !== null &&
    lowest > send.missingSince &&
    said.every(({ solid }) => solid.at > send.expiresAt + MARGIN_MS) &&
    now > Math.max(send.createdAt + send.lifetime, send.expiresAt)
  if (!certain) return { is: 'progress', progress: { ...progress, missingSince: send.missingSince ?? lowest } }
  const ended: SendProgress = { ...progress, state: 'not-sent', missingSince: send.missingSince, checkedAt: lowest }
  return { is: 'progress', progress: ended }
}
