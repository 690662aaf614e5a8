// The lines of the journal as a person reads them: a page at a time, or all as a table. Invariant: a cell of the table
// is never taken for a formula by a program that opens it.

import { csvLine } from '../../../app/csv-line.ts'
import type { BooksFilter } from '../../../app/ipc/speed-commands.ts'
import { exactAmount } from '../../../app/money/amount.ts'
import type { JournalEntry, JournalKind } from '../../../app/speed/speed-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { BTT_DECIMALS, networkInTable, type NetworkId } from '../../../app/tron/networks.ts'
import { endOf, startOf } from './accounts.ts'
import type { Book, Owner } from './book.ts'
import type { Moment } from './moment.ts'
import { amountAt, numberAt, textAt, textOrNull, type Row, type Sql } from './sql.ts'

const PAGE = 100
const TRX_DECIMALS = 6

const WANTED = `FROM journal j LEFT JOIN torrents t ON t.book = j.book AND t.torrent = j.torrent
  WHERE j.book = ? AND j.at >= ? AND j.at < ? AND (? IS NULL OR j.torrent = ?) AND (? IS NULL OR j.counterparty = ?)
    AND (? IS NULL OR instr(?, ' ' || j.kind || ' ') > 0 OR instr(?, ' ' || j.kind || ':' || j.direction || ' ') > 0)`

const valuesOf = (book: Book, { range, torrent, counterparty, kinds }: BooksFilter, at: Moment) => {
  const among = kinds && ` ${kinds.join(' ')} `
  const [start, end] = [startOf(range, at), endOf(range, at)]
  return [book.id, start, end, torrent, torrent, counterparty, counterparty, among, among, among] as const
}

const entryOf = (row: Row): JournalEntry => ({
  index: numberAt(row, 'id'),
  at: numberAt(row, 'at'),
  kind: textAt(row, 'kind') as JournalKind,
  amount: amountAt(row, 'amount'),
  direction: textAt(row, 'direction') as 'in' | 'out',
  torrent: textOrNull(row, 'torrent') as TorrentId | null,
  torrentName: textOrNull(row, 'name'),
  counterparty: textOrNull(row, 'counterparty') as Address | null,
  reference: textOrNull(row, 'reference'),
})

export const entriesOf = (
  sql: Sql,
  book: Book,
  filter: BooksFilter,
  before: number | null,
  at: Moment,
): { readonly entries: JournalEntry[]; readonly more: boolean } => {
  const rows = sql.all(
    `SELECT j.*, t.name ${WANTED} AND j.id < ? ORDER BY j.id DESC LIMIT ?`,
    ...valuesOf(book, filter, at),
    before ?? Number.MAX_SAFE_INTEGER,
    PAGE + 1,
  )
  return { entries: rows.slice(0, PAGE).map(entryOf), more: rows.length > PAGE }
}

const COLUMNS = [
  'Time',
  'Kind',
  'Direction',
  'Amount',
  'Unit',
  'Torrent',
  'Torrent name',
  'Counterparty',
  'Transaction',
  'Account',
  'Network',
]

const cellsOf = (entry: JournalEntry, { vault, account }: Owner, network: NetworkId): readonly string[] => [
  new Date(entry.at).toISOString(),
  entry.kind,
  entry.direction,
  exactAmount(entry.amount, entry.kind === 'fee' ? TRX_DECIMALS : BTT_DECIMALS),
  entry.kind === 'fee' ? 'TRX' : 'BTT',
  entry.torrent ?? '',
  entry.torrentName ?? '',
  entry.counterparty ?? '',
  entry.reference ?? '',
  account,
  networkInTable(network, vault.chainId),
]

export const tableHead = csvLine(COLUMNS)

/** Of whose books; `network`: play money must not pass for another in a table either. */
export const tableOf = (rows: readonly Row[], owner: Owner, network: NetworkId): string =>
  rows.map((row) => csvLine(cellsOf(entryOf(row), owner, network))).join('')

/** So many at a time that nobody waits for them. */
const PART = 2_000

/** Of those that fit, the next after an index, oldest first; fewer than a part: there are no more. */
export const partOf = (
  sql: Sql,
  book: Book,
  filter: BooksFilter,
  after: number,
  at: Moment,
): { readonly rows: readonly Row[]; readonly next: number | null } => {
  const rows = sql.all(
    `SELECT j.*, t.name ${WANTED} AND j.id > ? ORDER BY j.id LIMIT ?`,
    ...valuesOf(book, filter, at),
    after,
    PART,
  )
  const last = rows.at(-1)
  return { rows, next: rows.length === PART && last !== undefined ? numberAt(last, 'id') : null }
}
