// When the buyer pays, and for how many bytes: a good part of the seller's credit at a time as pieces verify, what is
// left every two seconds, and ahead of verifying only when the seller's credit would otherwise run out or has.
// Invariant: over all bids to one seller's account and all that was ever lost to it, no more than one piece is paid
// for ahead.

import { isSettled, prepaidIn, unverified, type Lot } from './lots.ts'
import { addUp, type Buyer, type BuyerContext } from './buyer.ts'
import { aheadElsewhere, ARREARS_MS, type PayeeAccount } from './payee-account.ts'
import type { Amount } from '../money/amount.ts'
import { MIB, owed, type Recipient } from './terms.ts'
import type { Ask, SessionEffect } from './session-event.ts'

/** Between two payments: twenty messages a second is all a peer listens to. */
const PORTION_GAP_MS = 1_000
const LAST_GAP_MS = 250
const HURRY_GAP_MS = 60
const REST_GAP_MS = 2_000
/** One voucher says all that was before it: where nobody waits for it, fewer of them cost both sides less. */
const PORTIONS = 8
/** From so much on it is worth working out how much more of it can be waited for. */
const LARGE_CREDIT = 8_388_608
/** Nothing came for so long though we owe: the seller may be waiting. */
const STALLED_MS = 1_000
/** An ended bid whose pieces nobody completes is given up. */
const DRAIN_MS = 60_000

interface Payment {
  readonly lot: Lot
  /** Of it in all. */
  readonly bytes: number
}

/** Of bytes received in the bids of this connection, as the seller sees it, how many are not paid for. */
export const outstanding = (lots: readonly Lot[]): number =>
  lots.reduce((sum, lot) => sum + Math.max(0, lot.verified + unverified(lot) - lot.paid), 0)

type PaymentContext = Pick<BuyerContext, 'facts' | 'session' | 'aheadOfOthers' | 'now'>

/** Bytes that may still be paid for before they verify. */
const prepayRoom = (
  buyer: Buyer,
  payee: PayeeAccount,
  { facts: { pieceLength }, session, aheadOfOthers }: PaymentContext,
): number => {
  const here = payee.lost + prepaidIn(buyer.lots) + prepaidIn(payee.arrears)
  return Math.max(0, pieceLength - here - aheadElsewhere(payee, session) - aheadOfOthers)
}

/**
 * Half of what the seller lends is used; or more, where what comes until a payment has arrived would still fit: twice
 * as long as the slowest of late, and an eighth to spare. Where that is too little, the seller waits a moment.
 */
const isRunningOut = ({ lots, credit, answerMs, lastAskedAt }: Buyer, now: number): boolean => {
  const unpaid = outstanding(lots)
  if (unpaid * 2 < credit) return false
  if (answerMs === null || credit < LARGE_CREDIT) return true
  const rate = unpaid / Math.max(1, now - lastAskedAt)
  return unpaid + 2 * answerMs * rate >= (credit * 7) / 8
}

const isPressing = (buyer: Buyer, now: number): boolean =>
  outstanding(buyer.lots) > 0 && (isRunningOut(buyer, now) || now - buyer.lastByteAt >= STALLED_MS)

/** It is to be looked at again in some ms, whether or not anything comes: the seller may be waiting by then. */
export const isUrgent = ({ lots, credit }: Buyer): boolean =>
  lots.some(({ counting }) => counting) && outstanding(lots) * 2 >= credit && lots.every(({ asked }) => asked === null)

/** For how many bytes of it there should be a voucher. */
const payable = (lot: Lot, room: number, pressing: boolean): number => {
  if (!pressing || !lot.counting) return Math.max(lot.paid, lot.verified)
  const most = Math.max(lot.paid, lot.verified) + room
  return Math.max(lot.paid, Math.min(lot.verified + unverified(lot), most))
}

const isDue = (lot: Lot, bytes: number, { unit, credit }: Buyer, pressing: boolean, since: number): boolean => {
  if (owed(BigInt(bytes), lot.price) === owed(BigInt(lot.paid), lot.price)) return false
  if (since >= REST_GAP_MS) return true
  if (pressing && since >= HURRY_GAP_MS) return true
  if (!lot.counting) return since >= LAST_GAP_MS
  return since >= PORTION_GAP_MS && bytes - lot.paid >= Math.max(unit, credit / PORTIONS)
}

/** What came and is not paid for would take all that is left: nothing more is bought. */
export const isSpent = (buyer: Buyer, left: Amount): boolean => {
  const lot = buyer.lots.find(({ counting, ended }) => counting && ended === null)
  return lot !== undefined && owed(BigInt(outstanding(buyer.lots) + buyer.unit), lot.price) > left
}

/** As many bytes of it as what is left pays for: an unpaid rest is better than an unpaid whole. */
const affordable = (lot: Lot, bytes: number, left: Amount): number => {
  if (owed(BigInt(bytes), lot.price) - owed(BigInt(lot.paid), lot.price) <= left) return bytes
  return Math.min(bytes, lot.paid + Number((left * MIB) / lot.price))
}

/** The next payment to ask the desk for; one at a time over the bids of a connection. */
export const nextPayment = (
  buyer: Buyer,
  payee: PayeeAccount,
  left: Amount,
  context: PaymentContext,
): Payment | null => {
  const { now } = context
  const lots = [...payee.arrears, ...buyer.lots]
  if (lots.some(({ asked }) => asked !== null)) return null
  const pressing = isPressing(buyer, now)
  const room = prepayRoom(buyer, payee, context)
  for (const lot of lots) {
    const bytes = affordable(lot, payable(lot, room, pressing), left)
    if (lot.ref !== null && isDue(lot, bytes, buyer, pressing, now - buyer.lastAskedAt)) return { lot, bytes }
  }
  return null
}

export const payAsk = ({ lot, bytes }: Payment, to: Recipient): Ask | null =>
  lot.ref === null ? null : { name: 'pay', to, bid: lot.bid, input: { bid: lot.ref, bytes: BigInt(bytes) } }

const isDone = (lot: Lot, now: number, patience: number): boolean =>
  lot.asked === null && (isSettled(lot) || (lot.ended !== null && !lot.counting && now - lot.ended.at >= patience))

const closed = (lots: readonly Lot[]): readonly SessionEffect[] =>
  lots.flatMap((lot): SessionEffect[] =>
    lot.ref === null
      ? []
      : [{ do: 'ask', ask: { name: 'close', input: { bid: lot.ref, code: lot.ended?.code ?? 'done' } } }],
  )

/** Takes the bids away that are settled, or that nobody waits for any more; what they prepaid in vain is remembered. */
export const clearSettled = (
  buyer: Buyer,
  payee: PayeeAccount,
  now: number,
): { readonly buyer: Buyer; readonly payee: PayeeAccount; readonly effects: readonly SessionEffect[] } => {
  const over = buyer.lots.filter((lot) => isDone(lot, now, DRAIN_MS))
  const oldArrears = payee.arrears.filter((lot) => isDone(lot, now, ARREARS_MS))
  if (over.length === 0 && oldArrears.length === 0) return { buyer, payee, effects: [] }
  const lots = buyer.lots.filter((lot) => !over.includes(lot))
  return {
    buyer: { ...addUp(buyer, over), lots },
    payee: {
      ...payee,
      arrears: payee.arrears.filter((lot) => !oldArrears.includes(lot)),
      lost: payee.lost + prepaidIn(over) + prepaidIn(oldArrears),
    },
    effects: [...closed(over), ...closed(oldArrears)],
  }
}
