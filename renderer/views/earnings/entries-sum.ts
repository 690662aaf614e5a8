// What rows of the books come to, kind by kind. Pure. Invariant: what is of different kinds is never added up, so sun and
// BTT are not either.

import type { Amount } from '../../../app/money/amount.ts'
import { journalKinds, type JournalEntry, type JournalKind } from '../../../app/speed/speed-state.ts'

export interface KindSum {
  readonly kind: JournalKind
  readonly amount: Amount
}

/** Of the kinds there are, in the order of the journal's kinds. */
export const sumsOf = (rows: readonly Pick<JournalEntry, 'kind' | 'amount'>[]): readonly KindSum[] =>
  journalKinds.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind)
    return own.length === 0 ? [] : [{ kind, amount: own.reduce((sum, { amount }) => sum + amount, 0n) as Amount }]
  })
