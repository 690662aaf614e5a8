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

/** ms since 1970, exclusive. Lines of a time when the clock was ahead are of no stretch that ends today. */
export const endOf = (range: Range, at: Moment): number =>
  range === 'all' ? Number.MAX_SAFE_INTEGER : midnight(at) + DAY_MS

type Sums = Record<'earned' | 'spent' | 'cashed' | 'retracted' | 'bounced' | 'returned' | 'fees', Amount>

const nothing = (): Sums => ({
  earned: ZERO,
  spent: ZERO,
  cashed: ZERO,
  retracted: ZERO,
  bounced: ZERO,
  returned: ZERO,
  fees: ZERO,
})

/** Which sum a line belongs to; null: to none that is shown. */
const columnOf = (kind: string, direction: string): keyof Sums | null => {
  if (kind === 'earn') return 'earned'
  if (kind === 'pay' || kind === 'reserve') return 'spent'
  if (kind === 'cash') return direction === 'in' ? 'cashed' : null
  if (kind === 'retract') return direction === 'out' ? 'retracted' : null
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

/** What a payer owes still: not cashed yet, and cashed in vain. */
type Owes = Pick<BooksLine, 'uncashed' | 'bounced'>

const owesNothing: Owes = { uncashed: ZERO, bounced: ZERO }

const owedByPayer = (sql: Sql, book: Book): ReadonlyMap<string, Owes> => {
  const found = new Map<string, Owes>()
  for (const row of sql.all('SELECT payer, cumulative, paid, bounced FROM vouchers_in WHERE book = ?', book.id)) {
    const payer = textAt(row, 'payer')
    const bounced = amountAt(row, 'bounced')
    const open = minus(minus(amountAt(row, 'cumulative'), amountAt(row, 'paid')), bounced)
    const { uncashed, bounced: others } = found.get(payer) ?? owesNothing
    found.set(payer, { uncashed: plus(uncashed, open), bounced: plus(others, bounced) })
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

interface Flow {
  readonly at: number
  readonly column: 'earned' | 'spent'
  readonly amount: Amount
}

const seriesOf = (range: Range, flows: readonly Flow[], at: Moment): Books['series'] => {
  const first = flows.reduce((earliest, flow) => Math.min(earliest, flow.at), at.wall)
  const { start, ms } = steps(range, first, at)
  // Of a time when the clock was ahead: they stand at the end.
  const last = Math.max(0, Math.floor((at.wall - start) / ms))
  const tally = new Tally<number>()
  for (const flow of flows) {
    const step = Math.min(last, Math.max(0, Math.floor((flow.at - start) / ms)))
    tally.add(step, flow.column, flow.amount)
  }
  return Array.from({ length: last + 1 }, (_, step) => {
    const { earned, spent } = tally.of(step)
    return { at: Math.max(0, start + step * ms), earned, spent }
  })
}

/** Sums up the lines of a stretch of time, given to it in any number of parts. */
export class BooksSum {
  readonly #range: Range
  readonly #at: Moment
  readonly #torrents = new Tally<string>()
  readonly #others = new Tally<string>()
  readonly #all = new Tally<'all'>()
  readonly #flows: Flow[] = []

  constructor(range: Range, at: Moment) {
    this.#range = range
    this.#at = at
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const column = columnOf(textAt(row, 'kind'), textAt(row, 'direction'))
      if (column === null) continue
      const amount = amountAt(row, 'amount')
      const [torrent, other] = [textOrNull(row, 'torrent'), textOrNull(row, 'counterparty')]
      this.#all.add('all', column, amount)
      if (torrent !== null) this.#torrents.add(torrent, column, amount)
      if (other !== null) this.#others.add(other, column, amount)
      if (column === 'earned' || column === 'spent') this.#flows.push({ at: numberAt(row, 'at'), column, amount })
    }
  }

  books(sql: Sql, book: Book): Books {
    const owing = owedByPayer(sql, book)
    const names = namesOf(sql, book)
    const lines = (tally: Tally<string>, owed: ReadonlyMap<string, Owes>): BooksLine[] =>
      [...new Set([...tally.keys, ...owed.keys()])]
        .map((key) => {
          const { earned, spent } = tally.of(key)
          return { key, name: names.get(key) ?? '', earned, spent, ...(owed.get(key) ?? owesNothing) }
        })
        .filter(({ earned, spent, uncashed, bounced }) => earned + spent + uncashed + bounced > 0n)
        .sort(dearestFirst)
    const { earned, spent, cashed, retracted, bounced, returned, fees } = this.#all.of('all')
    const open = [...owing.values()].reduce((sum, { uncashed }) => plus(sum, uncashed), ZERO)
    return {
      totals: {
        earned,
        spent,
        cashed: minus(cashed, retracted),
        bounced: minus(bounced, returned),
        fees,
        uncashed: open,
      },
      byTorrent: lines(this.#torrents, new Map()),
      byCounterparty: lines(this.#others, owing),
      series: seriesOf(this.#range, this.#flows, this.#at),
    }
  }
}
