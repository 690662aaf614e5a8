// A payer's vouchers, from hearing one to the wallet's answer, and what else the desk answers the seller. Each is a
// check of a signature and a write to disk beside the key: so none is handed in that is worth nothing yet. With
// seller.ts, which takes bids. Invariants: a voucher counts only once the wallet has taken it; one that adds next to
// nothing waits in memory, for a worthier one, for its turn or for the end; of one payer few such are handed in, on
// however many connections.

import { ZERO, type Amount } from '../money/amount.ts'
import { MOST_LANES, payeeDevice } from './lane.ts'
import { countedOn, recordChain, recordHeld, recordVoucher, unpaidAmount, type PayerAccount } from './payer-account.ts'
import {
  askHeld,
  heardBid,
  lookAgain,
  proofOf,
  READ_GAP_MS,
  readChain,
  unchanged,
  type Seller,
  type SellerContext,
  type SellerTurn,
  type SignedSum,
} from './seller.ts'
import { offer } from './seller-terms.ts'
import type { Answer, SessionEffect } from './session-event.ts'
import { owed, type Voucher } from './terms.ts'

const RETRY_MS = 10_000
/** Of a voucher: well within the time that a payer is waited for. */
const AGAIN_MS = 2_000
/** Of one payer, between two that add next to nothing, and after one beyond its deposit. */
const SMALL_MS = 2_000
/** An answer lost with its line is heard when the voucher comes again, five seconds later. */
const REPEAT_MS = 1_000
/** Of the shortest request that is usual, half: sums are rounded in the buyer's favour. */
const LEAST_BYTES = 8_192

const ack = ({ sold }: Seller, cumulative: Amount): SessionEffect => ({
  do: 'send',
  message: { t: 'ack', cumulative, bytes: sold?.sent ?? 0 },
})

/** What came last is not forgotten: the payer may have nothing more to say. One of another lane may be sent again. */
const waitWith = (seller: Seller, voucher: SignedSum, { now }: SellerContext): Seller => {
  const { lane, cumulative } = voucher
  if (seller.waiting !== null && (seller.waiting.lane !== lane || seller.waiting.cumulative > cumulative)) return seller
  return { ...seller, waiting: voucher, againAt: now + AGAIN_MS }
}

/** By what is owed now, or a good part of a block at the lowest price that anything is sold for. */
const isWorthy = (account: PayerAccount, message: SignedSum, { order }: SellerContext): boolean => {
  const grown = message.cumulative - countedOn(account, message.lane)
  const owing = unpaidAmount(account)
  if (owing > 0n && grown >= owing) return true
  const asked = order === null ? [] : [order.ask]
  const [first, ...others] = [...account.sales.map(({ price }) => price), ...asked]
  if (first === undefined) return false
  const least = others.reduce((lowest, price) => (price < lowest ? price : lowest), first)
  return grown > 0n && grown >= owed(BigInt(LEAST_BYTES), least)
}

/** When it may be handed in; in the past: now. */
const dueAt = ({ smallAt, restsUntil }: PayerAccount, worthy: boolean): number =>
  worthy ? restsUntil : Math.max(smallAt, restsUntil)

/** What was cashed of it is not money any more, and books that were lost know of none: the chain is asked first. */
const askLane = (seller: Seller, account: PayerAccount, message: SignedSum, context: SellerContext): SellerTurn => {
  if (!account.lanes?.has(message.lane) && (account.lanes?.size ?? 0) >= MOST_LANES) return unchanged(seller, account)
  return readChain(unchanged(waitWith(seller, message, context), account), context, false, [message.lane])
}

/** No news. A payer whose books are older than ours goes on from its own signature. */
const repeat = (seller: Seller, account: PayerAccount, said: SignedSum, { now }: SellerContext): SellerTurn => {
  if (now - seller.repeatedAt < REPEAT_MS) return unchanged(seller, account)
  const held = account.lanes?.get(said.lane)
  const shown: readonly SessionEffect[] =
    held !== undefined && said.cumulative < held.cumulative ? [{ do: 'send', message: proofOf(held) }] : []
  const effects = [...shown, ack(seller, held?.cumulative ?? ZERO)]
  return { seller: { ...seller, repeatedAt: now }, account, effects }
}

/** Checked beside the key before it counts, and nowhere else: until the wallet has taken it, nothing is paid by it. */
export const heardVoucher = (
  seller: Seller,
  account: PayerAccount,
  message: SignedSum,
  context: SellerContext,
): SellerTurn => {
  const { now } = context
  if (account.lanes === null) return askHeld(unchanged({ ...seller, waiting: message }, account), context)
  const known = account.lanes.get(message.lane)?.cumulative ?? ZERO
  if (message.cumulative <= known) return repeat(seller, account, message, context)
  // Promised to another device of ours, which counts it.
  if (payeeDevice(message.lane) !== context.own.device) return unchanged(seller, account)
  if (account.chain?.paid.has(message.lane) !== true) return askLane(seller, account, message, context)
  const worthy = isWorthy(account, message, context)
  const due = dueAt(account, worthy)
  if (now < due) return unchanged({ ...waitWith(seller, message, context), againAt: due }, account)
  const waiting = seller.waiting?.lane === message.lane ? null : seller.waiting
  const next = worthy ? account : { ...account, smallAt: now + SMALL_MS }
  return { seller: { ...seller, waiting }, account: next, effects: [handIn(account, message, context)] }
}

