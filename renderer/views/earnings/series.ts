// The graph's bars from the steps of the books. Pure. Invariant: heights are shares of the highest bar, worked out in
// whole numbers; an amount that is not zero is never drawn as nothing.

import type { Amount } from '../../../app/money/amount.ts'

export interface SeriesStep {
  /** ms since 1970, when it begins. */
  readonly at: number
  readonly earned: bigint
  readonly spent: bigint
}

export interface Bar {
  readonly at: number
  readonly earned: Amount
  readonly spent: Amount
  /** Percent of the height there is. */
  readonly earnedHeight: number
  readonly spentHeight: number
}

const FULL = 100
/** Of a bar that would be too low to be seen. */
const LEAST = 1

const heightOf = (amount: bigint, most: bigint): number => {
  if (amount === 0n || most === 0n) return 0
  return Math.max(LEAST, Number((amount * 10_000n) / most) / FULL)
}

export const mostOf = (steps: readonly SeriesStep[]): Amount =>
  steps.flatMap(({ earned, spent }) => [earned, spent]).reduce((a, b) => (a > b ? a : b), 0n) as Amount

export const barsOf = (steps: readonly SeriesStep[]): readonly Bar[] => {
  const most = mostOf(steps)
  return steps.map(({ at, earned, spent }) => ({
    at,
    earned: earned as Amount,
    spent: spent as Amount,
    earnedHeight: heightOf(earned, most),
    spentHeight: heightOf(spent, most),
  }))
}
