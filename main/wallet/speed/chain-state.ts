// Our own deposit as the chain had it when it was read last, kept so that a start without a node knows what may be
// promised. Leaves what is promised of it to deposit.ts. Invariants: what was paid out for us is entered in the journal
// once, whoever had it cashed; what was paid was promised, also where a ledger from a backup knows less, but only when two
// readings have said so (forgotten.ts).

import * as v from 'valibot'
import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'
import type { VaultAccount } from '../../../app/speed/settled.ts'
import { AddressField } from '../../../app/wallet/fields.ts'
import type { Address } from '../../../app/tron/address.ts'
import { isOwnLane, type Book } from './book.ts'
import { countForgotten, standingBy, type Told } from './forgotten.ts'
import { enter } from './journal.ts'
import { isAnother } from './lane-in.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, numberAt, smaller, textAt, type Row, type Sql } from './sql.ts'
import { MOST_CUMULATIVE } from './till.ts'

const MOST = amount(MOST_CUMULATIVE)
const Signers = v.array(AddressField)

/** Whose signatures the vault takes for the account's, besides its own. */
export const depositSigners = (sql: Sql, book: Book): readonly Address[] => {
  const row = sql.get('SELECT signers FROM deposits WHERE book = ?', book.id)
  return row === null ? [] : v.parse(Signers, JSON.parse(textAt(row, 'signers')))
}

interface PaidOut {
  readonly payee: Address
  readonly lane: bigint
  readonly amount: Amount
}

type LaneKey = readonly [book: number, payee: Address, lane: string]

/** More than this ledger knows was promised: nothing is signed below it any more, and it counts as spent. */
const notePromised = (sql: Sql, book: Book, at: Moment, key: LaneKey, known: Amount, paid: Amount): void => {
  const [, payee, lane] = key
  sql.run(
    `INSERT INTO vouchers_out (book, payee, lane, cumulative, signature, at) VALUES (?, ?, ?, ?, NULL, ?)
     ON CONFLICT DO UPDATE SET cumulative = excluded.cumulative, signature = NULL, at = excluded.at`,
    ...key,
    paid.toString(),
    at.wall,
  )
  if (isOwnLane(book, BigInt(lane))) countForgotten(sql, book, at, payee, minus(paid, known))
}

/** What counts as promised by now. */
const noteTold = (sql: Sql, book: Book, at: Moment, key: LaneKey, row: Row | null, told: Told): Amount => {
  const known = amountAt(row, 'cumulative')
  const before = row && { paid: amountAt(row, 'told'), readAt: numberAt(row, 'told_at') }
  const { sure, open } = standingBy(known, before, told)
  if (sure > known) notePromised(sql, book, at, key, known, sure)
  if (open === null && (before === null || before.paid === 0n)) return sure
  sql.run(
    `INSERT INTO vouchers_out (book, payee, lane, cumulative, signature, at, told, told_at)
     VALUES (?, ?, ?, '0', NULL, ?, ?, ?) ON CONFLICT DO UPDATE SET told = excluded.told, told_at = excluded.told_at`,
    ...key,
    at.wall,
    (open?.paid ?? ZERO).toString(),
    open?.readAt ?? 0,
  )
  return sure
}

const notePaid = (
  sql: Sql,
  book: Book,
  at: Moment,
  { payee, lane, amount: paidNow }: PaidOut,
  readAt: number,
): void => {
  const key: LaneKey = [book.id, payee, lane.toString()]
  const row = sql.get('SELECT * FROM vouchers_out WHERE book = ? AND payee = ? AND lane = ?', ...key)
  // Asked about because of a bid, and nothing was ever promised.
  if (row === null && paidNow === 0n) return
  const before = amountAt(row, 'paid')
  const said = smaller(paidNow, MOST)
  const paid = smaller(said, noteTold(sql, book, at, key, row, { paid: said, readAt }))
  // One reading may say what another takes back; but what was taken for promised by it stays so, and so paid.
  if (row !== null && paid < before && (row['signature'] === null || !isAnother(readAt, numberAt(row, 'paid_at'))))
    return
  sql.run(
    'UPDATE vouchers_out SET paid = ?, paid_at = ? WHERE book = ? AND payee = ? AND lane = ?',
    paid.toString(),
    readAt,
    ...key,
  )
  const line = { torrent: null, counterparty: payee, reference: null } as const
  enter(sql, book, at, { ...line, kind: 'cash', direction: 'out', amount: minus(paid, before) })
  enter(sql, book, at, { ...line, kind: 'retract', direction: 'in', amount: minus(before, paid) })
}

export const noteDeposit = (sql: Sql, book: Book, at: Moment, facts: VaultAccount): void => {
  const { free, exitAt, exitDelayMs, signers, readAt, locks, paid } = facts
  sql.run(
    'INSERT OR REPLACE INTO deposits (book, free, exit_at, exit_delay, signers, read_at) VALUES (?, ?, ?, ?, ?, ?)',
    book.id,
    free.toString(),
    exitAt,
    exitDelayMs,
    JSON.stringify(signers),
    readAt,
  )
  sql.run('DELETE FROM locks WHERE book = ?', book.id)
  for (const { payee, locked } of locks) {
    const values = [book.id, payee, locked.toString()] as const
    sql.run('INSERT OR REPLACE INTO locks (book, payee, amount) VALUES (?, ?, ?)', ...values)
  }
  for (const each of paid) notePaid(sql, book, at, each, readAt)
}

/** What is known to be cashed whole is asked about again so often, some at a time: a node may have made it up. */
const AGAIN_MS = 86_400_000
const AGAIN_AT_ONCE = 20

/**
 * Payees and lanes of vouchers that are not known to be cashed whole, and of bids that run: what was promised there by a
 * ledger before this one shows in what was paid.
 */
export const promisedIn = (sql: Sql, book: Book, { wall }: Moment): { payee: Address; lanes: bigint[] }[] => {
  const rows = [
    ...sql.all(
      'SELECT payee, lane FROM vouchers_out WHERE book = ? AND (cumulative <> paid OR told <> ?)',
      book.id,
      '0',
    ),
    ...sql.all(
      `SELECT payee, lane FROM vouchers_out WHERE book = ? AND cumulative = paid AND cumulative <> '0'
         AND abs(? - paid_at) >= ? ORDER BY paid_at LIMIT ?`,
      book.id,
      wall,
      AGAIN_MS,
      AGAIN_AT_ONCE,
    ),
    ...sql.all(
      `SELECT DISTINCT b.payee, b.lane FROM bids b WHERE b.book = ? AND b.closed_at IS NULL AND NOT EXISTS
         (SELECT 1 FROM vouchers_out v WHERE v.book = b.book AND v.payee = b.payee AND v.lane = b.lane)`,
      book.id,
    ),
  ]
  const found = new Map<Address, bigint[]>()
  for (const row of rows) {
    const payee = textAt(row, 'payee') as Address
    found.set(payee, [...(found.get(payee) ?? []), BigInt(textAt(row, 'lane'))])
  }
  return [...found].map(([payee, lanes]) => ({ payee, lanes }))
}