const handIn = (
  { chain }: PayerAccount,
  { lane, cumulative, signature }: SignedSum,
  { own, payer, facts }: SellerContext,
): SessionEffect => {
  const voucher: Voucher = { payer, payee: own.address, lane, cumulative, signature }
  const input = { voucher, torrent: facts.torrent, signers: chain?.signers ?? [] }
  return { do: 'ask', ask: { name: 'receive', input, vault: own.vault } }
}

/** The connection ends: nothing more comes that would be worth more. */
export const handInLast = (
  { waiting }: Seller,
  account: PayerAccount,
  context: SellerContext,
): readonly SessionEffect[] =>
  waiting !== null &&
  account.chain?.paid.has(waiting.lane) === true &&
  waiting.cumulative > countedOn(account, waiting.lane)
    ? [handIn(account, waiting, context)]
    : []

/** Nobody's whose signature counts, or beyond the deposit, as far as we know: the chain may say otherwise by now. */
const refusedVoucher = (
  seller: Seller,
  account: PayerAccount,
  voucher: Voucher,
  because: 'signature' | 'uncovered',
  context: SellerContext,
): SellerTurn => {
  const newer = account.chain === null || context.now - account.chainAt >= READ_GAP_MS
  const restsUntil = because === 'uncovered' ? context.now + SMALL_MS : account.restsUntil
  const turn = unchanged(seller, { ...account, restsUntil })
  if (!newer) return because === 'signature' ? { ...turn, fault: because } : turn
  return readChain({ ...turn, seller: waitWith(seller, voucher, context) }, context, true)
}

const after = (first: SellerTurn, second: SellerTurn): SellerTurn => ({
  ...second,
  effects: [...first.effects, ...second.effects],
})

/** What waited for an answer of the wallet or the chain, again. */
const heardWaiting = (turn: SellerTurn, context: SellerContext): SellerTurn =>
  turn.seller.waiting === null
    ? turn
    : after(turn, heardVoucher(turn.seller, turn.account, turn.seller.waiting, context))

/** On every tick. */
export const handInAgain = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account } = turn
  const { waiting } = seller
  if (waiting === null || seller.reading || seller.fetching || context.now < seller.againAt) return turn
  const next = { ...seller, waiting: null, againAt: context.now + AGAIN_MS }
  return after(turn, heardVoucher(next, account, waiting, context))
}

export const answeredReceive = (
  seller: Seller,
  account: PayerAccount,
  { ask, output }: Extract<Answer, { readonly ask: { readonly name: 'receive' } }>,
  context: SellerContext,
): SellerTurn => {
  const { voucher } = ask.input
  const refused = output === null ? 'away' : 'refused' in output ? output.refused : null
  if (refused === 'signature' || refused === 'uncovered')
    return refusedVoucher(seller, account, voucher, refused, context)
  if (refused === 'backwards') return unchanged(seller, account)
  if (output === null || 'refused' in output) return unchanged(waitWith(seller, voucher, context), account)
  const former = countedOn(account, voucher.lane)
  const grown = voucher.cumulative > former ? voucher.cumulative - former : 0n
  const next = recordVoucher(account, voucher, output.uncashed)
  const paidAt = grown > 0n ? context.now : seller.paidAt
  const earned: Seller = { ...seller, paidAt, earned: (seller.earned + grown) as Amount }
  const turn = lookAgain(earned, next, context)
  const doubled = next.uncashed > 0n && next.uncashed >= next.uncashedThen * 2n
  const told: SellerTurn = { ...turn, effects: [ack(turn.seller, output.accepted), ...turn.effects, { do: 'share' }] }
  return doubled ? readChain(told, context, true) : told
}

export const answeredPayer = (
  seller: Seller,
  account: PayerAccount,
  { output }: Extract<Answer, { readonly ask: { readonly name: 'payer' } }>,
  context: SellerContext,
): SellerTurn => {
  const { pending } = seller
  const asked: Seller = { ...seller, reading: false, pending: null }
  if (output === null) {
    const later: Seller = { ...asked, retryAt: context.now + RETRY_MS }
    return pending === null ? unchanged(later, account) : heardBid(later, account, pending, context)
  }
  const looked = lookAgain(asked, recordChain(account, output, context.now), context)
  const turn = pending === null ? looked : after(looked, heardBid(looked.seller, looked.account, pending, context))
  return heardWaiting({ ...turn, effects: [...turn.effects, { do: 'share' }] }, context)
}

export const answeredHeld = (
  seller: Seller,
  account: PayerAccount,
  { output }: Extract<Answer, { readonly ask: { readonly name: 'held' } }>,
  context: SellerContext,
): SellerTurn => {
  const asked: Seller = { ...seller, fetching: false }
  if (output === null) return unchanged({ ...asked, retryAt: context.now + RETRY_MS }, account)
  return heardWaiting(offer(unchanged(asked, recordHeld(account, output)), context), context)
}
