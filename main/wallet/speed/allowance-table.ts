// What a person allowed to be spent, and what was spent since. Invariant: only a new approval lets the count begin
// anew; a tighter allowance keeps it, or tightening would be a way to spend it twice.

import type { Amount } from '../../../app/money/amount.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import type { Book } from './book.ts'
import type { Moment } from './moment.ts'
import { amountAt, numberAt, type Row, type Sql } from './sql.ts'

const allowanceOf = (row: Row): Allowance => ({
  perDay: amountAt(row, 'per_day'),
  perPeer: amountAt(row, 'per_peer'),
  total: amountAt(row, 'total'),
  priceCeiling: amountAt(row, 'ceiling'),
  whileLocked: numberAt(row, 'while_locked') === 1,
})

export interface Allowed {
  /** Null: none was ever approved. */
  readonly allowance: Allowance | null
  readonly spent: Amount
}

export const allowedIn = (sql: Sql, book: Book): Allowed => {
  const row = sql.get('SELECT * FROM allowances WHERE book = ?', book.id)
  return { allowance: row && allowanceOf(row), spent: amountAt(row, 'spent') }
}

const columns = ({ perDay, perPeer, total, priceCeiling, whileLocked }: Allowance) =>
  [perDay.toString(), perPeer.toString(), total.toString(), priceCeiling.toString(), Number(whileLocked)] as const

/** Without a person: the caller knows that nothing in it allows more. */
export const tighten = (sql: Sql, book: Book, next: Allowance): void =>
  sql.run(
    'UPDATE allowances SET per_day = ?, per_peer = ?, total = ?, ceiling = ?, while_locked = ? WHERE book = ?',
    ...columns(next),
    book.id,
  )

/** A person approved it. */
export const approve = (sql: Sql, book: Book, next: Allowance, at: Moment): void =>
  sql.run(
    `INSERT OR REPLACE INTO allowances (per_day, per_peer, total, ceiling, while_locked, book, spent, approved_at)
     VALUES (?, ?, ?, ?, ?, ?, '0', ?)`,
    ...columns(next),
    book.id,
    at.wall,
  )

export const addSpent = (sql: Sql, book: Book, spent: Amount): void =>
  sql.run('UPDATE allowances SET spent = ? WHERE book = ?', spent.toString(), book.id)
