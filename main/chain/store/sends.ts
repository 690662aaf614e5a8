// Our own sends and calls of the vault on disk. One is here, with its signed bytes, before any node sees it. Leaves
// what becomes of it to sending/delivery.ts. Invariant: it never leaves `final`, `failed` or `not-sent` again.

import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { VaultEvent } from '../../../app/speed/settled.ts'
import type { VaultCall } from '../../../app/speed/vault-call.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { RefusalCode } from '../../../app/tron/refusal.ts'
import type { ActivityState, FailureCode } from '../../../app/wallet/activity.ts'
import type { AssetKey } from '../../../app/wallet/chain-state.ts'
import { callOf, eventsOf, written } from './call-text.ts'
import { inTransaction } from './database.ts'

/** What does not change about a send. */
export interface NewSend {
  readonly txId: string
  readonly chain: number
  readonly account: Address
  readonly asset: AssetKey
  readonly symbol: string
  readonly decimals: number
  readonly known: boolean
  /** Of a call of the vault: what it moves, approves or should bring in. */
  readonly amount: Amount
  /** Of a call: the vault. */
  readonly recipient: Address
  /** Null: a plain transfer of the asset to the recipient. */
  readonly call: VaultCall | null
  readonly memo: string | null
  /** As it is broadcast. */
  readonly signed: Uint8Array
  readonly most: Amount
  /** By this computer's clock, ms since 1970. */
  readonly createdAt: number
  /** From the head block at the time to its expiry, in ms. */
  readonly lifetime: number
  /** By the chain's time. */
  readonly expiresAt: number
}

export interface SendProgress {
  readonly state: ActivityState
  readonly refusal: RefusalCode | null
  readonly block: number | null
  readonly blockAt: number | null
  readonly fee: Amount | null
  readonly failure: FailureCode | null
  /** Number of the solidified block at which it was past its time and unknown for the first time. */
  readonly missingSince: number | null
  readonly checkedAt: number | null
  /** Of a call that is final: what the vault said, of this account. */
  readonly events: readonly VaultEvent[]
}

export type Send = NewSend & SendProgress

/** One and the same: compared by what it is. */
const NONE: readonly VaultEvent[] = []

export const NEW: SendProgress = {
  state: 'sending',
  refusal: null,
  block: null,
  blockAt: null,
  fee: null,
  failure: null,
  missingSince: null,
  checkedAt: null,
  events: NONE,
}

type Row = Record<string, SQLOutputValue>

const int = (value: SQLOutputValue | undefined): number | null => (typeof value === 'number' ? value : null)
const text = (value: SQLOutputValue | undefined): string | null => (typeof value === 'string' ? value : null)
const units = (value: SQLOutputValue | undefined): Amount => amount(BigInt(text(value) ?? '0'))

const sendOf = (row: Row): Send => ({
  txId: text(row['tx_id']) ?? '',
  chain: int(row['chain']) ?? 0,
  account: text(row['account']) as Address,
  asset: text(row['asset']) as AssetKey,
  symbol: text(row['symbol']) ?? '',
  decimals: int(row['decimals']) ?? 0,
  known: row['known'] === 1,
  amount: units(row['amount']),
  recipient: text(row['recipient']) as Address,
  memo: text(row['memo']),
  signed: Uint8Array.from(row['signed'] as Uint8Array),
  most: units(row['most']),
  createdAt: int(row['created_at']) ?? 0,
  lifetime: int(row['lifetime']) ?? 0,
  expiresAt: int(row['expires_at']) ?? 0,
  state: text(row['state']) as ActivityState,
  refusal: text(row['refusal']) as RefusalCode | null,
  block: int(row['block']),
  blockAt: int(row['block_at']),
  fee: row['fee'] === null ? null : units(row['fee']),
  failure: text(row['failure']) as FailureCode | null,
  missingSince: int(row['missing_since']),
  checkedAt: int(row['checked_at']),
  call: callOf(text(row['call'])),
  events: eventsOf(text(row['events'])) ?? NONE,
})

