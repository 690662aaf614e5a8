// Who owes us, as the books have it: what was not cashed yet, and what was and bounced, since the payer may have
// covered it meanwhile. Whether they have is for the chain to say. Pure.

import { amount } from '../../../app/money/amount.ts'
import type { Owing } from '../../../app/speed/cash-choice.ts'
import type { BooksLine } from '../../../app/speed/speed-state.ts'
import { parseAddress } from '../../../app/tron/address.ts'

export const owingOf = (lines: readonly BooksLine[]): readonly Owing[] =>
  lines.flatMap(({ key, uncashed, bounced }) => {
    const payer = parseAddress(key)
    return payer.ok && uncashed + bounced > 0n
      ? [{ payer: payer.value, owes: amount(uncashed + bounced), bounced }]
      : []
  })

/** Owed by all of them after it was cashed in vain. */
export const bouncedOf = (lines: readonly BooksLine[]): bigint => lines.reduce((sum, { bounced }) => sum + bounced, 0n)
