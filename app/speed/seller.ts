// The seller's side of one connection: says its terms to a proven payer, accepts bids, and stops serving who does not pay.
// Leaves vouchers and what the desk answers to receiving.ts, what the payer owes over all its connections to
// payer-account.ts, who is served before whom to planSlots and the scheduler. Invariant: whoever is refused or stopped is a free peer like every other.

import type { Amount } from '../money/amount.ts'
import type { SellOrder } from '../ipc/speed-desk.ts'
import type { Address } from '../tron/address.ts'
import { MOST_LANES } from './lane.ts'
import { refusedBid, type RefusedBid } from './refused-bid.ts'
import type { Bid, ErrorCode, Resume, Stop, TermsMessage } from './message.ts'
import { offer } from './seller-terms.ts'
import { creditOf, endSale, openSale, roomFor, type PayerAccount, type ServingRoom } from './payer-account.ts'
import type { OwnAccount, SellerState, SessionEffect, SessionFacts } from './session-event.ts'
import { UNIT_BYTES, type Lane, type Price, type StopCode, type Voucher } from './terms.ts'

/** Devices of one payer that the chain is asked about at once; any others wait for its next reading. */
const SOON_LANES = 8
/** After a bid ended: until then its last vouchers come. */
const CLOSING_MS = 10_000
export const TTL_SECONDS = 600
/** No sooner, though a bid or a voucher would need it newer. */
export const READ_GAP_MS = 30_000
/** Nor for a bid that is refused for what the payer has there: it may just have changed. */
export const DEPOSIT_GAP_MS = 5_000
export const OF_CHAIN: ReadonlySet<ErrorCode> = new Set(['no-deposit', 'exit-seen'] as const)
/** Between two bids that are taken: a buyer leaves one five seconds at least. One that comes sooner waits. */
const LEAST_BID_MS = 2_000
/** A held request of any length is served when there is room for so much. */
const LONGEST_REQUEST = 131_072

export interface Sold {
  readonly bid: number
  /** In the payer's account. */
  readonly sale: number
  readonly price: Price
  readonly since: number
  readonly sent: number
}

/** What of a voucher the payer says. */
export type SignedSum = Pick<Voucher, 'lane' | 'cumulative' | 'signature'>

export interface Seller {
  readonly terms: TermsMessage | null
  /** To who the peer is now. */
  readonly said: boolean
  /** When a voucher that is no news was answered last. */
  readonly repeatedAt: number
  readonly slots: number
  readonly sold: Sold | null
  readonly heldSince: number | null
  /** It bids and has no paid slot: since when, and whether others bring more; else they are tried, or it is next. */
  readonly slotless: { readonly since: number; readonly outbid: boolean } | null
  readonly closingUntil: number | null
  /** A voucher that could not be taken yet: whoever knows its signer, or keeps it, was away. */
  readonly waiting: SignedSum | null
  /** When it may be handed in again. */
  readonly againAt: number
  /** A bid that the deposit may cover by now: the chain is being asked. Or it came too soon after the one before. */
  readonly pending: Bid | null
  /** When the last one was taken. */
  readonly tookAt: number
  /** When money came last. */
  readonly paidAt: number | null
  /** The last one that was refused, until another one is taken or it is known that it would be now. */
  readonly declined: { readonly bid: Bid; readonly code: ErrorCode; readonly at: number } | null
  /** Of the chain and of the wallet: asked and not answered, and when they may be asked again. */
  readonly reading: boolean
  readonly fetching: boolean
  readonly retryAt: number
  readonly ended: StopCode | null
  /** Of this connection. */
  readonly sent: number
  readonly earned: Amount
}

export const newSeller: Seller = {
  terms: null,
  said: false,
  repeatedAt: -Infinity,
  slots: 1,
  sold: null,
  heldSince: null,
  slotless: null,
  closingUntil: null,
  waiting: null,
  pending: null,
  tookAt: -Infinity,
  paidAt: null,
  declined: null,
  againAt: 0,
  reading: false,
  fetching: false,
  retryAt: 0,
  ended: null,
  sent: 0,
  earned: 0n as Amount,
}

