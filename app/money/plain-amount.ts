// An amount as it stands in a sentence: whole units in groups of three, two decimal places at most. Leaves the token to
// the caller. Invariant: it is cut, never rounded up, and never zero where there is something.

import { exactAmount } from './amount.ts'

const PLACES = 2

export const plainAmount = (units: bigint, decimals: number): string => {
  const [whole = '0', places = ''] = exactAmount(units, decimals).split('.')
  // What is less than one keeps its first digits, wherever they begin.
  const leading = whole === '0' ? (/^0*/.exec(places)?.[0].length ?? 0) : 0
  const kept = places.slice(0, leading + PLACES).replace(/0+$/, '')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return kept === '' ? grouped : `${grouped}.${kept}`
}
