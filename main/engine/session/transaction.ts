// Transactions on the session database: all or nothing, and how much of a crash they survive. `kept` survives a power
// loss once it returns, and waits for the disk; `shortly` survives it a moment later, once `lasting` resolves, and
// never waits; `soon` survives it with the next of the others. All of them survive the end of this process at once.
// While data pours in, waiting for the disk can take a quarter of a second: the event loop has no time for that.

import { open } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import type { Checkpoints } from './checkpoints.ts'

export type Durability = 'kept' | 'shortly' | 'soon'

export class Transactions {
  readonly #db: DatabaseSync
  readonly #walPath: string
  readonly #checkpoints: Checkpoints
  #durability: Durability = 'kept'
  /** The sync that is under way, and the one after it: what is committed by now lasts when that one is done. */
  #syncing: Promise<void> | null = null
  #next: Promise<void> | null = null

  /** `walPath`: of the database's write-ahead log (https://www.sqlite.org/wal.html). */
  constructor(db: DatabaseSync, walPath: string, checkpoints: Checkpoints) {
    this.#db = db
    this.#walPath = walPath
    this.#checkpoints = checkpoints
    db.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0')
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
      this.#checkpoints.committed()
      // A disk that cannot sync says so to whoever writes data; here it only means that `shortly` takes longer.
      if (durability === 'shortly') this.lasting().catch(() => undefined)
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  /** Resolves when all that was committed by now survives a power loss; rejects when the disk cannot sync. */
  lasting(): Promise<void> {
    if (this.#syncing === null) return (this.#syncing = this.#sync())
    this.#next ??= this.#syncing.then(
      () => this.#startNext(),
      () => this.#startNext(),
    )
    return this.#next
  }

  #startNext(): Promise<void> {
    this.#next = null
    return (this.#syncing = this.#sync())
  }

  /** What was committed is in the log file already: syncing it off this thread makes it last. */
  async #sync(): Promise<void> {
    try {
      await using file = await open(this.#walPath, 'r+')
      await file.datasync()
    } finally {
      if (this.#next === null) this.#syncing = null
    }
  }
}
