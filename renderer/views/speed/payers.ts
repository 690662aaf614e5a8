// Whom there is something to be cashed of: what was not cashed yet, and what was and bounced, since the payer may have
// covered it meanwhile. Whether they have is for the chain to say, when the order is priced. Pure.

import type { BooksLine } from '../../../app/speed/speed-state.ts'

/** In one transaction. */
export const MOST_PAYERS = 50

const owedBy = ({ uncashed, bounced }: BooksLine): bigint => uncashed + bounced

/** The largest first: should not all fit, the most comes in. */
export const payersToCash = (lines: readonly BooksLine[]): readonly BooksLine[] =>
  lines
    .filter((line) => owedBy(line) > 0n)
    .toSorted((a, b) => (owedBy(a) < owedBy(b) ? 1 : owedBy(a) > owedBy(b) ? -1 : 0))

/** Owed by all of them after it was cashed in vain. */
export const bouncedOf = (lines: readonly BooksLine[]): bigint => lines.reduce((sum, { bounced }) => sum + bounced, 0n)
