// Amounts of money as text: exact with grouped thousands, or short for lists. From bigint to digits without a `number`
// on the way. Invariant: the short form is cut, never rounded up, so that it never claims more than there is.

import { exactAmount, groupDigits, shownAmount, type Amount } from '../../app/money/amount.ts'
import { messages } from '../messages/messages.ts'

/** 1,250,000.5: every digit. */
export const formatAmount = (units: Amount, decimals: number): string => shownAmount(units, decimals)

/** Significant digits of a short amount. */
const DIGITS = 4

const cutPlaces = (whole: string, places: string): string => {
  const room = Math.max(0, DIGITS - whole.replace(/^0$/, '').length)
  // What is less than one keeps its first digits, wherever they begin.
  const leading = whole === '0' ? (/^0*/.exec(places)?.[0].length ?? 0) : 0
  const kept = places.slice(0, leading + room).replace(/0+$/, '')
  return kept === '' ? groupDigits(whole) : `${groupDigits(whole)}.${kept}`
}

/** 1.234 M, 950.1, 0.000012: for lists; the exact amount belongs beside it or in its tooltip. */
export const formatShortAmount = (units: Amount, decimals: number): string => {
  const [whole = '0', places = ''] = exactAmount(units, decimals).split('.')
  const scales = messages().units.thousands
  const step = Math.min(Math.floor((whole.length - 1) / 3), scales.length - 1)
  if (step < 2) return cutPlaces(whole, places)
  const at = whole.length - step * 3
  return `${cutPlaces(whole.slice(0, at), whole.slice(at))}${scales[step] ?? ''}`
}
