// The limits of all spending as they are typed. Pure. Invariant: what cannot be read exactly is no limit, and then
// there are none to be sent.

import type { Allowance } from '../../../app/speed/allowance.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import type { Price } from '../../../app/speed/terms.ts'
import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'
import { bttText, priceText } from '../../format/prices.ts'
import { typedAmount, typedPrice } from './typed-amount.ts'

export interface LimitsTyped {
  readonly perDay: string
  readonly perPeer: string
  readonly total: string
  readonly priceCeiling: string
  readonly whileLocked: boolean
}

/** A first proposal leaves room above the price one would ask oneself. */
const ABOVE_ASK = 4n

/** What is in force; else the deposit as the most there is to spend, a quarter of it a day and to one peer. */
export const limitsStart = ({ allowance, deposit, ask }: SpeedState): LimitsTyped => {
  if (allowance !== null) {
    const { perDay, perPeer, total, priceCeiling, whileLocked } = allowance
    return {
      perDay: bttText(perDay),
      perPeer: bttText(perPeer),
      total: bttText(total),
      priceCeiling: priceText(priceCeiling),
      whileLocked,
    }
  }
  const free = deposit?.free ?? 0n
  const some = (base: bigint): string => (base === 0n ? '' : bttText(base as Amount))
  return {
    perDay: some(free / 4n),
    perPeer: some(free / 4n),
    total: some(free),
    priceCeiling: ask === 0n ? '' : priceText((ask * ABOVE_ASK) as Price),
    whileLocked: false,
  }
}

/** Left as it was it stays what it was, though it had more places than can be typed. */
const ceilingOf = (text: string, before: Allowance | null): Price | null =>
  before !== null && text === priceText(before.priceCeiling) ? before.priceCeiling : typedPrice(text).value

/** `before`: what is in force. Null: one of them cannot be read, or is not there. */
export const limitsOf = (typed: LimitsTyped, before: Allowance | null): Allowance | null => {
  const perDay = typedAmount(typed.perDay).value
  const perPeer = typedAmount(typed.perPeer).value
  const total = typedAmount(typed.total).value
  const priceCeiling = ceilingOf(typed.priceCeiling, before)
  if (perDay === null || perPeer === null || total === null || priceCeiling === null) return null
  return { perDay, perPeer, total, priceCeiling, whileLocked: typed.whileLocked }
}

/** Of the limit in all, since it was approved. */
export const spentSince = ({ allowance, left }: SpeedState): Amount => {
  if (allowance === null || left === null || left.total >= allowance.total) return ZERO
  return amount(allowance.total - left.total)
}
