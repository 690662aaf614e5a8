// The journal: the lines that all figures are sums of. Payments and earnings of one torrent and one counterparty share
// an open line for an hour, which only grows; everything else is a line of its own, closed at once. Invariant: a line
// is written in the transaction of what it tells of. That none is changed or removed is kept by the database
// (schema.ts).

import type { Amount } from '../../../app/money/amount.ts'
import type { JournalKind } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Book } from './book.ts'
import { amountAt, numberAt, plus, type Sql } from './sql.ts'
import type { Moment } from './moment.ts'

export interface NewLine {
  readonly kind: JournalKind
  readonly amount: Amount
  readonly direction: 'in' | 'out'
  readonly torrent: TorrentId | null
  readonly counterparty: Address | null
  readonly reference: string | null
}

const HOUR_MS = 3_600_000

const insert = (sql: Sql, book: Book, at: Moment, line: NewLine, isOpen: boolean): void =>
  sql.run(
    `INSERT INTO journal (book, at, kind, direction, amount, torrent, counterparty, reference, is_open)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    book.id,
    at.wall,
    line.kind,
    line.direction,
    line.amount.toString(),
    line.torrent,
    line.counterparty,
    line.reference,
    Number(isOpen),
  )

/** Nothing is written of nothing. */
export const enter = (sql: Sql, book: Book, at: Moment, line: NewLine): void => {
  if (line.amount > 0n) insert(sql, book, at, line, false)
}

const hourOf = (wall: number, { zoneMs }: Moment): number => Math.floor((wall + zoneMs) / HOUR_MS)

/** Adds to the open line of this hour, torrent and counterparty, or opens one. */
export const addTo = (sql: Sql, book: Book, at: Moment, line: NewLine): void => {
  if (line.amount === 0n) return
  const open = sql.get(
    `SELECT id, at, amount FROM journal
     WHERE book = ? AND kind = ? AND torrent IS ? AND counterparty IS ? AND is_open = 1`,
    book.id,
    line.kind,
    line.torrent,
    line.counterparty,
  )
  if (open !== null && hourOf(numberAt(open, 'at'), at) === hourOf(at.wall, at)) {
    const grown = plus(amountAt(open, 'amount'), line.amount)
    sql.run('UPDATE journal SET amount = ? WHERE id = ?', grown.toString(), numberAt(open, 'id'))
    return
  }
  if (open !== null) sql.run('UPDATE journal SET is_open = 0 WHERE id = ?', numberAt(open, 'id'))
  insert(sql, book, at, line, true)
}

/** Of a former run, or of a time that the clock has left. */
export const closeLines = (sql: Sql): void => sql.run('UPDATE journal SET is_open = 0 WHERE is_open = 1')
