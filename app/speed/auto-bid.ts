// What to bid to one seller next: its ask at first, more when others get what we want, a little less while it goes
// well. Leaves whether to bid at all to usefulness.ts. Invariant: never above the ceiling, never below the ask, and
// nothing about how much money there is goes into it.

import type { Price } from './terms.ts'

export interface Bidding {
  /** What is paid now; null: nothing yet. */
  readonly price: Price | null
  readonly ask: Price
  readonly ceiling: Price
  /** B/s it gives us, and what we would be content with. */
  readonly rate: number
  readonly target: number
  /** Others want what it has: no slot is left, it chokes us, or it ended our bid for another one. */
  readonly contended: boolean
}

const raised = (price: bigint): bigint => price + (price / 4n > 0n ? price / 4n : 1n)
const lowered = (price: bigint): bigint => price - price / 20n

/** Nothing can be bid for nothing. */
const between = (price: bigint, ask: Price, ceiling: Price): Price | null => {
  const least = ask > 0n ? ask : 1n
  if (least > ceiling) return null
  return (price < least ? least : price > ceiling ? ceiling : price) as Price
}

/** Null: it asks more than the ceiling. */
export const nextPrice = ({ price, ask, ceiling, rate, target, contended }: Bidding): Price | null => {
  if (price === null) return between(ask, ask, ceiling)
  if (rate < target) return between(contended ? raised(price) : price, ask, ceiling)
  return between(lowered(price), ask, ceiling)
}
