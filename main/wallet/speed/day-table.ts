// The day that the daily cap counts by, with what was spent on it. What is shown of today is of the calendar's day, as
// its rows are, and no matter of this one (figures.ts). Invariant: the day is moved on by spending alone and never goes
// back while it counts; only a person who approves an allowance anew brings it back to the calendar, with what was
// spent.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import { dayOf } from '../../../app/speed/caps.ts'
import type { Book } from './book.ts'
import { localMs, type Moment } from './moment.ts'
import { amountAt, numberAt, plus, type Row, type Sql } from './sql.ts'

interface Day {
  readonly day: number
  readonly amount: Amount
}

const rowOf = (sql: Sql, book: Book): Row | null => sql.get('SELECT * FROM days WHERE book = ?', book.id)

const spending = (row: Row | null, at: Moment): Day => {
  const last = row && numberAt(row, 'day')
  const day = dayOf(localMs(at), last)
  return { day, amount: day === last ? amountAt(row, 'spent') : ZERO }
}

export const spentToday = (sql: Sql, book: Book, at: Moment): Amount => spending(rowOf(sql, book), at).amount

const keepSpent = (sql: Sql, book: Book, { day, amount }: Day): void =>
  sql.run(
    `INSERT INTO days (book, day, spent) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET day = excluded.day, spent = excluded.spent`,
    book.id,
    day,
    amount.toString(),
  )

export const addSpentToday = (sql: Sql, book: Book, at: Moment, more: Amount): void => {
  const { day, amount } = spending(rowOf(sql, book), at)
  keepSpent(sql, book, { day, amount: plus(amount, more) })
}

/** A clock that was years ahead for a moment would stop the days from changing for years. */
export const backToCalendar = (sql: Sql, book: Book, at: Moment): void => {
  const { amount } = spending(rowOf(sql, book), at)
  keepSpent(sql, book, { day: dayOf(localMs(at), null), amount })
}
