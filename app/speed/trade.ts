// Buying and selling with a peer whose account is proven: leads every event and message to buyer.ts and seller.ts, with
// what they need to know, and puts back what they say. Invariant: an answer that was asked for another account than the
// peer's present one changes nothing.

import { heardOrders } from './barred.ts'
import { answeredLast, answeredOpen, answeredPay, answeredResume, closeUnused } from './buyer-answers.ts'
import {
  addUp,
  countBlocks,
  counting,
  dropBids,
  endBid,
  endForBadData,
  heardAccept,
  heardAck,
  heardError,
  heardResume,
  heardStop as buyerHeardStop,
  heardTerms,
  passTime as passBuying,
  placeBid,
  renewal,
  still,
  type Buyer,
  type BuyerContext,
  type BuyerTurn,
} from './buyer.ts'
import { tellClaim } from './claims.ts'
import { laneOf } from './lane.ts'
import type { SpeedMessage } from './message.ts'
import { prepaidIn } from './lots.ts'
import { recallAgain, recordAhead, settlePiece, type PayeeAccount } from './payee-account.ts'
import type { PayerAccount } from './payer-account.ts'
import { clearSettled, isSpent, nextPayment, payAsk } from './payment-due.ts'
import { answeredHeld, answeredPayer, answeredReceive, handInAgain, handInLast, heardVoucher } from './receiving.ts'
import {
  endSold,
  heardBid,
  lookAgain,
  meetPayer,
  unchanged,
  type Seller,
  type SellerContext,
  type SellerTurn,
} from './seller.ts'
import { countSent, heardStop as sellerHeardStop, hold, passTime as passSelling, seeSlot } from './serving.ts'
import type { Answer, OwnAccount, SessionEffect, SessionEvent } from './session-event.ts'
import type { Session, SessionTurn, Shared } from './session.ts'
import type { Recipient } from './terms.ts'

export type TradeTurn = SessionTurn & { readonly fault: 'malformed' | 'signature' | undefined }

/** What was bought or sold goes on to be paid for as the account we were when we said hello. */
const ownAccount = ({ orders, greeting }: Session): OwnAccount | null => orders.account ?? greeting.helloed

const buyerContext = (session: Session, { aheadOfOthers }: Shared, now: number): BuyerContext | null => {
  const { facts, orders, greeting, serial } = session
  const own = ownAccount(session)
  if (own === null || greeting.peer === null) return null
  const { canSign, buy } = orders
  const sells = greeting.theirs?.sells === true
  const { account: seller, device } = greeting.peer
  const lane = laneOf(own.device, device)
  return { facts, own, canSign, order: buy, sells, seller, lane, session: serial, aheadOfOthers, now }
}

const sellerContext = (session: Session, now: number): SellerContext | null => {
  const { facts, orders, greeting } = session
  const own = ownAccount(session)
  if (own === null || greeting.peer === null) return null
  const order = greeting.theirs?.buys === true ? orders.sell : null
  return { facts, own, order, payer: greeting.peer.account, now }
}

const isOfPeer = ({ payee, lane }: Recipient, context: BuyerContext): boolean =>
  payee === context.seller && lane === context.lane

const buyerAnswer = (buyer: Buyer, payee: PayeeAccount, answer: Answer, context: BuyerContext): BuyerTurn => {
  const { ask } = answer
  switch (ask.name) {
    case 'resume':
      return isOfPeer(ask.input, context)
        ? answeredResume(buyer, payee, answer as Extract<Answer, { ask: { name: 'resume' } }>, context)
        : still(buyer, payee)
    case 'last':
      return isOfPeer(ask.input, context)
        ? answeredLast(buyer, payee, answer as Extract<Answer, { ask: { name: 'last' } }>, context)
        : still(buyer, payee)
    case 'open':
      return isOfPeer(ask.input, context)
        ? answeredOpen(buyer, payee, answer as Extract<Answer, { ask: { name: 'open' } }>, context)
        : { ...still(buyer, payee), effects: closeUnused(answer) }
    case 'pay':
      return isOfPeer(ask.to, context)
        ? answeredPay(buyer, payee, answer as Extract<Answer, { ask: { name: 'pay' } }>, context)
        : still(buyer, payee)
    case 'prove':
    case 'payer':
    case 'held':
    case 'receive':
      return still(buyer, payee)
  }
}

const buyerMessage = (buyer: Buyer, payee: PayeeAccount, message: SpeedMessage, context: BuyerContext): BuyerTurn => {
  switch (message.t) {
    case 'terms':
      return heardTerms(buyer, payee, message, context.now)
    case 'accept':
      return heardAccept(buyer, payee, message, context)
    case 'ack':
      return heardAck(buyer, payee, message, context)
    case 'resume':
      return heardResume(buyer, payee, message, context)
    case 'stop':
      return message.by === 'seller' ? buyerHeardStop(buyer, payee, message, context.now) : still(buyer, payee)
    case 'error':
      return heardError(buyer, payee, message, context)
    case 'hello':
    case 'prove':
    case 'bid':
    case 'voucher':
      return still(buyer, payee)
  }
}

