// What was promised and this ledger does not know of any more, since it was restored from a backup: counted as spent
// when it is learnt, by a payee's proof or by what two readings of the chain say was paid. What one alone says is
// believed for caution: it takes from the caps and freezes that payee, until another one says so too, or does not.
// Invariants: every cap that it bore on moves with it; the journal says how much it was, though not for what, and only
// of what is sure.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import { addSpent, allowedIn } from './allowance-table.ts'
import { isOwnLane, type Book } from './book.ts'
import { addSpentToday } from './day-table.ts'
import { enter } from './journal.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, plus, smaller, textAt, type Sql } from './sql.ts'

/** Many blocks later, and sooner than the deposit is read next. */
const APART_MS = 60_000

/** What was paid on a lane in all, by one reading. */
export interface Told {
  readonly paid: Amount
  readonly readAt: number
}

/** `sure`: what was promised by now; `open`: what else one reading says. A clock may have jumped between them. */
export const standingBy = (
  known: Amount,
  before: Told | null,
  { paid, readAt }: Told,
): { readonly sure: Amount; readonly open: Told | null } => {
  if (paid <= known) return { sure: known, open: null }
  if (before === null || before.paid <= known) return { sure: known, open: { paid, readAt } }
  const both = smaller(before.paid, paid)
  if (Math.abs(readAt - before.readAt) < APART_MS) return { sure: known, open: { paid: both, readAt: before.readAt } }
  return { sure: both, open: paid > both ? { paid, readAt } : null }
}

/** On our own lanes, beyond what is known to be promised: as long as it stands it is as good as spent. */
export const toldInAll = (sql: Sql, book: Book): Amount =>
  sql
    .all(`SELECT lane, told, cumulative FROM vouchers_out WHERE book = ? AND told <> '0'`, book.id)
    .filter((row) => isOwnLane(book, BigInt(textAt(row, 'lane'))))
    .reduce((sum, row) => plus(sum, minus(amountAt(row, 'told'), amountAt(row, 'cumulative'))), ZERO)

export const countForgotten = (sql: Sql, book: Book, at: Moment, payee: Address, more: Amount): void => {
  const line = { kind: 'reserve', direction: 'out', torrent: null, counterparty: payee, reference: null } as const
  enter(sql, book, at, { ...line, amount: more })
  addSpent(sql, book, plus(allowedIn(sql, book).spent, more))
  addSpentToday(sql, book, at, more)
}
