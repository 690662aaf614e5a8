// What can be saved of a damaged ledger: the vouchers that others gave us, which prove themselves by their signatures
// and are worth money. What we promised is not taken over: the new ledger promises on lanes of its own, and nothing
// before a person allows it anew. Each is booked as of when it came. Invariant: what is saved is signed by whom it
// says, and nothing is saved twice.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Vault } from '../../../app/speed/terms.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { openBook } from './book.ts'
import { enter } from './journal.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, numberAt, smaller, textAt, type Row, type Sql } from './sql.ts'
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

interface Proven {
  readonly cumulative: Amount
  readonly signature: Uint8Array
  readonly signer: Address
}

interface Saved {
  readonly vault: Vault
  readonly account: Address
  readonly payer: Address
  readonly lane: bigint
}

/** Null: it is not signed as it says. */
const proven = (
  { vault, account, payer, lane }: Saved,
  cumulative: Amount,
  by: Address,
  bytes: unknown,
): Proven | null => {
  if (!(bytes instanceof Uint8Array) || cumulative === 0n) return null
  const signature = Uint8Array.from(bytes)
  const signer = signerOf(voucherDigest(vault, { payer, payee: account, lane, cumulative }), signature)
  return signer === by ? { cumulative, signature, signer } : null
}

/** The payer's own one beside a signer's: of a ledger before there was such a column it is what was kept. */
const ownOf = (saved: Saved, row: Row, best: Proven | null): Proven | null => {
  if (best?.signer === saved.payer) return best
  return 'own' in row ? proven(saved, amountAt(row, 'own'), saved.payer, row['own_signature']) : null
}

const enterSaved = (sql: Sql, at: Moment, saved: Saved, row: Row, best: Proven, own: Proven | null): boolean => {
  const book = openBook(sql, { vault: saved.vault, account: saved.account })
  const key = [book.id, saved.payer, saved.lane.toString()] as const
  if (sql.get('SELECT 1 FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?', ...key) !== null) return false
  const paid = amountAt(row, 'paid')
  // Of a clock that was ahead: it came before now.
  const came = Math.min(at.wall, numberAt(row, 'at'))
  sql.run(
    `INSERT INTO vouchers_in (book, payer, lane, cumulative, signature, signer, at, base, paid, own, own_signature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...key,
    best.cumulative.toString(),
    best.signature,
    best.signer,
    came,
    smaller(paid, best.cumulative).toString(),
    paid.toString(),
    (own?.cumulative ?? ZERO).toString(),
    own?.signature ?? null,
  )
  const line = { kind: 'earn', direction: 'in', torrent: null, counterparty: saved.payer, reference: null } as const
  enter(sql, book, { ...at, wall: came }, { ...line, amount: minus(best.cumulative, paid) })
  return true
}

const take = (sql: Sql, at: Moment, row: Row): boolean => {
  const vault = { chainId: numberAt(row, 'chain'), address: textAt(row, 'vault') as Address }
  const [account, payer] = [textAt(row, 'account') as Address, textAt(row, 'payer') as Address]
  const saved: Saved = { vault, account, payer, lane: BigInt(textAt(row, 'lane')) }
  const signed = proven(saved, amountAt(row, 'cumulative'), textAt(row, 'signer') as Address, row['signature'])
  const own = ownOf(saved, row, signed)
  const best = signed ?? own
  return best !== null && enterSaved(sql, at, saved, row, best, own)
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
