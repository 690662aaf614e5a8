// The buyer's side of one connection: bids when the torrent's plan says so, counts what comes under each accepted bid and
// has the desk pay for it as it verifies. Leaves where to bid and how much to usefulness.ts and auto-bid.ts, counting to
// lots.ts, when to pay to payment-due.ts, the desk's answers to buyer-answers.ts. Invariant: nothing is asked to be paid for but verified bytes of an accepted
// bid, and at most one piece ahead of them.

import type { Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import { barOf, lift, type Bar } from './barred.ts'
import { heardClaim, heardProof, resumeAsk } from './claims.ts'
import { changeLot, discard, endCounting, newLot, receive, verify, type Lot } from './lots.ts'
import type { Accept, Ack, Bid, ErrorMessage, Resume, Stop, TermsMessage } from './message.ts'
import { abandon, type PayeeAccount } from './payee-account.ts'
import type { BuyerState, OwnAccount, SessionEffect, SessionEvent, SessionFacts } from './session-event.ts'
import type { BuyOrder } from '../ipc/speed-desk.ts'
import { owed, UNIT_BYTES, type Lane, type Price, type StopCode } from './terms.ts'

/** Without an answer to a bid. */
const ANSWER_MS = 10_000
/** Blocks of a bid that we ended still come until the seller has heard of it. */
const ECHO_MS = 10_000
/** A voucher that nobody acknowledged is sent again, the same bytes. */
const RESEND_MS = 5_000
/** Ended bids that are still being paid; no further bid is made beside so many. */
const MOST_LOTS = 4
const MOST_TRIES = 3
const REFUSED_MS = 30_000
const STOPPED_MS = 5_000
const RENEW_PART = 0.8
/** Whatever its time, a bid is not made anew sooner. */
const LEAST_BID_MS = 5_000
const LEAST_UNIT = 16_384

export interface Buyer {
  readonly terms: TermsMessage | null
  /** Bytes the seller serves ahead of payment, by its newest word. */
  readonly credit: number
  readonly unit: number
  readonly choked: boolean
  /** Of the torrent, when it last bid. */
  readonly wanted: number
  /** The newest voucher of ours that it showed. */
  readonly shown: Resume | null
  /** Waits for its answer. */
  readonly bid: { readonly message: Bid; readonly at: number } | null
  /** Oldest first; at most the last one counts. */
  readonly lots: readonly Lot[]
  readonly lastAskedAt: number
  /** From asking the desk until the seller has the voucher, of late rather more than less; null: never yet. */
  readonly answerMs: number | null
  readonly lastByteAt: number
  readonly blocked: 'bad-data' | 'frozen' | null
  /** A bid was refused or ended by the other side, or the desk was away: no bid sooner. */
  readonly restsUntil: number
  /** What it was refused for; null: nothing, or it is lifted. */
  readonly barred: Bar | null
  readonly ended: StopCode | null
  readonly refused: string | null
  /** Of bids that are settled. */
  readonly verified: number
  readonly paid: number
  readonly amount: Amount
}

export const newBuyer: Buyer = {
  terms: null,
  credit: 0,
  unit: UNIT_BYTES,
  choked: true,
  wanted: 0,
  shown: null,
  bid: null,
  lots: [],
  lastAskedAt: 0,
  answerMs: null,
  lastByteAt: 0,
  blocked: null,
  restsUntil: 0,
  barred: null,
  ended: null,
  refused: null,
  verified: 0,
  paid: 0,
  amount: 0n as Amount,
}

export interface BuyerContext {
  readonly facts: SessionFacts
  readonly own: OwnAccount
  readonly canSign: boolean
  /** Null: buying is off. */
  readonly order: BuyOrder | null
  /** The peer says that it sells. */
  readonly sells: boolean
  readonly seller: Address
  /** Ours with that device of the seller. */
  readonly lane: Lane
  /** Of this connection, among all there were. */
  readonly session: number
  /** Bytes paid for ahead to other devices of the seller's account, or lost so. */
  readonly aheadOfOthers: number
  readonly now: number
}

export interface BuyerTurn {
  readonly buyer: Buyer
  readonly payee: PayeeAccount
  readonly effects: readonly SessionEffect[]
  readonly fault?: 'malformed'
}

export const counting = ({ lots }: Buyer): Lot | null => lots.find((lot) => lot.counting) ?? null

/** Once the account of the seller is proven. */
export const buyerState = (buyer: Buyer): BuyerState => {
  if (buyer.blocked !== null) return 'BLOCKED'
  const lot = counting(buyer)
  if (lot !== null && lot.ended === null) return buyer.choked ? 'PAUSED' : 'ACTIVE'
  if (buyer.bid !== null) return 'BIDDING'
  return buyer.lots.length > 0 ? 'DRAIN' : 'READY'
}

const stop = (bid: number, code: StopCode): SessionEffect => ({
  do: 'send',
  message: { t: 'stop', bid, code, by: 'buyer' },
})

export const still = (buyer: Buyer, payee: PayeeAccount): BuyerTurn => ({ buyer, payee, effects: [] })

/** Says stop. What comes until the seller has heard it belongs to the bid still. */
export const endBid = (buyer: Buyer, payee: PayeeAccount, code: StopCode, now: number): BuyerTurn => {
  const effects: SessionEffect[] = []
  const lot = counting(buyer)
  if (buyer.bid !== null) effects.push(stop(buyer.bid.message.bid, code))
  if (lot === null || lot.ended !== null) {
    const ended = effects.length > 0 ? code : buyer.ended
    return { buyer: { ...buyer, bid: null, ended }, payee, effects }
  }
  effects.push(stop(lot.bid, code), { do: 'single-source', on: false })
  const lots = changeLot(buyer.lots, lot.bid, (one) => ({ ...one, ended: { code, at: now } }))
  return { buyer: { ...buyer, bid: null, lots, ended: code }, payee, effects }
}

/** The desk hears that they are over. */
export const closing = (lots: readonly Lot[], code: StopCode): readonly SessionEffect[] =>
  lots.flatMap((lot): SessionEffect[] =>
    lot.ref === null ? [] : [{ do: 'ask', ask: { name: 'close', input: { bid: lot.ref, code } } }],
  )

/** What those bids came to stays in the sums of the connection. */
export const addUp = (buyer: Buyer, lots: readonly Lot[]): Buyer => {
  const amount = lots.reduce((sum, { paid, price }) => sum + owed(BigInt(paid), price), buyer.amount as bigint)
  return {
    ...buyer,
    verified: lots.reduce((sum, { verified }) => sum + verified, buyer.verified),
    paid: lots.reduce((sum, { paid }) => sum + paid, buyer.paid),
    amount: amount as Amount,
  }
}

/** No more is paid from now on: the desk hears that each bid is over. */
export const dropBids = (
  buyer: Buyer,
  payee: PayeeAccount,
  code: StopCode,
  { session, now }: Pick<BuyerContext, 'session' | 'now'>,
): BuyerTurn => {
  const turn = endBid(buyer, payee, code, now)
  const { lots } = turn.buyer
  const dropped = lots.map((lot) => ({ ...lot, ended: lot.ended ?? { code, at: now }, session }))
  return {
    buyer: { ...addUp(turn.buyer, lots), lots: [] },
    payee: abandon(turn.payee, dropped),
    effects: [...turn.effects, ...closing(lots, code)],
  }
}

const mayBid = (buyer: Buyer, price: Price, wanted: number, { order, canSign, sells, now }: BuyerContext): boolean => {
  const { terms, lots, barred } = buyer
  if (order === null || terms === null || !canSign || !sells) return false
  if (buyer.blocked !== null || barred?.firm === true || buyer.bid !== null || now < buyer.restsUntil) return false
  const lot = counting(buyer)
  if (lot !== null && (lot.ended !== null || now - lot.since < LEAST_BID_MS)) return false
  if (lot !== null && lot.price === price && renewal(buyer, now) === null) return false
  const priced = price > 0n && price >= terms.ask && price <= order.ceiling
  const affordable = order.left > 0n && order.left >= owed(BigInt(UNIT_BYTES), price)
  return priced && affordable && wanted > 0 && lots.length < MOST_LOTS
}

/** The plan wants to pay so much. What cannot be bid now is not bid: the plan sees the state and asks again. */
export const placeBid = (
  buyer: Buyer,
  payee: PayeeAccount,
  { price, wanted }: Extract<SessionEvent, { readonly is: 'bid' }>,
  context: BuyerContext,
): BuyerTurn => {
  const { terms } = buyer
  if (terms === null || !mayBid(buyer, price, wanted, context)) return still(buyer, payee)
  const message: Bid = {
    t: 'bid',
    bid: payee.nextBid,
    index: terms.index,
    price,
    wanted,
    lane: context.lane,
  }
  return {
    buyer: { ...buyer, bid: { message, at: context.now }, wanted, refused: null },
    payee: { ...payee, nextBid: payee.nextBid + 1 },
    effects: [{ do: 'send', message }],
  }
}

/** Also said by a seller that would take by now what it refused. */
export const heardTerms = (buyer: Buyer, payee: PayeeAccount, terms: TermsMessage, now: number): BuyerTurn => {
  const stale = buyer.bid !== null && buyer.bid.message.index !== terms.index
  const next = { ...buyer, terms, credit: terms.credit, bid: stale ? null : buyer.bid }
  return still(next.barred?.firm === false ? lift(next, next.barred, now) : next, payee)
}

/** Blocks from here on come under it. The desk is asked first whether the seller holds more of us than we know. */
export const heardAccept = (buyer: Buyer, payee: PayeeAccount, accept: Accept, context: BuyerContext): BuyerTurn => {
  const { facts, own, seller, lane, now } = context
  const bid = buyer.bid?.message
  if (bid === undefined || bid.bid !== accept.bid) return still(buyer, payee)
  if (accept.price > bid.price || accept.index !== bid.index)
    return { ...endBid(buyer, payee, 'off', now), fault: 'malformed' }
  const lots = [...endCounting(buyer.lots, 'done', now), newLot(bid.bid, accept.price, now, accept.ttl)]
  const next: Buyer = {
    ...buyer,
    bid: null,
    lots,
    credit: accept.credit,
    unit: Math.max(LEAST_UNIT, Math.min(accept.unit, UNIT_BYTES)),
    lastByteAt: now,
  }
  const opening = {
    name: 'open',
    bid: bid.bid,
    input: { torrent: facts.torrent, vault: own.vault, payee: seller, lane, price: accept.price },
  } as const
  const ask = accept.held > 0n ? resumeAsk(buyer.shown, accept.held, bid.bid, context) : opening
  return {
    buyer: next,
    payee: accept.held > 0n ? { ...payee, claimed: accept.held } : payee,
    effects: [
      { do: 'ask', ask },
      { do: 'single-source', on: true },
    ],
  }
}

/** The seller shows what it holds of us: with our signature it may move us forward. */
export const heardResume = (
  buyer: Buyer,
  payee: PayeeAccount,
  shown: Resume,
  { lane }: Pick<BuyerContext, 'lane'>,
): BuyerTurn =>
  shown.lane === lane ? still({ ...buyer, shown }, heardProof(buyer, payee, shown)) : still(buyer, payee)

/** What took long is forgotten within a few payments: each is made the sooner for it, and so there are more. */
const lately = (before: number | null, ms: number): number => Math.max(ms, (before ?? ms) * 0.75)

export const heardAck = (
  buyer: Buyer,
  payee: PayeeAccount,
  { cumulative }: Ack,
  { now }: Pick<BuyerContext, 'now'>,
): BuyerTurn => {
  const acked = payee.unacked !== null && cumulative >= payee.unacked.message.cumulative
  const next = acked ? { ...payee, unacked: null } : payee
  const timed = acked ? { ...buyer, answerMs: lately(buyer.answerMs, now - buyer.lastAskedAt) } : buyer
  return still(timed, heardClaim(timed, next, cumulative))
}

/** The answer to our stop, or the seller's own: blocks from here on are free ones. */
export const heardStop = (
  buyer: Buyer,
  payee: PayeeAccount,
  { bid, code }: Pick<Stop, 'bid' | 'code'>,
  now: number,
): BuyerTurn => {
  const restsUntil = now + STOPPED_MS
  if (buyer.bid?.message.bid === bid) return still({ ...buyer, bid: null, ended: code, restsUntil }, payee)
  const lot = counting(buyer)
  // Of a later one that we gave up: the seller had taken it in this one's place.
  if (lot === null || bid < lot.bid || bid >= payee.nextBid) return still(buyer, payee)
  const over = (one: Lot): Lot => ({ ...one, counting: false, ended: one.ended ?? { code, at: now } })
  const lots = changeLot(buyer.lots, lot.bid, over)
  const ended = lot.ended?.code ?? code
  const rests = lot.ended === null ? { restsUntil } : {}
  return { buyer: { ...buyer, ...rests, lots, ended }, payee, effects: [{ do: 'single-source', on: false }] }
}

/** Why a bid was not taken; asking again at once would change nothing. */
export const heardError = (
  buyer: Buyer,
  payee: PayeeAccount,
  { code }: ErrorMessage,
  context: BuyerContext,
): BuyerTurn => {
  if (buyer.bid === null) return still(buyer, payee)
  const { now } = context
  const barred = barOf(context, false, now)
  return still({ ...buyer, bid: null, refused: code, barred, restsUntil: now + REFUSED_MS }, payee)
}

export const countBlocks = (
  buyer: Buyer,
  event: Extract<SessionEvent, { readonly is: 'received' | 'verified' | 'dropped' | 'bad' }>,
  now: number,
): Buyer => {
  switch (event.is) {
    case 'received':
      return { ...buyer, lots: receive(buyer.lots, event.piece, event.bytes), lastByteAt: now }
    case 'verified':
      return { ...buyer, lots: verify(buyer.lots, event.piece, event.bytes) }
    case 'dropped':
    case 'bad':
      return { ...buyer, lots: discard(buyer.lots, event.piece) }
  }
}

/** A piece that it alone supplied is wrong: it gets no more money, and nothing of it is wanted. */
export const endForBadData = (buyer: Buyer, payee: PayeeAccount, now: number): BuyerTurn => {
  const turn = endBid(buyer, payee, 'bad-data', now)
  const paying = buyer.lots.length > 0 || buyer.bid !== null
  return {
    ...turn,
    buyer: { ...turn.buyer, blocked: 'bad-data' },
    effects: paying ? [...turn.effects, { do: 'ban' }] : turn.effects,
  }
}

const isOver = ({ counting: counts, ended, until }: Lot, now: number): boolean =>
  counts && ((ended !== null && now - ended.at >= ECHO_MS) || now >= until + ECHO_MS)

const resend = (
  payee: PayeeAccount,
  now: number,
): { readonly payee: PayeeAccount; readonly effects: readonly SessionEffect[] } => {
  const { unacked } = payee
  if (unacked === null || now - unacked.at < RESEND_MS || unacked.tries >= MOST_TRIES) return { payee, effects: [] }
  const again = { ...unacked, at: now, tries: unacked.tries + 1 }
  return { payee: { ...payee, unacked: again }, effects: [{ do: 'send', message: unacked.message }] }
}

/** A bid runs or is not paid for yet, or the seller may not have the newest voucher. */
export const isOwing = ({ bid, lots }: Buyer, { unacked }: PayeeAccount, now: number): boolean =>
  bid !== null || lots.length > 0 || (unacked !== null && now - unacked.at < RESEND_MS)

/** What is over by its time: unanswered bids, unheard stops, vouchers that were not acknowledged. */
export const passTime = (buyer: Buyer, payee: PayeeAccount, now: number): BuyerTurn => {
  const unanswered = buyer.bid !== null && now - buyer.bid.at >= ANSWER_MS
  const lots = buyer.lots.map((lot): Lot =>
    isOver(lot, now) ? { ...lot, counting: false, ended: lot.ended ?? { code: 'done', at: now } } : lot,
  )
  const silent = counting(buyer) !== null && !lots.some((lot) => lot.counting)
  const turn = resend(payee, now)
  const effects: SessionEffect[] = [...turn.effects]
  // Else the seller would take it yet, and wait for its money.
  if (unanswered && buyer.bid !== null) effects.push(stop(buyer.bid.message.bid, 'off'))
  if (silent) effects.push({ do: 'single-source', on: false })
  return { buyer: { ...buyer, bid: unanswered ? null : buyer.bid, lots }, payee: turn.payee, effects }
}

/** The bid that runs is made anew before its time is over. */
export const renewal = (buyer: Buyer, now: number): { readonly price: Price; readonly wanted: number } | null => {
  const lot = counting(buyer)
  if (lot === null || lot.ended !== null || buyer.bid !== null) return null
  return now - lot.since >= (lot.until - lot.since) * RENEW_PART ? { price: lot.price, wanted: buyer.wanted } : null
}
