// Whom there is something to be cashed of. Pure.

import type { BooksLine } from '../../../app/speed/speed-state.ts'

/** In one transaction. */
export const MOST_PAYERS = 50

/** The largest first: should not all fit, the most comes in. */
export const payersToCash = (lines: readonly BooksLine[]): readonly BooksLine[] =>
  lines
    .filter(({ uncashed }) => uncashed > 0n)
    .toSorted((a, b) => (a.uncashed < b.uncashed ? 1 : a.uncashed > b.uncashed ? -1 : 0))
