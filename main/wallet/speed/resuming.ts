// After a ledger was restored from a backup: what payees say they hold of us may be newer than what we know. A proof (our
// own signature) moves us forward; a claim without one freezes what we promise to that payee until it is proved or taken
// back. Invariants: nothing is signed at or below an amount that we are told was promised already; a claim that changes
// nothing is not written.

import type { Amount } from '../../../app/money/amount.ts'
import type { Lane } from '../../../app/speed/terms.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { isOwnLane, nextRevision, type Book } from './book.ts'
import { depositSigners } from './chain-state.ts'
import { countForgotten } from './forgotten.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, numberAt, type Sql } from './sql.ts'
import { MOST_CUMULATIVE } from './till.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'

export interface Claim {
  readonly payee: Address
  readonly lane: Lane
  readonly cumulative: Amount
  /** Null: it only says so. */
  readonly signature: Uint8Array | null
}

export type Resumed = 'known' | 'moved-forward' | 'frozen'

/** Ours, by any key that may have signed for this account. */
const isProof = (sql: Sql, book: Book, { payee, lane, cumulative, signature }: Claim): boolean => {
  if (signature === null || cumulative > MOST_CUMULATIVE) return false
  const signer = signerOf(voucherDigest(book.vault, { payer: book.account, payee, lane, cumulative }), signature)
  return signer !== null && [book.account, book.voucherSigner, ...depositSigners(sql, book)].includes(signer)
}

const MOST_CLAIMS = 5_000

/** By payees whom nothing was ever promised. */
const claimsOfStrangers = (sql: Sql, book: Book): number => {
  const row = sql.get(`SELECT count(*) AS n FROM vouchers_out WHERE book = ? AND cumulative = '0'`, book.id)
  return row === null ? 0 : numberAt(row, 'n')
}

export const resume = (sql: Sql, book: Book, at: Moment, claim: Claim): Resumed => {
  const { payee, lane, cumulative } = claim
  const key = [book.id, payee, lane.toString()] as const
  const row = sql.get('SELECT * FROM vouchers_out WHERE book = ? AND payee = ? AND lane = ?', ...key)
  const known = amountAt(row, 'cumulative')
  const isFrozen = amountAt(row, 'claimed') > known
  if (cumulative <= known) {
    if (!isFrozen) return 'known'
    nextRevision(sql, book)
    sql.run(`UPDATE vouchers_out SET claimed = '0' WHERE book = ? AND payee = ? AND lane = ?`, ...key)
    return 'known'
  }
  const proved = isProof(sql, book, claim)
  // Of another device's lane only what is proved counts: it takes from the same deposit.
  if (!proved && !isOwnLane(book, lane)) return 'known'
  if (!proved && isFrozen) return 'frozen'
  // Strangers that say anything must not fill the disk: beyond this it is not kept, and the asker has been told.
  if (!proved && row === null && claimsOfStrangers(sql, book) >= MOST_CLAIMS) return 'frozen'
  nextRevision(sql, book)
  sql.run(
    `INSERT INTO vouchers_out (book, payee, lane, cumulative, signature, at, claimed) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET cumulative = excluded.cumulative, signature = excluded.signature, at = excluded.at,
       claimed = excluded.claimed`,
    ...key,
    (proved ? cumulative : known).toString(),
    proved ? claim.signature : (row?.['signature'] ?? null),
    at.wall,
    proved ? '0' : cumulative.toString(),
  )
  if (!proved) return 'frozen'
  if (isOwnLane(book, lane)) countForgotten(sql, book, at, payee, minus(cumulative, known))
  return 'moved-forward'
}
