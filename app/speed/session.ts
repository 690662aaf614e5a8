// Speed with one peer, as one pure step: who it is, what we buy of it, what it buys of us. Leaves what is shared with
// other connections of the same account to the caller, who passes it in and keeps what comes back. Invariant: no event
// throws, whatever a peer sent; before both accounts are proven nothing is bought or sold.

import type { SpeedOrders } from '../ipc/speed-desk.ts'
import type { Address } from '../tron/address.ts'
import type { TorrentId } from '../torrent/row.ts'
import {
  answeredProof,
  goOnGreeting,
  greetByOrders,
  heardHandshake,
  heardHello,
  heardProof,
  isKnown,
  newGreeting,
  sameAccount,
  type Greeting,
  type GreetingContext,
  type GreetingTurn,
} from './greeting.ts'
import { newBuyer, type Buyer } from './buyer.ts'
import { decodeMessage } from './message-codec.ts'
import { admit, isShut, openGate, shut, strike, type MessageGate } from './message-gate.ts'
import { newSeller, type Seller } from './seller.ts'
import type { PayeeAccount } from './payee-account.ts'
import type { PayerAccount } from './payer-account.ts'
import { ending, stepBuying, stepSelling } from './trade.ts'
import type { Answer, SessionEffect, SessionEvent, SessionFacts, SessionOrders } from './session-event.ts'
import type { SpeedMessage } from './message.ts'

/** `isPrivate`: BEP 27. */
export const ordersFor = (orders: SpeedOrders, torrent: TorrentId, isPrivate: boolean): SessionOrders => {
  const allowed = !isPrivate || orders.privateToo.has(torrent)
  const buy = allowed ? (orders.buying.get(torrent) ?? null) : null
  const sell = allowed ? orders.selling : null
  return { account: buy || sell ? orders.account : null, canSign: orders.canSign, buy, sell }
}

export interface Session {
  readonly facts: SessionFacts
  /** Of all connections there were, this one. */
  readonly serial: number
  readonly orders: SessionOrders
  readonly gate: MessageGate
  readonly greeting: Greeting
  readonly buyer: Buyer
  readonly seller: Seller
  /** Heard before the peer was known: the newest of each kind that it has no reason to say again. */
  readonly early: readonly SpeedMessage[]
}

/** What is known of the peer's account over all its connections. */
export interface Shared {
  readonly payer: PayerAccount
  readonly payee: PayeeAccount
  /** Bytes paid for ahead to other devices of that account, or lost so. */
  readonly aheadOfOthers: number
}

export interface SessionTurn {
  readonly session: Session
  readonly shared: Shared
  readonly effects: readonly SessionEffect[]
}

const NO_ORDERS: SessionOrders = { account: null, canSign: false, buy: null, sell: null }

/** Takes its orders as its first event. */
export const newSession = (facts: SessionFacts, serial: number, now: number): Session => ({
  facts,
  serial,
  orders: NO_ORDERS,
  gate: openGate(now),
  greeting: newGreeting,
  buyer: newBuyer,
  seller: newSeller,
  early: [],
})

export const peerAccount = ({ greeting }: Session): Address | null => greeting.peer?.account ?? null

/** Nothing of it is listened to any more. */
export const isFreeForGood = ({ gate }: Session): boolean => isShut(gate)

const contextOf = ({ facts, orders }: Session, { payer }: Shared, now: number): GreetingContext => ({
  facts,
  orders,
  chain: payer.chain,
  chainAt: payer.chainAt,
  now,
})

const blame = (turn: SessionTurn, fault: 'malformed' | 'signature' | undefined, now: number): SessionTurn => {
  if (fault === undefined) return turn
  const gate = fault === 'signature' ? shut(turn.session.gate) : strike(turn.session.gate)
  const blamed: SessionTurn = { ...turn, session: { ...turn.session, gate } }
  return isShut(gate) ? end(blamed, now) : blamed
}

/** All that runs with this peer is over; it is a free peer. */
const end = (turn: SessionTurn, now: number): SessionTurn => {
  const { session, shared, effects } = turn
  const over = ending(session, shared, now)
  return { ...over, effects: [...effects, ...over.effects] }
}

const greet = (session: Session, shared: Shared, turn: GreetingTurn, now: number): SessionTurn => {
  const wasKnown = isKnown(session.greeting)
  const next: SessionTurn = {
    session: { ...session, greeting: turn.greeting },
    shared,
    effects: turn.effects,
  }
  const blamed = blame(next, turn.fault, now)
  if (wasKnown || !isKnown(turn.greeting)) return blamed
  const { early } = blamed.session
  const met = follow({ ...blamed, session: { ...blamed.session, early: [] } }, { is: 'tick' }, now)
  return early.reduce((before, message) => follow(before, message, now), met)
}

const follow = (turn: SessionTurn, event: SessionEvent | SpeedMessage, now: number): SessionTurn => {
  const { session, shared, effects } = turn
  if (!isKnown(session.greeting)) return turn
  const bought = stepBuying(session, shared, event, now)
  const first = blame({ ...bought, effects: [...effects, ...bought.effects] }, bought.fault, now)
  const sold = stepSelling(first.session, first.shared, event, now)
  return blame({ ...sold, effects: [...first.effects, ...sold.effects] }, sold.fault, now)
}

/** We may be known to the peer while its proof is still being looked into: terms and a voucher are said once. */
const keepEarly = (session: Session, message: SpeedMessage): Session =>
  session.greeting.peer === null || (message.t !== 'terms' && message.t !== 'voucher')
    ? session
    : { ...session, early: [...session.early.filter(({ t }) => t !== message.t), message] }

