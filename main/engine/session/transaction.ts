// Transactions on the session database: all or nothing, and how much of a crash they survive. `kept` survives a power
// loss once it returns, and waits for the disk; `shortly` survives it a moment later and never waits; `soon` survives
// it with the next of the others. All of them survive the end of this process at once.

import { close, fdatasync, open } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

export type Durability = 'kept' | 'shortly' | 'soon'

export class Transactions {
  readonly #db: DatabaseSync
  readonly #walPath: string
  #durability: Durability = 'kept'
  #syncing = false
  #again = false

  /** `walPath`: of the database's write-ahead log (https://www.sqlite.org/wal.html). */
  constructor(db: DatabaseSync, walPath: string) {
    this.#db = db
    this.#walPath = walPath
    db.exec('PRAGMA synchronous = FULL')
  }

  run<T>(durability: Durability, work: () => T): T {
    const mode = durability === 'kept' ? 'kept' : 'soon'
    if (mode !== this.#durability) {
      this.#db.exec(`PRAGMA synchronous = ${mode === 'kept' ? 'FULL' : 'NORMAL'}`)
      this.#durability = mode
    }
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      if (durability === 'shortly') this.#syncWal()
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  /** What was committed is in the log file already: syncing it off this thread makes it last. */
  #syncWal(): void {
    if (this.#syncing) {
      this.#again = true
      return
    }
    this.#syncing = true
    open(this.#walPath, 'r+', (failed, fd) => {
      if (failed) return this.#synced()
      // A disk that cannot sync says so to whoever writes data; here it only means that `shortly` takes longer.
      fdatasync(fd, () => close(fd, () => this.#synced()))
    })
  }

  #synced(): void {
    this.#syncing = false
    if (!this.#again) return
    this.#again = false
    this.#syncWal()
  }
}
