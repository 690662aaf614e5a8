// One lane of one payer: what was promised on it, and what became of that. Its figures follow from what is known, in
// whatever order it came to be known: how much the chain has paid, what our own calls took and missed. Invariants: what
// was earned is cashed, uncashed and bounced, none of them below zero; what a transaction of ours took stays cashed,
// while what only a reading of the chain said is as of the last one, because one node may have said it.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Book } from './book.ts'
import { enter, type NewLine } from './journal.ts'
import type { Moment } from './moment.ts'
import { amountAt, larger, minus, numberAt, plus, smaller, type Sql } from './sql.ts'

export interface LaneKey {
  readonly payer: Address
  readonly lane: bigint
}

/** Later than nodes are apart, and than one that answers late: a reading that says less is newer, not slower. */
export const STANDS_MS = 600_000

interface Lane {
  readonly cumulative: Amount
  /** Of it, cashed before this ledger knew of it. */
  readonly base: Amount
  readonly paid: Amount
  /** Of that, what no transaction has told of. */
  readonly seen: Amount
  readonly seenAt: number
  /** When the chain was read last that said so much. */
  readonly paidAt: number
  readonly bounced: Amount
  /** The block of our newest call that tried it, and what was missing then. */
  readonly tried: number
  readonly missing: Amount
  /** Of what is seen, paid before that call. */
  readonly earlier: Amount
}

const read = (sql: Sql, book: Book, { payer, lane }: LaneKey): Lane | null => {
  const key = [book.id, payer, lane.toString()] as const
  const row = sql.get('SELECT * FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?', ...key)
  return (
    row && {
      cumulative: amountAt(row, 'cumulative'),
      base: amountAt(row, 'base'),
      paid: amountAt(row, 'paid'),
      seen: amountAt(row, 'seen'),
      seenAt: numberAt(row, 'seen_at'),
      paidAt: numberAt(row, 'paid_at'),
      bounced: amountAt(row, 'bounced'),
      tried: numberAt(row, 'tried'),
      missing: amountAt(row, 'missing'),
      earlier: amountAt(row, 'earlier'),
    }
  )
}

/** What was missing and has not come since, as far as so much is owed at all. */
const bouncedOf = ({ cumulative, paid, seen, earlier, missing }: Lane): Amount =>
  smaller(minus(missing, minus(seen, earlier)), minus(cumulative, paid))

interface Change extends LaneKey {
  readonly reference: string | null
}

/** With the lines of the journal that say what changed. */
const write = (sql: Sql, book: Book, at: Moment, change: Change, before: Lane, after: Lane): void => {
  const { payer, lane, reference } = change
  const bounced = bouncedOf(after)
  sql.run(
    `UPDATE vouchers_in SET base = ?, paid = ?, seen = ?, seen_at = ?, paid_at = ?, bounced = ?, tried = ?, missing = ?,
       earlier = ?
     WHERE book = ? AND payer = ? AND lane = ?`,
    after.base.toString(),
    after.paid.toString(),
    after.seen.toString(),
    after.seenAt,
    after.paidAt,
    bounced.toString(),
    after.tried,
    after.missing.toString(),
    after.earlier.toString(),
    book.id,
    payer,
    lane.toString(),
  )
  const line = (kind: NewLine['kind'], direction: 'in' | 'out', amount: Amount): void =>
    enter(sql, book, at, { kind, direction, amount, torrent: null, counterparty: payer, reference })
  const cashed = ({ cumulative, paid, base }: Lane): Amount => minus(smaller(paid, cumulative), base)
  line('earn', 'in', minus(before.base, after.base))
  line('cash', 'in', minus(cashed(after), cashed(before)))
  line('retract', 'out', minus(cashed(before), cashed(after)))
  line('bounce', 'out', minus(bounced, before.bounced))
  line('bounce', 'in', minus(before.bounced, bounced))
}

export interface LaneCall extends LaneKey {
  readonly txId: string
  readonly block: number
  /** ms since 1970, of the block. */
  readonly at: number
  readonly cashed: Amount
  readonly missing: Amount
}

/** Of a lane that is not known here nothing was earned either. */
export const noteCall = (sql: Sql, book: Book, at: Moment, call: LaneCall): void => {
  const lane = read(sql, book, call)
  if (lane === null) return
  const told = smaller(call.cashed, lane.seen)
  const more = smaller(minus(call.cashed, told), minus(lane.cumulative, lane.paid))
  const seen = minus(lane.seen, told)
  const isNewest = call.block >= lane.tried
  // What was seen before the call is no payment of what was missing in it.
  const earlier = isNewest ? (lane.seenAt < call.at ? seen : ZERO) : minus(lane.earlier, told)
  write(sql, book, at, { ...call, reference: call.txId }, lane, {
    ...lane,
    paid: plus(lane.paid, more),
    seen,
    paidAt: Math.max(lane.paidAt, call.at),
    tried: isNewest ? call.block : lane.tried,
    missing: isNewest ? call.missing : lane.missing,
    earlier,
  })
}

export interface PaidIn extends LaneKey {
  /** On the chain, in all. */
  readonly paid: Amount
}

/** Takes back what a later reading does not say: first what was cashed by readings alone, then what was before us. */
const lowered = (lane: Lane, paid: Amount): Lane => {
  const former = smaller(lane.paid, lane.cumulative)
  const gone = minus(former, paid)
  const unseen = smaller(gone, lane.seen)
  const unbased = smaller(minus(gone, unseen), lane.base)
  return {
    ...lane,
    paid: larger(paid, minus(minus(former, unseen), unbased)),
    seen: minus(lane.seen, unseen),
    earlier: smaller(lane.earlier, minus(lane.seen, unseen)),
    base: minus(lane.base, unbased),
  }
}

/** Of two readings of the chain: the later one, however a clock was set between them. */
export const isAnother = (readAt: number, before: number): boolean => Math.abs(readAt - before) >= STANDS_MS

/**
 * What the chain has paid us on a lane in all, whoever sent it; the transaction may be told later, or never. `readAt`:
 * of that reading; null: of some before, which may know less than the ledger does.
 */
export const observe = (sql: Sql, book: Book, at: Moment, { paid, ...key }: PaidIn, readAt: number | null): void => {
  const lane = read(sql, book, key)
  if (lane === null) return
  const change = { ...key, reference: null }
  const when = readAt ?? at.wall
  if (paid < lane.paid) {
    if (readAt !== null && isAnother(readAt, lane.paidAt))
      write(sql, book, at, change, lane, { ...lowered(lane, paid), paidAt: readAt })
    return
  }
  const more = minus(smaller(paid, lane.cumulative), lane.paid)
  if (readAt === null && more === 0n) return
  write(sql, book, at, change, lane, {
    ...lane,
    paid: plus(lane.paid, more),
    seen: plus(lane.seen, more),
    seenAt: more > 0n ? when : lane.seenAt,
    paidAt: when,
  })
}
