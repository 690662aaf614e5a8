// The day that the daily cap counts by, with what was spent and earned on it. Invariant: it never goes back while it
// counts; only a person who approves an allowance anew brings it back to the calendar, with what was spent on it.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import { dayOf } from '../../../app/speed/caps.ts'
import type { Book } from './book.ts'
import { localMs, type Moment } from './moment.ts'
import { amountAt, numberAt, plus, type Sql } from './sql.ts'

export interface Day {
  readonly day: number
  readonly spent: Amount
  readonly earned: Amount
}

export const today = (sql: Sql, book: Book, at: Moment): Day => {
  const row = sql.get('SELECT * FROM days WHERE book = ?', book.id)
  const last = row && numberAt(row, 'day')
  const day = dayOf(localMs(at), last)
  return day === last
    ? { day, spent: amountAt(row, 'spent'), earned: amountAt(row, 'earned') }
    : { day, spent: ZERO, earned: ZERO }
}

const keep = (sql: Sql, book: Book, { day, spent, earned }: Day): void =>
  sql.run(
    'INSERT OR REPLACE INTO days (book, day, spent, earned) VALUES (?, ?, ?, ?)',
    book.id,
    day,
    spent.toString(),
    earned.toString(),
  )

export const addToday = (
  sql: Sql,
  book: Book,
  at: Moment,
  more: { readonly spent: Amount; readonly earned: Amount },
): void => {
  const { day, spent, earned } = today(sql, book, at)
  keep(sql, book, { day, spent: plus(spent, more.spent), earned: plus(earned, more.earned) })
}

/** A clock that was years ahead for a moment would stop the days from changing for years. */
export const backToCalendar = (sql: Sql, book: Book, at: Moment): void => {
  keep(sql, book, { ...today(sql, book, at), day: dayOf(localMs(at), null) })
}
