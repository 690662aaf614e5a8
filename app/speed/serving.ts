// What happens to a bid while it is served: blocks go out, requests are held when the payer owes too much, others
// outbid it, its time passes. With seller.ts, which takes bids and vouchers. Invariant: a request is held for ten
// seconds at most; then the payer is choked once and is a free peer like every other.

import { refusedBid, type RefusedBid } from './refused-bid.ts'
import { distrust, forgive, recordSent, unpaidAmount, type PayerAccount } from './payer-account.ts'
import {
  DEPOSIT_GAP_MS,
  endSold,
  heardBid,
  meetPayer,
  OF_CHAIN,
  readChain,
  servingRoom,
  TTL_SECONDS,
  unchanged,
  type Seller,
  type SellerContext,
  type SellerTurn,
} from './seller.ts'
import { offer } from './seller-terms.ts'
import type { Stop } from './message.ts'
import type { SessionEvent } from './session-event.ts'

const HOLD_MS = 10_000
const OUTBID_MS = 30_000
/** Who paid so lately pays now. */
const PAYING_MS = 60_000
const READ_EVERY_MS = 600_000
/** When the deposit is what is too little, it may have grown since. */
const READ_GAP_MS = 30_000

/** Bytes without a bid are free peers', and nothing is owed for them. */
export const countSent = (seller: Seller, account: PayerAccount, bytes: number): SellerTurn => {
  const { sold } = seller
  if (sold === null) return unchanged(seller, account)
  return unchanged(
    { ...seller, sold: { ...sold, sent: sold.sent + bytes }, sent: seller.sent + bytes },
    recordSent(account, sold.sale, bytes),
  )
}

/** A request waits: from now on the payer has ten seconds. */
export const hold = (seller: Seller, account: PayerAccount, bytes: number, context: SellerContext): SellerTurn => {
  const turn = unchanged(seller, account)
  const room = servingRoom(seller, account, context)
  if (seller.sold === null || seller.heldSince !== null || room.bytes >= bytes) return turn
  const held: SellerTurn = { ...turn, seller: { ...seller, heldSince: context.now } }
  const old = context.now - account.chainAt >= READ_GAP_MS
  return room.by === 'deposit' && old ? readChain(held, context, true) : held
}

/** The buyer ends its bid; the same is said back, so that it knows where its bytes end. */
export const heardStop = (before: Seller, account: PayerAccount, { bid, code }: Stop, now: number): SellerTurn => {
  const seller: Seller = before.pending?.bid === bid ? { ...before, pending: null } : before
  return seller.sold?.bid === bid ? endSold(unchanged(seller, account), code, now) : unchanged(seller, account)
}

export const seeSlot = (
  seller: Seller,
  account: PayerAccount,
  { paid, outbid }: Pick<Extract<SessionEvent, { readonly is: 'slot' }>, 'paid' | 'outbid'>,
  now: number,
): SellerTurn => {
  const since = paid || seller.sold === null ? null : (seller.slotless?.since ?? now)
  return unchanged({ ...seller, slotless: since === null ? null : { since, outbid } }, account)
}

/** It pays for nothing in time, or its deposit is no longer enough. */
const endHeld = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account } = turn
  const room = servingRoom(seller, account, context)
  const owes = unpaidAmount(account) > 0n && room.by === 'credit'
  const ended = endSold(
    { ...turn, account: owes ? distrust(account) : account },
    owes ? 'unpaid' : 'budget',
    context.now,
  )
  const cash = room.by === 'deposit' ? ([{ do: 'cash-now', payer: context.payer }] as const) : []
  return { ...ended, effects: [...ended.effects, { do: 'choke' }, ...cash] }
}

const passServing = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { sold, heldSince, slotless } = turn.seller
  const { now } = context
  if (sold === null) return turn
  if (heldSince !== null && now - heldSince >= HOLD_MS) return endHeld(turn, context)
  if (slotless !== null && now - slotless.since >= OUTBID_MS)
    return endSold(turn, slotless.outbid ? 'outbid' : 'done', now)
  return now - sold.since >= TTL_SECONDS * 1_000 ? endSold(turn, 'done', now) : turn
}

/** While it is served or refused, the chain is read every ten minutes. */
const passChain = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account } = turn
  const watched = seller.sold !== null || account.uncashed > 0n || (account.chain?.exitAt ?? 0) !== 0
  const old = account.chain !== null && context.now - account.chainAt >= READ_EVERY_MS
  return watched && old ? readChain(turn, context, true) : turn
}

/** The payer would not know when to ask again: while the chain is away, or where it was not read since the refusal. */
const isNewsOfChain = (
  { code }: RefusedBid,
  at: number,
  { account: { chainAt } }: SellerTurn,
  { now }: SellerContext,
): boolean => code === 'chain-away' || (OF_CHAIN.has(code) && chainAt < at && now - chainAt >= DEPOSIT_GAP_MS)

/** A bid that was refused would be taken now: the terms are said once more, so that nobody waits for nothing. */
const reconsider = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account, effects } = turn
  const { declined, terms } = seller
  if (declined === null || terms === null) return turn
  const known: SellerTurn = { ...turn, seller: { ...seller, declined: null } }
  if (declined.bid.index !== terms.index) return known
  const refused = refusedBid(declined.bid, terms, account, seller.retryAt, context)
  if (refused !== null && isNewsOfChain(refused, declined.at, turn, context)) return readChain(turn, context, true)
  return refused === null ? { ...known, effects: [...effects, { do: 'send', message: terms }] } : turn
}

/** It came too soon: now, or on a later tick, it is as if it came. */
const takePending = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account, effects } = turn
  if (seller.pending === null || seller.reading) return turn
  const taken = heardBid(seller, account, seller.pending, context)
  return { ...taken, effects: [...effects, ...taken.effects] }
}

/** On every tick. */
export const passTime = (seller: Seller, account: PayerAccount, context: SellerContext): SellerTurn => {
  const { now, order } = context
  const closing = seller.closingUntil !== null && now >= seller.closingUntil ? null : seller.closingUntil
  const paidAt = seller.paidAt !== null && now - seller.paidAt >= PAYING_MS ? null : seller.paidAt
  const turn = unchanged({ ...seller, paidAt, closingUntil: closing }, forgive(account, now))
  if (order === null) return turn
  const known = account.chain === null || account.lanes === null
  if (known) return meetPayer(turn.seller, turn.account, context)
  return takePending(reconsider(offer(passChain(passServing(turn, context), context), context), context), context)
}
