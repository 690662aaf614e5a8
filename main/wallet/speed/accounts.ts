// The books: what was earned, cashed and spent in a stretch of time, of each torrent and counterparty, and over time.
// Everything is a sum of lines of the journal, so that it can be opened into them. Leaves the lines themselves to
// entries.ts. What is uncashed is not of a stretch of time: it is what it is now.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type * as v from 'valibot'
import type { BooksSchema } from '../../../app/speed/books.ts'
import type { BooksLine } from '../../../app/speed/speed-state.ts'
import type { Book } from './book.ts'
import { localMs, type Moment } from './moment.ts'
import { amountAt, minus, numberAt, plus, textAt, textOrNull, type Row, type Sql } from './sql.ts'

type Books = v.InferOutput<typeof BooksSchema>
export type Range = 'today' | 'week' | 'all'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** Of a graph: beyond it steps are weeks. */
const MOST_DAYS = 62
const MOST_WEEKS = 520

const midnight = (at: Moment): number => Math.floor(localMs(at) / DAY_MS) * DAY_MS - at.zoneMs

/** ms since 1970, inclusive. */
export const startOf = (range: Range, at: Moment): number => {
  if (range === 'all') return 0
  return range === 'today' ? midnight(at) : midnight(at) - 6 * DAY_MS
}

type Sums = Record<'earned' | 'spent' | 'cashed' | 'bounced' | 'returned' | 'fees', Amount>

const nothing = (): Sums => ({ earned: ZERO, spent: ZERO, cashed: ZERO, bounced: ZERO, returned: ZERO, fees: ZERO })

/** Which sum a line belongs to; null: to none that is shown. */
const columnOf = (kind: string, direction: string): keyof Sums | null => {
  if (kind === 'earn') return 'earned'
  if (kind === 'pay' || kind === 'reserve') return 'spent'
  if (kind === 'cash') return direction === 'in' ? 'cashed' : null
  if (kind === 'bounce') return direction === 'out' ? 'bounced' : 'returned'
  return kind === 'fee' ? 'fees' : null
}

class Tally<K> {
  readonly #sums = new Map<K, Sums>()

  add(key: K, column: keyof Sums, amount: Amount): void {
    const sums = this.of(key)
    sums[column] = plus(sums[column], amount)
  }

  of(key: K): Sums {
    const known = this.#sums.get(key) ?? nothing()
    this.#sums.set(key, known)
    return known
  }

  get keys(): readonly K[] {
    return [...this.#sums.keys()]
  }
}

const uncashedByPayer = (sql: Sql, book: Book): ReadonlyMap<string, Amount> => {
  const found = new Map<string, Amount>()
  for (const row of sql.all('SELECT payer, cumulative, paid, bounced FROM vouchers_in WHERE book = ?', book.id)) {
    const payer = textAt(row, 'payer')
    const open = minus(minus(amountAt(row, 'cumulative'), amountAt(row, 'paid')), amountAt(row, 'bounced'))
    found.set(payer, plus(found.get(payer) ?? ZERO, open))
  }
  return found
}

const namesOf = (sql: Sql, book: Book): ReadonlyMap<string, string> =>
  new Map(
    sql
      .all('SELECT torrent, name FROM torrents WHERE book = ? AND name IS NOT NULL', book.id)
      .map((row) => [textAt(row, 'torrent'), textAt(row, 'name')]),
  )

const dearestFirst = (a: BooksLine, b: BooksLine): number => {
  const [x, y] = [a.earned + a.spent, b.earned + b.spent]
  return x === y ? 0 : x < y ? 1 : -1
}

const steps = (range: Range, first: number, at: Moment): { readonly start: number; readonly ms: number } => {
  if (range === 'today') return { start: midnight(at), ms: HOUR_MS }
  if (range === 'week') return { start: startOf('week', at), ms: DAY_MS }
  const from = midnight({ ...at, wall: Math.max(first, at.wall - MOST_WEEKS * WEEK_MS) })
  return { start: from, ms: at.wall - from > MOST_DAYS * DAY_MS ? WEEK_MS : DAY_MS }
}

interface Read {
  readonly rows: readonly Row[]
  readonly all: Sums
  readonly torrents: Tally<string>
  readonly others: Tally<string>
}

const read = (sql: Sql, book: Book, from: number): Read => {
  const rows: Row[] = []
  const [torrents, others, sums] = [new Tally<string>(), new Tally<string>(), new Tally<'all'>()]
  for (const row of sql.each('SELECT * FROM journal WHERE book = ? AND at >= ? ORDER BY at', book.id, from)) {
    const column = columnOf(textAt(row, 'kind'), textAt(row, 'direction'))
    if (column === null) continue
    const amount = amountAt(row, 'amount')
    const [torrent, other] = [textOrNull(row, 'torrent'), textOrNull(row, 'counterparty')]
    sums.add('all', column, amount)
    if (torrent !== null) torrents.add(torrent, column, amount)
    if (other !== null) others.add(other, column, amount)
    if (column === 'earned' || column === 'spent') rows.push(row)
  }
  return { rows, all: sums.of('all'), torrents, others }
}

const seriesOf = (range: Range, { rows }: Read, at: Moment): Books['series'] => {
  const { start, ms } = steps(range, rows[0] === undefined ? at.wall : numberAt(rows[0], 'at'), at)
  const tally = new Tally<number>()
  for (const row of rows) {
    const column = columnOf(textAt(row, 'kind'), textAt(row, 'direction'))
    const step = Math.max(0, Math.floor((numberAt(row, 'at') - start) / ms))
    if (column !== null) tally.add(step, column, amountAt(row, 'amount'))
  }
  // Lines of a time when the clock was ahead stand at the end.
  const last = Math.max(0, Math.floor((at.wall - start) / ms))
  return Array.from({ length: last + 1 }, (_, step) => {
    const beyond = step === last ? tally.keys.filter((key) => key >= last) : [step]
    const sums = beyond.map((key) => tally.of(key))
    return {
      at: Math.max(0, start + step * ms),
      earned: sums.reduce((sum, { earned }) => plus(sum, earned), ZERO),
      spent: sums.reduce((sum, { spent }) => plus(sum, spent), ZERO),
    }
  })
}

export const booksOf = (sql: Sql, book: Book, range: Range, at: Moment): Books => {
  const found = read(sql, book, startOf(range, at))
  const uncashed = uncashedByPayer(sql, book)
  const names = namesOf(sql, book)
  const lines = (tally: Tally<string>, open: ReadonlyMap<string, Amount>): BooksLine[] =>
    [...new Set([...tally.keys, ...open.keys()])]
      .map((key) => {
        const { earned, spent } = tally.of(key)
        return { key, name: names.get(key) ?? '', earned, spent, uncashed: open.get(key) ?? ZERO }
      })
      .filter(({ earned, spent, uncashed: owed }) => earned > 0n || spent > 0n || owed > 0n)
      .sort(dearestFirst)
  const { earned, spent, cashed, bounced, returned, fees } = found.all
  return {
    totals: {
      earned,
      spent,
      cashed,
      bounced: minus(bounced, returned),
      fees,
      uncashed: [...uncashed.values()].reduce(plus, ZERO),
    },
    byTorrent: lines(found.torrents, new Map()),
    byCounterparty: lines(found.others, uncashed),
    series: seriesOf(range, found, at),
  }
}