/** The wallet could not say what it promised last, or nobody heard it. */
const RECALL_MS = 10_000
/** Orders may not know yet what was just spent. */
const REST_MS = 5_000

/** Until the wallet could say, of each device of a payee: what was promised there before this run may not have arrived. */
const recall = (turn: BuyerTurn, { own, seller, lane, canSign, sells, order, now }: BuyerContext): BuyerTurn => {
  if (now < turn.payee.recallAt || !canSign || !sells || order === null) return turn
  const ask = { name: 'last', input: { vault: own.vault, payee: seller, lane } } as const
  return { ...turn, payee: recallAgain(turn.payee, now + RECALL_MS), effects: [...turn.effects, { do: 'ask', ask }] }
}

/** Switched off, or nothing left to spend; and what its time has come for. */
const passBuyer = (former: Buyer, payee: PayeeAccount, context: BuyerContext): BuyerTurn => {
  const buyer = heardOrders(former, context)
  if (context.order === null) return dropBids(buyer, payee, 'off', context)
  if (!context.canSign && counting(buyer)?.ended === null) return endBid(buyer, payee, 'off', context.now)
  if (isSpent(buyer, context.order.left)) {
    const rested = { ...buyer, restsUntil: context.now + REST_MS }
    return endBid(rested, payee, 'budget', context.now)
  }
  const turn = passBuying(buyer, payee, context.now)
  const again = renewal(turn.buyer, context.now)
  if (again === null) return turn
  const renewed = placeBid(turn.buyer, turn.payee, { is: 'bid', ...again }, context)
  return { ...renewed, effects: [...turn.effects, ...renewed.effects] }
}

const buyerEvent = (buyer: Buyer, payee: PayeeAccount, event: SessionEvent, context: BuyerContext): BuyerTurn => {
  switch (event.is) {
    case 'received':
    case 'verified':
    case 'dropped':
      return still(countBlocks(buyer, event, context.now), settlePiece(payee, context.session, event))
    case 'bad': {
      const counted = countBlocks(buyer, event, context.now)
      const late = settlePiece(payee, context.session, event)
      return event.sole ? endForBadData(counted, late, context.now) : still(counted, late)
    }
    case 'choked':
      return still({ ...buyer, choked: event.choked }, payee)
    case 'bid':
      return placeBid(buyer, payee, event, context)
    case 'end':
      return endBid(buyer, payee, event.code, context.now)
    case 'answer':
      return buyerAnswer(buyer, payee, event.answer, context)
    case 'orders':
    case 'tick':
      return recall(passBuyer(buyer, payee, context), context)
    case 'handshake':
    case 'message':
    case 'sent':
    case 'held':
    case 'slot':
    case 'slots':
    case 'shared':
    case 'closed':
      return still(buyer, payee)
  }
}

/** What is due is asked for after every event; what is settled goes. */
const settleUp = (turn: BuyerTurn, context: BuyerContext): BuyerTurn => {
  const cleared = clearSettled(turn.buyer, turn.payee, context.now)
  const told = tellClaim(cleared.buyer, cleared.payee, context)
  const effects = [...turn.effects, ...cleared.effects, ...told.effects]
  const { buyer } = cleared
  const { payee } = told
  const { order, canSign } = context
  const payment =
    order !== null && canSign && cleared.payee.claim === null ? nextPayment(buyer, payee, order.left, context) : null
  const ask = payment === null ? null : payAsk(payment, { payee: context.seller, lane: context.lane })
  if (payment === null || ask === null)
    return { ...turn, buyer, payee: recordAhead(payee, context.session, prepaidIn(buyer.lots)), effects }
  const asked = <L extends { readonly bid: number }>(lots: readonly L[]): readonly L[] =>
    lots.map((lot) => (lot.bid === payment.lot.bid ? { ...lot, asked: payment.bytes } : lot))
  const lots = asked(buyer.lots)
  const next = recordAhead({ ...payee, arrears: asked(payee.arrears) }, context.session, prepaidIn(lots))
  return {
    ...turn,
    buyer: { ...buyer, lots, lastAskedAt: context.now },
    payee: next,
    effects: [...effects, { do: 'ask', ask }],
  }
}

export const stepBuying = (
  session: Session,
  shared: Shared,
  event: SessionEvent | SpeedMessage,
  now: number,
): TradeTurn => {
  const context = buyerContext(session, shared, now)
  if (context === null) return { session, shared, effects: [], fault: undefined }
  const { buyer } = session
  const { payee } = shared
  const turn = 't' in event ? buyerMessage(buyer, payee, event, context) : buyerEvent(buyer, payee, event, context)
  const settled = settleUp(turn, context)
  return {
    session: { ...session, buyer: settled.buyer },
    shared: { ...shared, payee: settled.payee },
    effects: settled.effects,
    fault: turn.fault,
  }
}

