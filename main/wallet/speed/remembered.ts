// Whose books there is something at stake in, for who has to watch the chain before the wallet was opened: what we were
// promised and have not cashed, what we promised, what lies in the vault. It names addresses and nothing else, and
// needs no key. Invariant: only what the ledger has on disk; nothing is begun for being asked.

import type { Address } from '../../../app/tron/address.ts'
import type { Owner } from './book.ts'
import { numberAt, textAt, type Sql } from './sql.ts'

/** Of networks that were used, one each. */
export const MOST_REMEMBERED = 50

/** The one in use last first: its deposit is read again and again while it is. */
export const rememberedIn = (sql: Sql): Owner[] =>
  sql
    .all(
      `SELECT chain, vault, account FROM books LEFT JOIN deposits ON deposits.book = books.id
       WHERE free <> '0'
         OR EXISTS (SELECT 1 FROM locks WHERE locks.book = books.id AND amount <> '0')
         OR EXISTS (SELECT 1 FROM vouchers_in v WHERE v.book = books.id AND v.cumulative <> v.paid)
         OR EXISTS (SELECT 1 FROM vouchers_out v WHERE v.book = books.id AND v.cumulative <> v.paid)
       ORDER BY coalesce(read_at, 0) DESC, books.id DESC LIMIT ?`,
      MOST_REMEMBERED,
    )
    .map((row) => ({
      vault: { chainId: numberAt(row, 'chain'), address: textAt(row, 'vault') as Address },
      account: textAt(row, 'account') as Address,
    }))