const UNDERWAY = `state IN ('sending', 'pooled', 'in-block')`

export class Sends {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** On disk when it returns. The same bytes twice are one send. */
  add(send: NewSend): void {
    const values: Record<string, SQLInputValue> = {
      tx_id: send.txId,
      chain: send.chain,
      account: send.account,
      asset: send.asset,
      symbol: send.symbol,
      decimals: send.decimals,
      known: send.known ? 1 : 0,
      amount: send.amount.toString(),
      recipient: send.recipient,
      memo: send.memo,
      signed: send.signed,
      most: send.most.toString(),
      created_at: send.createdAt,
      lifetime: send.lifetime,
      expires_at: send.expiresAt,
      call: send.call && written(send.call),
      state: NEW.state,
    }
    const names = Object.keys(values)
    const sql = `INSERT OR IGNORE INTO sends (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`
    inTransaction(this.#db, () => this.#db.prepare(sql).run(values))
  }

  note(txId: string, progress: SendProgress): void {
    this.#db
      .prepare(
        `UPDATE sends SET state = ?, refusal = ?, block = ?, block_at = ?, fee = ?, failure = ?, missing_since = ?,
           checked_at = ?, events = ? WHERE tx_id = ? AND ${UNDERWAY}`,
      )
      .run(
        progress.state,
        progress.refusal,
        progress.block,
        progress.blockAt,
        progress.fee?.toString() ?? null,
        progress.failure,
        progress.missingSince,
        progress.checkedAt,
        progress.events.length === 0 ? null : written(progress.events),
        txId,
      )
  }

  get(txId: string): Send | null {
    const row = this.#db.prepare('SELECT * FROM sends WHERE tx_id = ?').get(txId)
    return row === undefined ? null : sendOf(row)
  }

  /** Those that may still change, the oldest first. */
  underway(chain: number): readonly Send[] {
    return this.#db
      .prepare(`SELECT * FROM sends WHERE chain = ? AND ${UNDERWAY} ORDER BY created_at`)
      .all(chain)
      .map(sendOf)
  }

  /** Calls of the vault that the account made and that are not settled. */
  callsUnderway(chain: number, account: Address): readonly VaultCall[] {
    return this.underway(chain).flatMap((send) => (send.account === account && send.call !== null ? [send.call] : []))
  }

  /** Whether some send may still change; null: on whatever network. */
  hasUnderway(chain: number | null): boolean {
    const sql = `SELECT 1 FROM sends WHERE ${UNDERWAY} AND chain = coalesce(?, chain) LIMIT 1`
    return this.#db.prepare(sql).get(chain) !== undefined
  }

  /** Those for whom the account has locked anything from here, whether or not it still is. */
  lockedFor(chain: number, account: Address): readonly Address[] {
    const sql = 'SELECT * FROM sends WHERE chain = ? AND account = ? AND call IS NOT NULL'
    const calls = this.#db.prepare(sql).all(chain, account).map(sendOf)
    return [...new Set(calls.flatMap(({ call }) => (call?.call === 'lock' ? [call.payee] : [])))]
  }

  /** Calls of the vault that came to their end in a settled block, and that the ledger was not told of yet. */
  untold(chain: number): readonly Send[] {
    return this.#db
      .prepare(`SELECT * FROM sends WHERE chain = ? AND told = 0 AND call IS NOT NULL AND state IN ('final', 'failed')`)
      .all(chain)
      .map(sendOf)
  }

  noteTold(txIds: readonly string[]): void {
    const note = this.#db.prepare('UPDATE sends SET told = 1 WHERE tx_id = ?')
    inTransaction(this.#db, () => {
      for (const txId of txIds) note.run(txId)
    })
  }

  all(chain: number): readonly Send[] {
    return this.#db.prepare('SELECT * FROM sends WHERE chain = ?').all(chain).map(sendOf)
  }
}
