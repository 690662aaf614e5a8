// All sessions of Speed, and what they share where several are with one account: what a payer owes, what a payee's device
// was promised. Deterministic and without a clock: the engine and the simulation both run this. Invariant: every event of a
// session sees what the events before it left, of all sessions with the same account.

import type { Address } from '../tron/address.ts'
import { answeredPay, closeUnused } from './buyer-answers.ts'
import { buyerState, counting, isOwing, newBuyer } from './buyer.ts'
import { fits, isKnown } from './greeting.ts'
import { payeeDevice } from './lane.ts'
import type { Lot } from './lots.ts'
import { isForgettable, settlePiece, type PayeeAccount } from './payee-account.ts'
import { isSameDevice, Payees, type PayeeDevice } from './payees.ts'
import { isBlank, newPayerAccount, type PayerAccount } from './payer-account.ts'
import { clearSettled, isUrgent } from './payment-due.ts'
import { sellerState, servingRoom } from './seller.ts'
import { isBroke, isPaying } from './seller-view.ts'
import { isFreeForGood, newSession, peerAccount, stepSession, type Session, type Shared } from './session.ts'
import type {
  Answer,
  BuyerState,
  SellerState,
  SessionEffect,
  SessionEvent,
  SessionFacts,
  SessionOrders,
  SessionView,
} from './session-event.ts'
import { owed, type Recipient } from './terms.ts'
import type { Amount } from '../money/amount.ts'

const payeeOf = ({ greeting: { peer } }: Session): PayeeDevice | null => peer

export interface KeyedEffect<K> {
  readonly key: K
  readonly effect: SessionEffect
}

const SWEEP_MS = 60_000
const GRAINS = 16
const LEAST_GRAIN = 131_072
const MOST_GRAIN = 2_097_152

export class SpeedSessions<K> {
  readonly #sessions = new Map<K, Session>()
  readonly #payers = new Map<Address, PayerAccount>()
  readonly #payees = new Payees()
  /** Closed ones whose bids are not settled: the payee and the serial of each. */
  readonly #gone = new Map<K, { readonly payee: PayeeDevice; readonly serial: number }>()
  #serial = 0
  #sweptAt = 0

  open(key: K, facts: SessionFacts, orders: SessionOrders, now: number): readonly KeyedEffect<K>[] {
    this.#serial++
    this.#sessions.set(key, newSession(facts, this.#serial, now))
    return this.dispatch(key, { is: 'orders', orders }, now)
  }

