// Transactions on the session database: all or nothing, and how much of a crash they survive. `kept` survives a power
// loss once it returns; `soon` survives the end of this process at once and a power loss with the next `kept` one.

import type { DatabaseSync } from 'node:sqlite'

export type Durability = 'kept' | 'soon'

export class Transactions {
  readonly #db: DatabaseSync
  #durability: Durability = 'kept'

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec('PRAGMA synchronous = FULL')
  }

  run<T>(durability: Durability, work: () => T): T {
    if (durability !== this.#durability) {
      this.#db.exec(`PRAGMA synchronous = ${durability === 'kept' ? 'FULL' : 'NORMAL'}`)
      this.#durability = durability
    }
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }
}
