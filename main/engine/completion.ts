// Notes when a torrent has all that is wanted: once, and only if it was not so before. Leaves telling others to the
// run. Invariant: what was complete when it was looked at is not announced as finished.

import type { PieceState } from './piece-state.ts'
import type { TorrentRecord } from './torrent-record.ts'

export class Completion {
  readonly #record: TorrentRecord
  #seen = false

  constructor(record: TorrentRecord) {
    this.#record = record
  }

  /** What is here was found out anew. */
  found(pieces: PieceState | null): void {
    this.reset(pieces)
    if (this.#seen && this.#record.stored.doneAt === null) this.#record.patch({ doneAt: Date.now() })
  }

  /** What is wanted, or had, changed otherwise than by downloading. */
  reset(pieces: PieceState | null): void {
    this.#seen = pieces?.complete ?? false
  }

  /** A piece came in; true: it was the last. */
  gained(pieces: PieceState | null): boolean {
    if (!pieces?.complete || this.#seen) return false
    this.#seen = true
    this.#record.patch({ doneAt: Date.now() })
    return true
  }
}