export interface SellerContext {
  readonly facts: SessionFacts
  readonly own: OwnAccount
  /** Null: selling is off. */
  readonly order: SellOrder | null
  readonly payer: Address
  readonly now: number
}

export interface SellerTurn {
  readonly seller: Seller
  readonly account: PayerAccount
  readonly effects: readonly SessionEffect[]
  readonly fault?: 'signature'
}

export const sellerState = (seller: Seller, { chain, lanes }: PayerAccount): SellerState => {
  if (chain === null || lanes === null) return 'HELLO'
  if (seller.sold !== null) return seller.heldSince === null ? 'SERVING' : 'HELD'
  if (seller.closingUntil !== null) return 'CLOSING'
  if (chain.exitAt !== 0) return 'BLOCKED'
  return seller.terms === null ? 'VERIFIED' : 'OFFERED'
}

export const unchanged = (seller: Seller, account: PayerAccount): SellerTurn => ({ seller, account, effects: [] })

const refusal = (code: ErrorCode, text: string): SessionEffect => ({ do: 'send', message: { t: 'error', code, text } })

/** Infinity: it is not served under a bid. */
export const servingRoom = (
  { sold }: Seller,
  account: PayerAccount,
  { facts, order }: Pick<SellerContext, 'facts' | 'order'>,
): ServingRoom =>
  sold === null || order === null
    ? { bytes: Infinity, by: 'credit' }
    : roomFor(account, sold.price, facts.pieceLength, order.mostUncashed)

/** A proportion of bids, for shares of the upload: not an amount. */
export const weightOf = (price: Price): number => Math.min(1e12, Math.max(1e-12, Number(price) / 1e18))

/** Of all lanes that we hold vouchers of or heard of: what was cashed of them is not owed. */
const lanesOf = ({ lanes, chain }: PayerAccount, heard: readonly Lane[]): readonly Lane[] =>
  [...new Set([...(lanes?.keys() ?? []), ...heard, ...(chain?.paid.keys() ?? [])])].slice(0, MOST_LANES)

export const readChain = (
  turn: SellerTurn,
  { own, payer, now }: SellerContext,
  fresh: boolean,
  heard: readonly Lane[] = [],
): SellerTurn => {
  if (turn.seller.reading || now < turn.seller.retryAt) return turn
  const lanes = lanesOf(turn.account, heard)
  const ask = { name: 'payer', input: { vault: own.vault, payer, lanes, fresh } } as const
  return { ...turn, seller: { ...turn.seller, reading: true }, effects: [...turn.effects, { do: 'ask', ask }] }
}

export const askHeld = (turn: SellerTurn, { own, payer, now }: SellerContext): SellerTurn => {
  if (turn.account.lanes !== null || turn.seller.fetching || now < turn.seller.retryAt) return turn
  const ask = { name: 'held', input: { vault: own.vault, payer } } as const
  return { ...turn, seller: { ...turn.seller, fetching: true }, effects: [...turn.effects, { do: 'ask', ask }] }
}

/** Its account is proven: what do we hold of it, and what does the chain say? Then our terms. */
export const meetPayer = (seller: Seller, account: PayerAccount, context: SellerContext): SellerTurn => {
  if (context.order === null) return unchanged(seller, account)
  const held = askHeld(unchanged(seller, account), context)
  return offer(account.chain === null ? readChain(held, context, false) : held, context)
}

/** The payer is a free peer from here on. */
export const endSold = (turn: SellerTurn, code: StopCode, now: number): SellerTurn => {
  const { seller, account, effects } = turn
  const { sold } = seller
  if (sold === null) return turn
  const message: Stop = { t: 'stop', bid: sold.bid, code, by: 'seller' }
  return {
    seller: { ...seller, sold: null, heldSince: null, slotless: null, closingUntil: now + CLOSING_MS, ended: code },
    account: endSale(account, sold.sale, now),
    effects: [...effects, { do: 'send', message }, { do: 'grant', grant: 'free' }, { do: 'wake' }],
  }
}