const changeOrders = (session: Session, shared: Shared, orders: SessionOrders, now: number): SessionTurn => {
  const { account } = orders
  const before = session.orders.account
  const another = before !== null && !sameAccount(account, before)
  const ended = another ? ending(session, shared, now) : { session, shared, effects: [] }
  const next: Session = { ...ended.session, orders }
  const greeted = greet(next, ended.shared, greetByOrders(next.greeting, contextOf(next, ended.shared, now)), now)
  const turn = follow(greeted, { is: 'orders', orders }, now)
  return { ...turn, effects: [...ended.effects, ...turn.effects] }
}

const hear = (session: Session, shared: Shared, message: SpeedMessage, now: number): SessionTurn => {
  const context = contextOf(session, shared, now)
  if (message.t === 'hello') {
    const peer = session.greeting.peer
    // Whoever says hello again has to prove it again: until then nothing would be counted.
    const ended = peer === null ? { session, shared, effects: [] } : ending(session, shared, now)
    const anew: Session = { ...ended.session, early: [] }
    const turn = greet(anew, ended.shared, heardHello(anew.greeting, message, context), now)
    return { ...turn, effects: [...ended.effects, ...turn.effects] }
  }
  if (message.t === 'prove') return greet(session, shared, heardProof(session.greeting, message, context), now)
  if (!isKnown(session.greeting)) return { session: keepEarly(session, message), shared, effects: [] }
  return follow({ session, shared, effects: [] }, message, now)
}

const receiveMessage = (session: Session, shared: Shared, bytes: Uint8Array, now: number): SessionTurn => {
  const { gate, reads } = admit(session.gate, now)
  const next: Session = { ...session, gate }
  if (!reads) return { session: next, shared, effects: [] }
  const decoded = decodeMessage(bytes)
  if (decoded.is === 'message') return hear(next, shared, decoded.message, now)
  return blame({ session: next, shared, effects: [] }, decoded.is === 'malformed' ? 'malformed' : undefined, now)
}

const isProof = (answer: Answer): answer is Extract<Answer, { readonly ask: { readonly name: 'prove' } }> =>
  answer.ask.name === 'prove'

const hearAnswer = (session: Session, shared: Shared, answer: Answer, now: number): SessionTurn => {
  if (isProof(answer)) return greet(session, shared, answeredProof(session.greeting, answer, now), now)
  const followed = isKnown(session.greeting)
    ? follow({ session, shared, effects: [] }, { is: 'answer', answer }, now)
    : { ...stepSelling(session, shared, { is: 'answer', answer }, now) }
  if (answer.ask.name !== 'payer') return followed
  const context = contextOf(followed.session, followed.shared, now)
  const turn = greet(followed.session, followed.shared, goOnGreeting(followed.session.greeting, context), now)
  return { ...turn, effects: [...followed.effects, ...turn.effects] }
}

const passTime = (session: Session, shared: Shared, now: number): SessionTurn => {
  const greeted = greet(session, shared, goOnGreeting(session.greeting, contextOf(session, shared, now)), now)
  return follow(greeted, { is: 'tick' }, now)
}

/** What was begun with a peer that is not listened to any more is still brought to its end; nothing else is. */
const stepShut = (session: Session, shared: Shared, event: SessionEvent, now: number): SessionTurn => {
  switch (event.is) {
    case 'orders':
      return { session: { ...session, orders: event.orders }, shared, effects: [] }
    case 'closed':
      return ending(session, shared, now)
    case 'answer':
    case 'verified':
    case 'bad':
    case 'dropped':
      return follow({ session, shared, effects: [] }, event, now)
    case 'handshake':
    case 'message':
    case 'received':
    case 'choked':
    case 'bid':
    case 'end':
    case 'sent':
    case 'held':
    case 'slot':
    case 'slots':
    case 'shared':
    case 'tick':
      return { session, shared, effects: [] }
  }
}

/** How the connection stands is so whoever is behind it: it is not told again once they are known. */
const noted = (session: Session, event: SessionEvent): Session => {
  const { buyer, seller } = session
  if (event.is === 'choked') return { ...session, buyer: { ...buyer, choked: event.choked } }
  return event.is === 'slots' ? { ...session, seller: { ...seller, slots: event.free } } : session
}

/** `shared` is that of the account the peer said hello with, if it did; what comes back is of the same account. */
export const stepSession = (session: Session, shared: Shared, event: SessionEvent, now: number): SessionTurn => {
  if (isShut(session.gate)) return stepShut(session, shared, event, now)
  switch (event.is) {
    case 'orders':
      return changeOrders(session, shared, event.orders, now)
    case 'handshake': {
      const heard = heardHandshake(session.greeting, event.theirs, contextOf(session, shared, now))
      const begins = event.theirs?.buys === true && session.greeting.theirs?.buys !== true
      const seller = begins ? { ...session.seller, said: false } : session.seller
      return follow(greet({ ...session, seller }, shared, heard, now), { is: 'tick' }, now)
    }
    case 'message':
      return receiveMessage(session, shared, event.bytes, now)
    case 'answer':
      return hearAnswer(session, shared, event.answer, now)
    case 'tick':
      return passTime(session, shared, now)
    case 'closed':
      return ending(session, shared, now)
    case 'received':
    case 'verified':
    case 'bad':
    case 'dropped':
    case 'bid':
    case 'end':
    case 'sent':
    case 'held':
    case 'slot':
    case 'shared':
      return follow({ session, shared, effects: [] }, event, now)
    case 'choked':
    case 'slots':
      return follow({ session: noted(session, event), shared, effects: [] }, event, now)
  }
}