  /** What is to be done, in this order; the last event of a session is `closed`. */
  dispatch(key: K, event: SessionEvent, now: number): readonly KeyedEffect<K>[] {
    const session = this.#sessions.get(key)
    if (session === undefined) return this.#late(key, event, now)
    if (event.is === 'answer' && isForFormer(session, event.answer)) return this.#answerLate(key, event.answer, now)
    const account = peerAccount(session)
    const turn = stepSession(session, this.#shared(session), event, now)
    this.#keep(session, turn.shared)
    this.#sessions.set(key, turn.session)
    if (event.is === 'closed') this.#close(key, turn.session)
    const effects: KeyedEffect<K>[] = event.is === 'tick' ? this.#sweep(key, now) : []
    for (const effect of turn.effects) {
      if (effect.do === 'share') effects.push(...this.#share(key, account, now))
      else if (event.is !== 'closed' || effect.do === 'ask') effects.push({ key, effect })
    }
    return effects
  }

  /** Bytes that may be sent to it now; Infinity: it is a free peer. */
  room(key: K): number {
    const session = this.#sessions.get(key)
    if (session === undefined || session.seller.sold === null) return Infinity
    const { facts, orders } = session
    return servingRoom(session.seller, this.#shared(session).payer, { facts, order: orders.sell }).bytes
  }

  /** So many bytes may come or go before they are told of: a small part of what is lent. */
  grain(key: K): number {
    const session = this.#sessions.get(key)
    if (session === undefined) return LEAST_GRAIN
    const bought = counting(session.buyer) === null ? Infinity : session.buyer.credit
    const sold = session.seller.sold === null ? Infinity : this.#shared(session).payer.credit
    return Math.max(LEAST_GRAIN, Math.min(MOST_GRAIN, bought / GRAINS, sold / GRAINS))
  }

  /** We pay there, and soon too much would be unpaid. */
  isUrgent(key: K): boolean {
    const session = this.#sessions.get(key)
    return session !== undefined && isUrgent(session.buyer)
  }

  /** Something bought or sold there is not paid yet, or its payment not heard of: who parts now leaves it so. */
  isUnsettled(key: K, now: number): boolean {
    const session = this.#sessions.get(key)
    if (session === undefined) return false
    const { seller, buyer } = session
    if (seller.sold !== null || seller.closingUntil !== null) return true
    return isOwing(buyer, this.#shared(session).payee, now)
  }

  view(key: K): SessionView | null {
    const session = this.#sessions.get(key)
    return session === undefined ? null : viewOf(session, this.#shared(session))
  }

  get keys(): IterableIterator<K> {
    return this.#sessions.keys()
  }

  /** Our account changed: what others owed to the former one is not owed to this one. */
  forgetAccounts(): void {
    this.#payers.clear()
    this.#payees.clear()
    this.#gone.clear()
  }

  #shared(session: Session): Shared {
    const [account, payee] = [peerAccount(session), payeeOf(session)]
    return {
      payer: (account === null ? null : this.#payers.get(account)) ?? newPayerAccount,
      payee: this.#payees.of(payee),
      aheadOfOthers: this.#payees.aheadOfOthers(payee),
    }
  }

  /** Of whom it was before the step. */
  #keep(session: Session, shared: Shared): void {
    const [account, payee] = [peerAccount(session), payeeOf(session)]
    if (account !== null) this.#payers.set(account, shared.payer)
    if (payee !== null) this.#payees.set(payee, shared.payee)
  }

  /** Nobody is there for it: a voucher that was signed is sent when they meet again, a bid that was opened is closed. */
  #answerLate(key: K, answer: Answer, now: number): readonly KeyedEffect<K>[] {
    if (isPayment(answer)) {
      const payee = deviceOf(answer.ask.to)
      const state = this.#payees.find(payee)
      if (state !== null) this.#payees.set(payee, answeredLate(state, answer, now))
    }
    return closeUnused(answer).map((effect) => ({ key, effect }))
  }

  #share(from: K, account: Address | null, now: number): KeyedEffect<K>[] {
    const others = [...this.#sessions].filter(([key, other]) => key !== from && peerAccount(other) === account)
    return others.flatMap(([key]) => [...this.dispatch(key, { is: 'shared' }, now)])
  }

  #close(key: K, session: Session): void {
    this.#sessions.delete(key)
    const payee = payeeOf(session)
    if (payee === null) return
    const { serial } = session
    if (this.#shared(session).payee.arrears.some((lot) => lot.session === serial))
      this.#gone.set(key, { payee, serial })
  }

  /** Now and then: bids of sellers that never came back are closed, and what says nothing any more is forgotten. */
  #sweep(key: K, now: number): KeyedEffect<K>[] {
    if (now - this.#sweptAt < SWEEP_MS) return []
    this.#sweptAt = now
    const effects: KeyedEffect<K>[] = []
    const sessions = [...this.#sessions.values()]
    for (const [payee, state] of this.#payees) {
      if (sessions.some((session) => isSameDevice(payeeOf(session), payee))) continue
      const swept = clearSettled(newBuyer, state, now)
      effects.push(...swept.effects.map((effect) => ({ key, effect })))
      if (isForgettable(swept.payee)) this.#payees.delete(payee)
      else this.#payees.set(payee, swept.payee)
    }
    const payersHere = new Set(sessions.map(peerAccount))
    for (const [account, payer] of this.#payers)
      if (!payersHere.has(account) && isBlank(payer)) this.#payers.delete(account)
    for (const [gone, { payee, serial }] of this.#gone)
      if (!this.#payees.of(payee).arrears.some((lot) => lot.session === serial)) this.#gone.delete(gone)
    return effects
  }

  /** Pieces are decided, and the desk answers, after a connection is gone. */
  #late(key: K, event: SessionEvent, now: number): readonly KeyedEffect<K>[] {
    if (event.is === 'answer') return this.#answerLate(key, event.answer, now)
    const gone = this.#gone.get(key)
    if (gone === undefined) return []
    const next = settlePiece(this.#payees.of(gone.payee), gone.serial, event)
    this.#payees.set(gone.payee, next)
    if (!next.arrears.some((lot) => lot.session === gone.serial && lot.open.size > 0)) this.#gone.delete(key)
    return []
  }
}

type PaymentAnswer = Extract<Answer, { readonly ask: { readonly name: 'pay' } }>

const isPayment = (answer: Answer): answer is PaymentAnswer => answer.ask.name === 'pay'

const deviceOf = ({ payee, lane }: Recipient): PayeeDevice => ({ account: payee, device: payeeDevice(lane) })

/** It was asked for whom the peer was before it said hello anew, or for who it has not proven anew to be. */
const isForFormer = (session: Session, { ask }: Answer): boolean => {
  if (ask.name !== 'pay' && ask.name !== 'open') return false
  const to = deviceOf(ask.name === 'pay' ? ask.to : ask.input)
  return !isKnown(session.greeting) || !isSameDevice(to, payeeOf(session))
}

const answeredLate = (payee: PayeeAccount, answer: PaymentAnswer, now: number): PayeeAccount =>
  // No bid of any connection is looked for: what is left of them is in arrears.
  answeredPay(newBuyer, payee, answer, { order: null, canSign: false, session: 0, now }).payee

const beforeTrade = ({ greeting, orders }: Session): 'OFF' | 'OBSERVE' | 'HELLO' | null => {
  if (orders.account === null) return 'OFF'
  if (!fits(greeting)) return 'OBSERVE'
  return isKnown(greeting) ? null : 'HELLO'
}

const stateOfBuyer = (session: Session): BuyerState => {
  if (session.orders.buy === null) return 'OFF'
  if (isFreeForGood(session) || session.greeting.foreign) return 'BLOCKED'
  if (session.greeting.theirs?.sells !== true) return 'OBSERVE'
  return beforeTrade(session) ?? buyerState(session.buyer)
}

const stateOfSeller = (session: Session, payer: PayerAccount): SellerState => {
  if (session.orders.sell === null) return session.seller.closingUntil === null ? 'OFF' : 'CLOSING'
  if (isFreeForGood(session) || session.greeting.foreign) return 'BLOCKED'
  if (session.greeting.theirs?.buys !== true) return 'OBSERVE'
  return beforeTrade(session) ?? sellerState(session.seller, payer)
}

const viewOf = (session: Session, { payer }: Shared): SessionView => {
  const { buyer, seller } = session
  const lot = counting(buyer)
  const sum = (of: (lot: Lot) => number): number => buyer.lots.reduce((total, each) => total + of(each), 0)
  const paying = buyer.lots.reduce(
    (total, { paid, price }) => total + owed(BigInt(paid), price),
    buyer.amount as bigint,
  )
  return {
    account: peerAccount(session),
    buyer: {
      state: stateOfBuyer(session),
      ask: buyer.terms?.ask ?? null,
      restsUntil: session.orders.canSign ? buyer.restsUntil : Infinity,
      contended: buyer.terms?.slots === 0,
      price: lot?.price ?? buyer.bid?.message.price ?? null,
      since: lot?.since ?? null,
      verified: BigInt(buyer.verified + sum(({ verified }) => verified)),
      paid: BigInt(buyer.paid + sum(({ paid }) => paid)),
      amount: paying as Amount,
      ended: buyer.ended,
      refused: buyer.refused,
    },
    seller: {
      state: stateOfSeller(session, payer),
      paying: isPaying(seller, payer),
      broke: session.orders.sell !== null && isBroke(seller, payer, session.facts, session.orders.sell),
      price: seller.sold?.price ?? null,
      sent: BigInt(seller.sent),
      amount: seller.earned,
      ended: seller.ended,
    },
  }
}
