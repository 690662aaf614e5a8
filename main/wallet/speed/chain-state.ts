// Our own deposit as the chain had it when it was read last, kept so that a start without a node knows what may be
// promised. Leaves what is promised of it to deposit.ts. Invariant: what was paid out for us is entered in the journal
// once, whoever had it cashed.

import * as v from 'valibot'
import type { Amount } from '../../../app/money/amount.ts'
import type { VaultAccount } from '../../../app/speed/settled.ts'
import { AddressField } from '../../../app/wallet/fields.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Book } from './book.ts'
import { enter } from './journal.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, textAt, type Sql } from './sql.ts'

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

/** A lane that this ledger never promised on is of another device, or of a ledger before this one. */
const notePaid = (sql: Sql, book: Book, at: Moment, { payee, lane, amount }: PaidOut): void => {
  const key = [book.id, payee, lane.toString()] as const
  const row = sql.get('SELECT paid FROM vouchers_out WHERE book = ? AND payee = ? AND lane = ?', ...key)
  const more = row === null ? minus(amount, amount) : minus(amount, amountAt(row, 'paid'))
  if (more === 0n) return
  sql.run('UPDATE vouchers_out SET paid = ? WHERE book = ? AND payee = ? AND lane = ?', amount.toString(), ...key)
  const line = { kind: 'cash', direction: 'out', torrent: null, counterparty: payee, reference: null } as const
  enter(sql, book, at, { ...line, amount: more })
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
  for (const each of paid) notePaid(sql, book, at, each)
}

/** Payees and lanes of vouchers that are not known to be cashed whole. */
export const promisedIn = (sql: Sql, book: Book): { payee: Address; lanes: bigint[] }[] => {
  const found = new Map<Address, bigint[]>()
  for (const row of sql.all('SELECT payee, lane FROM vouchers_out WHERE book = ? AND cumulative <> paid', book.id)) {
    const payee = textAt(row, 'payee') as Address
    found.set(payee, [...(found.get(payee) ?? []), BigInt(textAt(row, 'lane'))])
  }
  return [...found].map(([payee, lanes]) => ({ payee, lanes }))
}
