// Statements on the ledger, each prepared once, and what their rows hold. Invariant: an amount that is read is one that
// was written: anything else throws.

import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'

export type Row = Record<string, SQLOutputValue>

export class Sql {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  get(sql: string, ...values: SQLInputValue[]): Row | null {
    return this.#statement(sql).get(...values) ?? null
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values)
  }

  /** For more rows than should be held at a time. */
  each(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#statement(sql).iterate(...values)
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values)
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const prepared = this.#db.prepare(sql)
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

export const textAt = (row: Row, name: string): string => {
  const value = row[name]
  if (typeof value !== 'string') throw new TypeError(`no text in ${name}`)
  return value
}

export const textOrNull = (row: Row, name: string): string | null => (row[name] === null ? null : textAt(row, name))

export const numberAt = (row: Row, name: string): number => {
  const value = row[name]
  if (typeof value !== 'number') throw new TypeError(`no number in ${name}`)
  return value
}

export const numberOrNull = (row: Row, name: string): number | null => (row[name] === null ? null : numberAt(row, name))

/** Null where there is no row: nothing was ever written. */
export const amountAt = (row: Row | null, name: string): Amount => {
  if (row === null) return ZERO
  const text = textAt(row, name)
  if (!/^(0|[1-9]\d*)$/.test(text)) throw new TypeError(`no amount in ${name}`)
  return amount(BigInt(text))
}

export const bytesOrNull = (row: Row, name: string): Uint8Array | null => {
  const value = row[name]
  return value instanceof Uint8Array ? Uint8Array.from(value) : null
}

export const plus = (a: Amount, b: Amount): Amount => amount(a + b)
/** Zero where more was taken than there was. */
export const minus = (a: Amount, b: Amount): Amount => (a > b ? amount(a - b) : ZERO)
export const larger = (a: Amount, b: Amount): Amount => (a > b ? a : b)
export const smaller = (a: Amount, b: Amount): Amount => (a < b ? a : b)
