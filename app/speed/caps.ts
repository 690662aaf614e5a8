// How much may still be promised: the arithmetic of the caps and of the day they count by. Pure; the wallet's ledger
// feeds it and writes what it allows, in one transaction. Invariants: what passes keeps every cap; a cap that is not
// known is zero; the day never goes back.

import { amount, ZERO, type Amount } from '../money/amount.ts'
import type { Allowance, CapName } from './allowance.ts'
import type { Price } from './terms.ts'

const DAY_MS = 86_400_000

/** All that bears on one payment. */
export interface Spending {
  /** Null: a person has approved none. */
  readonly allowance: Allowance | null
  /** All spending is switched off. */
  readonly stopped: boolean
  /** Null: Speed was never switched on for it. */
  readonly torrent: { readonly on: boolean; readonly budget: Amount; readonly spent: Amount } | null
  readonly spentToday: Amount
  /** Since the allowance was approved. */
  readonly spentInAll: Amount
  /** Promised to this payee, ever; null: of no payee in particular, so that the cap of each bounds nothing. */
  readonly spentOnPeer: Amount | null
  /** Of the deposit, what nobody was promised and this payee may be. */
  readonly funds: Amount
}

const rest = (cap: Amount | undefined, spent: Amount): Amount =>
  cap === undefined || spent >= cap ? ZERO : amount(cap - spent)

/** What each cap leaves, in the order in which a person is told of them. */
const rests = (spending: Spending): readonly (readonly [CapName, Amount])[] => {
  const { allowance, torrent, spentToday, spentInAll, spentOnPeer, funds } = spending
  return [
    ['torrent', rest(torrent?.budget, torrent?.spent ?? ZERO)],
    ['day', rest(allowance?.perDay, spentToday)],
    ...(spentOnPeer === null ? [] : [['peer', rest(allowance?.perPeer, spentOnPeer)] as const]),
    ['total', rest(allowance?.total, spentInAll)],
    ['deposit', funds],
  ]
}

export const isOff = ({ stopped, torrent, allowance }: Spending): boolean =>
  stopped || allowance === null || torrent?.on !== true

/** What refuses to promise so much more at this price; null: nothing does. */
export const capAgainst = (spending: Spending, price: Price, more: Amount): CapName | null => {
  if (isOff(spending)) return 'off'
  if (spending.allowance === null || price > spending.allowance.priceCeiling) return 'price'
  return rests(spending).find(([, left]) => more > left)?.[0] ?? null
}

/** The most that may be promised now, and the cap that is next; zero when it is off. */
export const leftOf = (spending: Spending): { readonly left: Amount; readonly cap: CapName } => {
  if (isOff(spending)) return { left: ZERO, cap: 'off' }
  const [cap, left] = rests(spending).reduce((least, each) => (each[1] < least[1] ? each : least))
  return { left, cap }
}

/** Days since 1970 of a local time in ms, but never before `last`: a clock set back begins no day a second time. */
export const dayOf = (localMs: number, last: number | null): number =>
  Math.max(Math.floor(localMs / DAY_MS), last ?? Number.MIN_SAFE_INTEGER)

const within = (next: Amount, now: Amount): boolean => next <= now

export const isSame = (a: Allowance, b: Allowance): boolean =>
  a.perDay === b.perDay &&
  a.perPeer === b.perPeer &&
  a.total === b.total &&
  a.priceCeiling === b.priceCeiling &&
  a.whileLocked === b.whileLocked

/**
 * It allows less than is allowed already, and nothing more: no approval is needed. The same is not tighter: to ask for
 * it is to ask that the count in all begin anew.
 */
export const isTighter = (next: Allowance, now: Allowance | null): boolean =>
  now !== null &&
  !isSame(next, now) &&
  within(next.perDay, now.perDay) &&
  within(next.perPeer, now.perPeer) &&
  within(next.total, now.total) &&
  within(next.priceCeiling, now.priceCeiling) &&
  (now.whileLocked || !next.whileLocked)
