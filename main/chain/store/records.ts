// What else the database keeps: transfers that came in (from settled blocks only), who was paid and when first, the
// names the user gave. Invariant: one transfer is one row, however often a node tells of it.

import type { DatabaseSync } from 'node:sqlite'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Contact } from '../../../app/wallet/activity.ts'
import type { AssetKey } from '../../../app/wallet/chain-state.ts'
import { inTransaction } from './database.ts'

/** A settled transfer to one of our accounts, or from one by another program that has the key. */
export interface Received {
  /** The transaction's id and the number of the transfer in it. */
  readonly id: string
  readonly txId: string
  readonly chain: number
  readonly account: Address
  readonly asset: AssetKey
  readonly symbol: string
  readonly decimals: number
  readonly known: boolean
  readonly amount: Amount
  readonly payer: Address
  readonly payee: Address
  readonly block: number
  readonly at: number
}

export type CursorKind = 'trx' | 'tokens'

export class Records {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** True when one of them is new. */
  addReceived(transfers: readonly Received[]): boolean {
    const insert = this.#db.prepare(
      `INSERT OR IGNORE INTO received (id, tx_id, chain, account, asset, symbol, decimals, known, amount, payer, payee,
         block, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    return inTransaction(this.#db, () =>
      transfers
        .map(
          (one) =>
            insert.run(
              one.id,
              one.txId,
              one.chain,
              one.account,
              one.asset,
              one.symbol,
              one.decimals,
              one.known ? 1 : 0,
              one.amount.toString(),
              one.payer,
              one.payee,
              one.block,
              one.at,
            ).changes,
        )
        .some((changes) => changes > 0),
    )
  }

  hasReceived(txId: string, account: Address): boolean {
    return this.#db.prepare('SELECT 1 FROM received WHERE tx_id = ? AND account = ?').get(txId, account) !== undefined
  }

  received(chain: number): readonly Received[] {
    return this.#db
      .prepare('SELECT * FROM received WHERE chain = ?')
      .all(chain)
      .map((row) => ({
        id: String(row['id']),
        txId: String(row['tx_id']),
        chain,
        account: String(row['account']) as Address,
        asset: String(row['asset']) as AssetKey,
        symbol: String(row['symbol']),
        decimals: Number(row['decimals']),
        known: row['known'] === 1,
        amount: amount(BigInt(String(row['amount']))),
        payer: String(row['payer']) as Address,
        payee: String(row['payee']) as Address,
        block: Number(row['block']),
        at: Number(row['at']),
      }))
  }

  cursor(chain: number, account: Address, kind: CursorKind): number {
    const row = this.#db
      .prepare('SELECT at FROM cursors WHERE chain = ? AND account = ? AND kind = ?')
      .get(chain, account, kind)
    return Number(row?.['at'] ?? 0)
  }

  setCursor(chain: number, account: Address, kind: CursorKind, at: number): void {
    this.#db.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?)').run(chain, account, kind, at)
  }

  /** The first time counts. */
  notePaid(chain: number, address: Address, at: number): void {
    this.#db.prepare('INSERT OR IGNORE INTO paid VALUES (?, ?, ?)').run(chain, address, at)
  }

  paid(chain: number): ReadonlyMap<Address, number> {
    const rows = this.#db.prepare('SELECT address, first_at FROM paid WHERE chain = ?').all(chain)
    return new Map(rows.map((row) => [String(row['address']) as Address, Number(row['first_at'])]))
  }

  names(): ReadonlyMap<Address, string> {
    const rows = this.#db.prepare('SELECT address, name FROM contacts ORDER BY name').all()
    return new Map(rows.map((row) => [String(row['address']) as Address, String(row['name'])]))
  }

  /** Those with a name, by name; `chain` says of which network first payments are looked up. */
  contacts(chain: number | null): readonly Contact[] {
    const paid = chain === null ? new Map<Address, number>() : this.paid(chain)
    return [...this.names()].map(([address, name]) => ({ address, name, firstPaidAt: paid.get(address) ?? null }))
  }

  putContact(address: Address, name: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO contacts VALUES (?, ?)').run(address, name)
  }

  removeContact(address: Address): void {
    this.#db.prepare('DELETE FROM contacts WHERE address = ?').run(address)
  }
}
