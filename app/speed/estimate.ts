// What Speed would bring, said before it is begun: how much sooner, and for at most how much. It assumes no more than
// that a seller who serves us gives as much again, and one that chokes us what others give us each. Invariants: the
// cost is the most it can come to, as bids rise to the ceiling and sellers give all that is wanted, within what may be
// spent; nothing is said when nothing is known.

import type { Amount } from '../money/amount.ts'
import { MIB, owed, type Price } from './terms.ts'

export interface EstimateInput {
  readonly wanted: number
  /** B/s from all peers now, and the most we let in; null: no limit. */
  readonly rate: number
  readonly limit: number | null
  /** Peers that serve us. */
  readonly serving: number
  readonly left: Amount
  readonly ceiling: Price
  readonly sellers: readonly { readonly ask: Price; readonly rate: number; readonly choked: boolean }[]
}

export interface Estimate {
  readonly secondsSooner: number
  readonly cost: Amount
}

const bytesFor = (money: Amount, price: Price): number => (price === 0n ? Infinity : Number((money * MIB) / price))

/** Null: nothing comes yet to measure by, or nobody can be paid. */
export const estimate = ({ wanted, rate, limit, serving, left, ceiling, sellers }: EstimateInput): Estimate | null => {
  const payable = sellers.filter(({ ask }) => ask <= ceiling)
  if (payable.length === 0 || rate <= 0 || wanted <= 0 || left === 0n) return null
  const typical = rate / Math.max(1, serving)
  const paidRates = payable.map(({ ask, rate: its, choked }) => ({
    ask,
    rate: choked ? typical : its * 2,
    was: choked ? 0 : its,
  }))
  const gain = paidRates.reduce((sum, each) => sum + each.rate - each.was, 0)
  const faster = Math.min(rate + gain, Math.max(rate, limit ?? Infinity))
  const paidRate = paidRates.reduce((sum, each) => sum + each.rate, 0)
  if (faster <= rate || paidRate <= 0) return null
  const dearest = payable.reduce((most, { ask }) => (ask > most ? ask : most), 0n as Price)
  const inAll = Math.min(wanted, (wanted * Math.min(paidRate, faster)) / faster)
  const paidBytes = Math.min(inAll, bytesFor(left, dearest))
  const seconds = (paidBytes / inAll) * (wanted / rate - wanted / faster)
  if (seconds < 1) return null
  const most = owed(BigInt(Math.ceil(wanted)), ceiling)
  return { secondsSooner: Math.round(seconds), cost: most < left ? most : left }
}
