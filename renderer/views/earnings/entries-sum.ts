// What rows of the books come to, kind by kind, what came in apart from what went out. Pure. Invariant: what is of
// different kinds or directions is never added up, so sun and BTT are not either.

import type { Amount } from '../../../app/money/amount.ts'
import { journalKinds, type JournalEntry, type JournalKind } from '../../../app/speed/speed-state.ts'

export interface KindSum {
  readonly kind: JournalKind
  readonly direction: JournalEntry['direction']
  readonly amount: Amount
}

/** Of the kinds there are, in the order of the journal's kinds. */
export const sumsOf = (rows: readonly Pick<JournalEntry, 'kind' | 'direction' | 'amount'>[]): readonly KindSum[] =>
  journalKinds.flatMap((kind) =>
    (['in', 'out'] as const).flatMap((direction) => {
      const own = rows.filter((row) => row.kind === kind && row.direction === direction)
      if (own.length === 0) return []
      return [{ kind, direction, amount: own.reduce((sum, { amount }) => sum + amount, 0n) as Amount }]
    }),
  )