/** The chain can be asked at once. */
const mayRead = ({ reading, retryAt }: Seller, now: number): boolean => !reading && now >= retryAt

/** Nothing is said to it before the chain has been read anew, where that may change the answer. */
const refuseBid = (bid: Bid, refused: RefusedBid, turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account } = turn
  const age = context.now - account.chainAt
  if (OF_CHAIN.has(refused.code) && age >= DEPOSIT_GAP_MS && mayRead(seller, context.now))
    return readChain(unchanged({ ...seller, pending: bid }, account), context, true)
  const effects = [refusal(refused.code, refused.text)]
  const told: SellerTurn = {
    seller: { ...seller, declined: { bid, code: refused.code, at: context.now } },
    account,
    effects,
  }
  return age >= READ_GAP_MS ? readChain(told, context, true) : told
}

/** A bid of an older price list is answered with the present one; a new bid ends the one before. */
export const heardBid = (seller: Seller, account: PayerAccount, bid: Bid, context: SellerContext): SellerTurn => {
  const { terms } = seller
  if (context.order === null || terms === null) return unchanged(seller, account)
  if (bid.index !== terms.index) return { seller, account, effects: [{ do: 'send', message: terms }] }
  if (context.now - seller.tookAt < LEAST_BID_MS) return unchanged({ ...seller, pending: bid }, account)
  const refused = refusedBid(bid, terms, account, seller.retryAt, context)
  if (refused !== null) return refuseBid(bid, refused, unchanged({ ...seller, pending: null }, account), context)
  const former = seller.sold === null ? account : endSale(account, seller.sold.sale, context.now)
  const opened = openSale(former, bid.price)
  const held = account.lanes?.get(bid.lane)
  const resume: readonly SessionEffect[] = held === undefined ? [] : [{ do: 'send', message: proofOf(held) }]
  const accept = {
    t: 'accept',
    bid: bid.bid,
    index: bid.index,
    price: bid.price,
    unit: UNIT_BYTES,
    credit: creditOf(account, context.facts.pieceLength),
    ttl: TTL_SECONDS,
    held: held?.cumulative ?? (0n as Amount),
  } as const
  const turn: SellerTurn = {
    seller: {
      ...seller,
      sold: { bid: bid.bid, sale: opened.sale, price: bid.price, since: context.now, sent: 0 },
      pending: null,
      declined: null,
      tookAt: context.now,
      closingUntil: null,
      slotless: null,
    },
    account: opened.account,
    effects: [...resume, { do: 'send', message: accept }, { do: 'grant', grant: weightOf(bid.price) }, { do: 'wake' }],
  }
  // Before its first voucher comes: the books want to know what was cashed of it.
  const paid = account.chain?.paid
  const isNew = paid !== undefined && !paid.has(bid.lane) && paid.size < SOON_LANES
  return isNew ? readChain(turn, context, false, [bid.lane]) : turn
}

export const proofOf = ({ lane, cumulative, signature }: Voucher): Resume => ({
  t: 'resume',
  lane,
  cumulative,
  signature,
})

/** Money came, here or on another connection of the payer, or the chain has been read. */
export const lookAgain = (seller: Seller, account: PayerAccount, context: SellerContext): SellerTurn => {
  const turn = offer(unchanged(seller, account), context)
  if (account.chain !== null && account.chain.exitAt !== 0 && seller.sold !== null) {
    const ended = endSold(turn, 'exit-seen', context.now)
    return { ...ended, effects: [...ended.effects, { do: 'cash-now', payer: context.payer }] }
  }
  if (seller.sold === null || servingRoom(seller, account, context).bytes < LONGEST_REQUEST) return turn
  return { ...turn, seller: { ...turn.seller, heldSince: null }, effects: [...turn.effects, { do: 'wake' }] }
}
