// What was promised and this ledger does not know of any more, since it was restored from a backup: counted as spent the
// moment it is learnt, by a payee's proof or by what the chain has paid. Invariant: every cap that it bore on moves with
// it, and the journal says how much it was, though not for what.

import type { Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import { addSpent, allowedIn } from './allowance-table.ts'
import type { Book } from './book.ts'
import { addSpentToday } from './day-table.ts'
import { enter } from './journal.ts'
import type { Moment } from './moment.ts'
import { plus, type Sql } from './sql.ts'

export const countForgotten = (sql: Sql, book: Book, at: Moment, payee: Address, more: Amount): void => {
  const line = { kind: 'reserve', direction: 'out', torrent: null, counterparty: payee, reference: null } as const
  enter(sql, book, at, { ...line, amount: more })
  addSpent(sql, book, plus(allowedIn(sql, book).spent, more))
  addSpentToday(sql, book, at, more)
}