const sellerAnswer = (seller: Seller, account: PayerAccount, answer: Answer, context: SellerContext): SellerTurn => {
  const { ask } = answer
  switch (ask.name) {
    case 'payer':
      return ask.input.payer === context.payer
        ? answeredPayer(seller, account, answer as Extract<Answer, { ask: { name: 'payer' } }>, context)
        : unchanged(seller, account)
    case 'held':
      return ask.input.payer === context.payer
        ? answeredHeld(seller, account, answer as Extract<Answer, { ask: { name: 'held' } }>, context)
        : unchanged(seller, account)
    case 'receive':
      return ask.input.voucher.payer === context.payer
        ? answeredReceive(seller, account, answer as Extract<Answer, { ask: { name: 'receive' } }>, context)
        : unchanged(seller, account)
    case 'prove':
    case 'resume':
    case 'last':
    case 'open':
    case 'pay':
      return unchanged(seller, account)
  }
}

const sellerMessage = (
  seller: Seller,
  account: PayerAccount,
  message: SpeedMessage,
  context: SellerContext,
): SellerTurn => {
  switch (message.t) {
    case 'bid':
      return heardBid(seller, account, message, context)
    case 'voucher':
      return heardVoucher(seller, account, message, context)
    case 'stop':
      return message.by === 'buyer'
        ? sellerHeardStop(seller, account, message, context.now)
        : unchanged(seller, account)
    case 'hello':
    case 'prove':
    case 'terms':
    case 'accept':
    case 'ack':
    case 'resume':
    case 'error':
      return unchanged(seller, account)
  }
}

const passSeller = (seller: Seller, account: PayerAccount, context: SellerContext): SellerTurn => {
  const ended = context.order === null
  const passed = passSelling(seller, account, context)
  const turn = ended ? endSold(passed, 'off', context.now) : passed
  return handInAgain(turn, context)
}

const sellerEvent = (
  seller: Seller,
  account: PayerAccount,
  event: SessionEvent,
  context: SellerContext,
): SellerTurn => {
  switch (event.is) {
    case 'sent':
      return countSent(seller, account, event.bytes)
    case 'held':
      return hold(seller, account, event.bytes, context)
    case 'slot':
      return seeSlot(seller, account, event, context.now)
    case 'slots':
      return meetPayer({ ...seller, slots: event.free }, account, context)
    case 'shared':
      return lookAgain(seller, account, context)
    case 'answer':
      return sellerAnswer(seller, account, event.answer, context)
    case 'orders':
    case 'tick':
      return passSeller(seller, account, context)
    case 'handshake':
    case 'message':
    case 'received':
    case 'verified':
    case 'bad':
    case 'dropped':
    case 'choked':
    case 'bid':
    case 'end':
    case 'closed':
      return unchanged(seller, account)
  }
}

export const stepSelling = (
  session: Session,
  shared: Shared,
  event: SessionEvent | SpeedMessage,
  now: number,
): TradeTurn => {
  const context = sellerContext(session, now)
  if (context === null) return { session, shared, effects: [], fault: undefined }
  const { seller } = session
  const { payer } = shared
  const turn = 't' in event ? sellerMessage(seller, payer, event, context) : sellerEvent(seller, payer, event, context)
  return {
    session: { ...session, seller: turn.seller },
    shared: { ...shared, payer: turn.account },
    effects: turn.effects,
    fault: turn.fault,
  }
}

/** Nothing of a seller is under way with who says hello next. */
const unmet = { waiting: null, pending: null, declined: null, reading: false, fetching: false, said: false } as const

/** The connection, the account or the patience is gone. What verified and is not paid is paid when they meet again. */
export const ending = (session: Session, shared: Shared, now: number): SessionTurn => {
  const { buyer, seller } = session
  const sold = endSold(unchanged(seller, shared.payer), 'off', now)
  const over = endBid(buyer, shared.payee, 'off', now)
  const arrears = over.buyer.lots.flatMap((lot) =>
    lot.ref === null
      ? []
      : [
          {
            ...lot,
            counting: false,
            ended: lot.ended ?? { code: 'off' as const, at: now },
            session: session.serial,
          },
        ],
  )
  const unacked = over.payee.unacked && { ...over.payee.unacked, tries: 0 }
  const without = recallAgain(recordAhead(over.payee, session.serial, 0), now)
  const selling = sellerContext(session, now)
  const last = selling === null ? [] : handInLast(seller, shared.payer, selling)
  const effects: readonly SessionEffect[] = [...over.effects, ...sold.effects, ...last]
  return {
    session: {
      ...session,
      buyer: { ...addUp(over.buyer, over.buyer.lots), lots: [], bid: null },
      seller: { ...sold.seller, ...unmet },
    },
    shared: {
      ...shared,
      payer: sold.account,
      payee: { ...without, unacked, arrears: [...without.arrears, ...arrears] },
    },
    effects,
  }
}
