// What else the database keeps: transfers that came in (from settled blocks only), who was paid and when first, the
// names the user gave. Invariant: one transfer is one row, however often a node tells of it.

import type { DatabaseSync } from 'node:sqlite'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Contact } from '../../../app/wallet/activity.ts'
import type { AssetKey } from '../../../app/wallet/chain-state.ts'
import { inTransaction } from './database.ts'

/**
 * Who made a transfer happen. `paid`: the account, by a transaction that it signed and that is this transfer and
 * nothing else. `called`: the account, by calling a contract that did it. `others`: somebody else, whatever a log says.
 */
export type Maker = 'paid' | 'called' | 'others'

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
  readonly made: Maker
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
         made, block, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
              one.made,
              one.block,
              one.at,
            ).changes,
        )
        .some((changes) => changes > 0),
    )
  }

  /** When its block was made; undefined: it is not kept. */
  receivedAt(txId: string, account: Address): number | undefined {
    const row = this.#db.prepare('SELECT at FROM received WHERE tx_id = ? AND account = ?').get(txId, account)
    return row === undefined ? undefined : Number(row['at'])
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
        made: String(row['made']) as Maker,
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

  /**
   * When each was paid first: from here, or by another program that has the key of one of these accounts. What only a
   * contract did, or was done in a token that we do not know, makes nobody known: it can be arranged by others.
   */
  paid(chain: number, own: ReadonlySet<Address>): ReadonlyMap<Address, number> {
    const from = this.#db.prepare('SELECT address, first_at FROM paid WHERE chain = ?').all(chain)
    const found = new Map(from.map((row) => [String(row['address']) as Address, Number(row['first_at'])]))
    const elsewhere = this.#db
      .prepare(
        `SELECT payer, payee, MIN(at) AS first_at FROM received
           WHERE chain = ? AND made = 'paid' AND known = 1 AND amount <> '0' GROUP BY payer, payee`,
      )
      .all(chain)
    for (const row of elsewhere) {
      const [payer, payee, at] = [row['payer'] as Address, row['payee'] as Address, Number(row['first_at'])]
      if (own.has(payer) && !own.has(payee)) found.set(payee, Math.min(at, found.get(payee) ?? at))
    }
    return found
  }

  names(): ReadonlyMap<Address, string> {
    const rows = this.#db.prepare('SELECT address, name FROM contacts ORDER BY name').all()
    return new Map(rows.map((row) => [String(row['address']) as Address, String(row['name'])]))
  }

  /** Those with a name, by name. */
  contacts(paid: ReadonlyMap<Address, number>): readonly Contact[] {
    const added = this.bookDates()
    return [...this.names()].map(([address, name]) => ({
      address,
      name,
      firstPaidAt: paid.get(address) ?? null,
      addedAt: added.get(address) ?? 0,
    }))
  }

  /** When each was put into the address book. */
  bookDates(): ReadonlyMap<Address, number> {
    const rows = this.#db.prepare('SELECT address, added_at FROM contacts').all()
    return new Map(rows.map((row) => [String(row['address']) as Address, Number(row['added_at'])]))
  }

  /** Another name for one that is there does not make it new. */
  putContact(address: Address, name: string, now: number): void {
    this.#db
      .prepare('INSERT INTO contacts VALUES (?, ?, ?) ON CONFLICT (address) DO UPDATE SET name = excluded.name')
      .run(address, name, now)
  }

  /** Pairs that a person compared and found to be two, each both ways. */
  compared(): ReadonlyMap<Address, ReadonlySet<Address>> {
    const found = new Map<Address, Set<Address>>()
    const add = (one: Address, other: Address): void => {
      const others = found.get(one) ?? new Set()
      found.set(one, others.add(other))
    }
    for (const row of this.#db.prepare('SELECT address, other FROM compared').all()) {
      const [one, other] = [row['address'] as Address, row['other'] as Address]
      add(one, other)
      add(other, one)
    }
    return found
  }

  noteCompared(address: Address, others: readonly Address[]): void {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO compared VALUES (?, ?)')
    inTransaction(this.#db, () => {
      for (const other of others) insert.run(address, other)
    })
  }

  /** What was compared for its sake is forgotten with the name. */
  removeContact(address: Address): void {
    this.#db.prepare('DELETE FROM contacts WHERE address = ?').run(address)
    this.#db.prepare('DELETE FROM compared WHERE address = ?').run(address)
  }
}
