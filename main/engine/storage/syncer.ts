// Makes written pieces durable: syncs the files they touched and the folders with new names, then tells the journal.
// Leaves when to Barrier. Invariant: a file is forgotten as touched only once it is synced, and the journal hears of a
// piece only after all its files and their names are.

import type { FileStamp, Journal } from '../session/session.ts'
import { eachOf } from './each-of.ts'
import type { Parts } from './store-parts.ts'

const SYNCS_AT_ONCE = 4

export class Syncer {
  readonly #parts: Parts
  readonly #journal: Journal
  readonly #touched = new Set<number>()
  /** Of each file, when we last synced it. */
  readonly stamps: Map<number, FileStamp>

  constructor(parts: Parts, journal: Journal, stamps: ReadonlyMap<number, FileStamp>) {
    this.#parts = parts
    this.#journal = journal
    this.stamps = new Map(stamps)
  }

  touch(file: number): void {
    this.#touched.add(file)
  }

  /** Answers the files that became complete. */
  async commit(pieces: readonly number[], same: (piece: number) => boolean): Promise<number[]> {
    const { aside, claims, files, layout, spec } = this.#parts
    const fresh = new Map<number, FileStamp>()
    await eachOf([...this.#touched], SYNCS_AT_ONCE, async (file) => {
      const stamp = await this.#sync(file)
      if (stamp !== null) fresh.set(file, stamp)
    })
    await files.syncNames()
    const durable = pieces.filter(same)
    const kept = durable.filter((piece) => aside.has(piece))
    this.#journal.durable(spec.id, durable, { count: layout.pieceCount, stamps: fresh, aside: kept })
    return claims.settled(durable)
  }

  async syncFile(file: number): Promise<void> {
    if (this.#touched.has(file)) await this.#sync(file)
  }

  async #sync(file: number): Promise<FileStamp | null> {
    this.#touched.delete(file)
    try {
      const stamp = await this.#parts.files.sync(file)
      if (stamp !== null) this.stamps.set(file, stamp)
      return stamp
    } catch (error) {
      this.#touched.add(file)
      throw error
    }
  }
}
