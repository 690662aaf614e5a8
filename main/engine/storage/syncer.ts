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
  /** Files with unsynced bytes, by when they last got some. */
  readonly #touched = new Map<number, number>()
  #touches = 0
  /** Stamps the journal has not heard of. */
  readonly #fresh = new Map<number, FileStamp>()

  constructor(parts: Parts, journal: Journal) {
    this.#parts = parts
    this.#journal = journal
  }

  /** Something is not synced, or not told. */
  get isBehind(): boolean {
    return this.#touched.size > 0 || this.#fresh.size > 0
  }

  /** What is not ours was not written to. */
  touch(file: number): void {
    if (!this.#parts.files.isOurs(file)) return
    this.#touched.set(file, this.#touches++)
  }

  /** Answers the files that became complete. */
  async commit(pieces: readonly number[], same: (piece: number) => boolean): Promise<number[]> {
    const { aside, claims, files, layout, spec } = this.#parts
    await eachOf([...this.#touched.keys()], SYNCS_AT_ONCE, (file) => this.syncFile(file))
    await files.syncNames()
    const durable = pieces.filter(same)
    const kept = durable.filter((piece) => aside.has(piece))
    this.#journal.durable(spec.id, durable, { count: layout.pieceCount, stamps: this.#fresh, aside: kept })
    this.#fresh.clear()
    return claims.settled(durable)
  }

  /** Does nothing when all its bytes are synced. */
  async syncFile(file: number): Promise<void> {
    const touch = this.#touched.get(file)
    if (touch === undefined) return
    const stamp = await this.#parts.files.sync(file)
    if (this.#touched.get(file) === touch) this.#touched.delete(file)
    if (stamp === null) return
    this.#parts.stamps.set(file, stamp)
    this.#fresh.set(file, stamp)
  }
}
