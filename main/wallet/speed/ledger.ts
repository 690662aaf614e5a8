// The ledger's connection: one transaction at a time, all of it or nothing, on disk when it returns. After a failed
// write or sync nobody knows what the disk has, so the connection is dropped and what is really there is read again
// before anything else is done. Leaves what is written to others. Invariant: nothing of the ledger is kept in memory
// from one transaction to the next.

import { systemFaultOf } from '../../../app/ipc/disk-fault.ts'
import type { DiskFault } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { WalletClock } from '../clock.ts'
import { sqliteCode, type openLedger, type OpenedLedger } from './database.ts'
import { NewerLedger } from './schema.ts'
import { Sql } from './sql.ts'
import { wipeLedgers } from './wiping.ts'

/** https://www.sqlite.org/rescode.html; damage (11, 26) shows as what it is when it is opened again. */
const FAULTS: ReadonlyMap<number | null, DiskFault> = new Map([
  [3, 'denied'],
  [5, 'io'],
  [6, 'io'],
  [8, 'read-only'],
  [10, 'io'],
  [11, 'io'],
  [13, 'full'],
  [14, 'denied'],
  [26, 'io'],
])
/** Busy, locked, full: the connection is as good as before. */
const PASSING = new Set([5, 6, 13])
const AGAIN_MS = 1_000

interface Connection extends OpenedLedger {
  readonly sql: Sql
}

export interface LedgerDeps {
  /** The wallet's own; null: in memory. */
  readonly folder: string | null
  readonly clock: WalletClock
  readonly open: typeof openLedger
  /** What was damaged was set aside under this name. Called within the opening, with the new ledger. */
  readonly onDamage: (keptAs: string, sql: Sql) => void
}

export class Ledger {
  readonly #deps: LedgerDeps
  #connection: Connection | null = null
  #failedAt = -Infinity
  #closed = false

  constructor(deps: LedgerDeps) {
    this.#deps = deps
  }

  /** On disk when it returns. Where it fails it may be there all the same, and nothing that came of it may be let out. */
  write<T>(work: (sql: Sql) => T): Result<T, DiskFault> {
    return this.#guarded(({ db, sql }) => {
      db.exec('BEGIN IMMEDIATE')
      try {
        const result = work(sql)
        db.exec('COMMIT')
        return result
      } catch (cause) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw cause
      }
    })
  }

  read<T>(look: (sql: Sql) => T): Result<T, DiskFault> {
    return this.#guarded(({ sql }) => look(sql))
  }

  /** Deletes it for good; what is written from now on begins a new one. Throws where the disk refuses. */
  wipe(): void {
    this.#drop()
    this.#failedAt = -Infinity
    if (this.#deps.folder !== null) wipeLedgers(this.#deps.folder)
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  #guarded<T>(use: (connection: Connection) => T): Result<T, DiskFault> {
    try {
      const connection = this.#connect()
      return connection === null ? fail('io') : ok(use(connection))
    } catch (cause) {
      const code = sqliteCode(cause)
      const fault = cause instanceof NewerLedger ? 'denied' : (FAULTS.get(code) ?? systemFaultOf(cause))
      if (fault === null) throw cause
      if (code === null || !PASSING.has(code)) this.#drop()
      return fail(fault)
    }
  }

  /** Null: closed, or it failed a moment ago. */
  #connect(): Connection | null {
    if (this.#connection !== null) return this.#connection
    const { folder, clock, open, onDamage } = this.#deps
    if (this.#closed || clock.now() - this.#failedAt < AGAIN_MS) return null
    this.#failedAt = clock.now()
    const opened = open(folder)
    const connection = { ...opened, sql: new Sql(opened.db) }
    this.#connection = connection
    this.#failedAt = -Infinity
    if (opened.keptAs !== null) onDamage(opened.keptAs, connection.sql)
    return connection
  }

  #drop(): void {
    const connection = this.#connection
    this.#connection = null
    this.#failedAt = this.#deps.clock.now()
    try {
      connection?.db.close()
    } catch {
      // It is of no use any more in any case.
    }
  }
}
