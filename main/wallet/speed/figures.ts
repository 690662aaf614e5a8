// What the ledger says of one book as it is now, for main and the windows. Leaves the books' history to accounts.ts.
// Invariant: each sum here is the sum of the journal's lines of its kind (audit.ts looks).

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import { leftOf } from '../../../app/speed/caps.ts'
import type { SpeedFigures, TorrentFigures } from '../../../app/speed/figures.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { allowedIn } from './allowance-table.ts'
import { isOwnLane, type Book } from './book.ts'
import { endOf, startOf } from './accounts.ts'
import { spentToday } from './day-table.ts'
import { Deposited } from './deposit.ts'
import { toldInAll } from './forgotten.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, numberAt, numberOrNull, plus, smaller, textAt, type Sql } from './sql.ts'
import { isOn } from './switch-table.ts'

/** All that was promised on the lanes of this ledger. */
export const spentInAll = (sql: Sql, book: Book): Amount =>
  sql
    .all('SELECT lane, cumulative FROM vouchers_out WHERE book = ?', book.id)
    .filter((row) => isOwnLane(book, BigInt(textAt(row, 'lane'))))
    .reduce((sum, row) => plus(sum, amountAt(row, 'cumulative')), ZERO)

export const earnedInAll = (sql: Sql, book: Book): Amount =>
  sql
    .all('SELECT cumulative, base FROM vouchers_in WHERE book = ?', book.id)
    .reduce((sum, row) => plus(sum, minus(amountAt(row, 'cumulative'), amountAt(row, 'base'))), ZERO)

/** Of what others promised us here, what was not earned here. */
const cashedElsewhere = (sql: Sql, book: Book): Amount =>
  sql
    .all(`SELECT base FROM vouchers_in WHERE book = ? AND base <> '0'`, book.id)
    .reduce((sum, row) => plus(sum, amountAt(row, 'base')), ZERO)

/** By the lines that the books show of it: of the calendar's day, whatever day the cap counts by. */
const today = (sql: Sql, book: Book, at: Moment): { readonly earned: Amount; readonly spent: Amount } => {
  const lines = sql.all(
    `SELECT kind, amount FROM journal WHERE book = ? AND at >= ? AND at < ? AND kind IN ('earn', 'pay', 'reserve')`,
    book.id,
    startOf('today', at),
    endOf('today', at),
  )
  const sum = (fits: (kind: string) => boolean): Amount =>
    lines.filter((row) => fits(textAt(row, 'kind'))).reduce((all, row) => plus(all, amountAt(row, 'amount')), ZERO)
  return { earned: sum((kind) => kind === 'earn'), spent: sum((kind) => kind !== 'earn') }
}

const torrentsOf = (sql: Sql, book: Book, at: Moment, free: Amount): readonly TorrentFigures[] => {
  const { allowance, spent: spentSince } = allowedIn(sql, book)
  const told = toldInAll(sql, book)
  const common = {
    allowance,
    stopped: isOn(sql, 'stopped'),
    spentToday: plus(spentToday(sql, book, at), told),
    spentInAll: plus(spentSince, told),
    // Each payee has a cap of its own: what it leaves is no bound of what several may get.
    spentOnPeer: null,
    funds: free,
  }
  return sql.all('SELECT * FROM torrents WHERE book = ? ORDER BY torrent', book.id).map((row) => {
    const torrent = { on: numberAt(row, 'is_on') === 1, budget: amountAt(row, 'budget'), spent: amountAt(row, 'spent') }
    const { left, cap } = leftOf({ ...common, torrent })
    const added = numberOrNull(row, 'added')
    return { id: textAt(row, 'torrent') as TorrentId, ...torrent, earned: amountAt(row, 'earned'), left, cap, added }
  })
}

export type Beside = Pick<SpeedFigures, 'unlocked' | 'voucherKey' | 'setAside'>

/** `beside`: what is not in the ledger. */
export const figuresOf = (sql: Sql, book: Book, at: Moment, beside: Beside): SpeedFigures => {
  const { allowance, spent } = allowedIn(sql, book)
  const { earned, spent: spentOnCalendar } = today(sql, book, at)
  const deposited = Deposited.of(sql, book)
  const told = toldInAll(sql, book)
  const total = minus(allowance?.total ?? ZERO, plus(spent, told))
  return {
    vault: book.vault,
    account: book.account,
    device: book.device,
    ...beside,
    allowance,
    left: allowance && { today: smaller(minus(allowance.perDay, plus(spentToday(sql, book, at), told)), total), total },
    stopped: isOn(sql, 'stopped'),
    spentToday: spentOnCalendar,
    spentInAll: spentInAll(sql, book),
    earnedToday: earned,
    earnedInAll: earnedInAll(sql, book),
    cashedElsewhere: cashedElsewhere(sql, book),
    promised: deposited.promised,
    funds: deposited.isKnown ? deposited.free : null,
    torrents: [...torrentsOf(sql, book, at, deposited.free)],
    revision: numberAt(sql.get('SELECT revision FROM books WHERE id = ?', book.id) ?? {}, 'revision'),
  }
}
