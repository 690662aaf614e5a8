// What can be saved of a damaged ledger: the vouchers that others gave us, which prove themselves by their signatures and
// are worth money. What we promised is not taken over: the new ledger promises on lanes of its own, and nothing before a
// person allows it anew. Invariant: a row counts only if the signature in it is by the signer in it.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { openBook } from './book.ts'
import { enter } from './journal.ts'
import type { Moment } from './moment.ts'
import { amountAt, bytesOrNull, minus, numberAt, textAt, type Row, type Sql } from './sql.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'

const VOUCHERS = `SELECT b.chain, b.vault, b.account, v.* FROM vouchers_in v JOIN books b ON b.id = v.book`

/** Up to the first page that cannot be read. */
function* readable(path: string): Generator<Row> {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { readOnly: true })
    for (const row of db.prepare(VOUCHERS).iterate()) yield row
  } catch {
    // What is read so far is all there is to be had.
  } finally {
    db?.close()
  }
}

const take = (sql: Sql, at: Moment, row: Row): boolean => {
  const vault = { chainId: numberAt(row, 'chain'), address: textAt(row, 'vault') as Address }
  const account = textAt(row, 'account') as Address
  const [payer, lane] = [textAt(row, 'payer') as Address, BigInt(textAt(row, 'lane'))]
  const [cumulative, paid, signer] = [amountAt(row, 'cumulative'), amountAt(row, 'paid'), textAt(row, 'signer')]
  const signature = bytesOrNull(row, 'signature') ?? new Uint8Array()
  if (signerOf(voucherDigest(vault, { payer, payee: account, lane, cumulative }), signature) !== signer) return false
  const book = openBook(sql, { vault, account })
  sql.run(
    `INSERT OR IGNORE INTO vouchers_in (book, payer, lane, cumulative, signature, signer, at, base, paid, own,
       own_signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    book.id,
    payer,
    lane.toString(),
    cumulative.toString(),
    signature,
    signer,
    at.wall,
    paid.toString(),
    paid.toString(),
    signer === payer ? cumulative.toString() : '0',
    signer === payer ? signature : null,
  )
  const line = { kind: 'earn', direction: 'in', torrent: null, counterparty: payer, reference: null } as const
  enter(sql, book, at, { ...line, amount: minus(cumulative, paid) })
  return true
}

/** How many vouchers were saved. */
export const salvage = (folder: string, keptAs: string, sql: Sql, at: Moment): number => {
  let count = 0
  for (const row of readable(join(folder, keptAs))) {
    try {
      if (take(sql, at, row)) count++
    } catch {
      // A row that makes no sense is none.
    }
  }
  return count
}
