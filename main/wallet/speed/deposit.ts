// What may still be promised of the deposit: what the chain had when it was read last, less all that was promised and
// not cashed by then. Invariant: so much is never promised to all payees together that one of them could not be paid,
// as far as this ledger knows.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Book } from './book.ts'
import { amountAt, minus, numberOrNull, plus, textAt, type Sql } from './sql.ts'

export class Deposited {
  /** Free, and not promised to anybody beyond what is locked for them. */
  #free: Amount
  readonly #locked: ReadonlyMap<Address, Amount>
  readonly #owed: Map<Address, Amount>
  readonly promised: Amount
  /** It was read from the chain at least once. */
  readonly isKnown: boolean

  private constructor(free: Amount | null, locked: ReadonlyMap<Address, Amount>, owed: Map<Address, Amount>) {
    this.isKnown = free !== null
    this.#locked = locked
    this.#owed = owed
    this.promised = [...owed.values()].reduce(plus, ZERO)
    const beyond = [...owed].reduce((sum, [payee, amount]) => plus(sum, minus(amount, this.#lockedFor(payee))), ZERO)
    this.#free = minus(free ?? ZERO, beyond)
  }

  static of(sql: Sql, book: Book): Deposited {
    const deposit = sql.get('SELECT * FROM deposits WHERE book = ?', book.id)
    const exits = deposit !== null && numberOrNull(deposit, 'exit_at') !== null
    const locked = new Map<Address, Amount>()
    for (const row of sql.all('SELECT * FROM locks WHERE book = ?', book.id))
      locked.set(textAt(row, 'payee') as Address, amountAt(row, 'amount'))
    const owed = new Map<Address, Amount>()
    for (const row of sql.all('SELECT * FROM vouchers_out WHERE book = ? AND cumulative <> paid', book.id)) {
      const payee = textAt(row, 'payee') as Address
      const open = minus(amountAt(row, 'cumulative'), amountAt(row, 'paid'))
      owed.set(payee, plus(owed.get(payee) ?? ZERO, open))
    }
    // Whoever is leaving promises nothing more of what can be taken out.
    return new Deposited(exits ? ZERO : deposit && amountAt(deposit, 'free'), locked, owed)
  }

  /** To somebody for whom nothing is locked. */
  get free(): Amount {
    return this.#free
  }

  fundsFor(payee: Address): Amount {
    return plus(this.#free, minus(this.#lockedFor(payee), this.#owed.get(payee) ?? ZERO))
  }

  promise(payee: Address, more: Amount): void {
    const owed = this.#owed.get(payee) ?? ZERO
    const fromLock = minus(this.#lockedFor(payee), owed)
    this.#free = minus(this.#free, minus(more, fromLock))
    this.#owed.set(payee, plus(owed, more))
  }

  #lockedFor(payee: Address): Amount {
    return this.#locked.get(payee) ?? ZERO
  }
}
