// What one torrent is said to have: the pieces written, those of them that are durable, and hence which files are
// complete. Pure bookkeeping; leaves the truth of it to those who write, sync and hash. Invariant: a durable piece is
// a written one, and `missing` of a file counts its pieces that are not durable.

import { emptyBits, fitBits, hasBit, members, setBit, clearBit } from './bits.ts'
import type { IndexRange, Layout } from './layout.ts'

export class Claims {
  readonly #layout: Layout
  #written: Uint8Array
  #durable: Uint8Array
  readonly #missing: Uint32Array

  constructor(layout: Layout) {
    this.#layout = layout
    this.#written = emptyBits(layout.pieceCount)
    this.#durable = emptyBits(layout.pieceCount)
    this.#missing = new Uint32Array(layout.fileCount)
    this.reset(this.#durable)
  }

  /** Exactly these, all durable. */
  reset(durable: Uint8Array): void {
    this.#durable = fitBits(durable, this.#layout.pieceCount)
    this.#written = this.#durable.slice()
    for (let file = 0; file < this.#layout.fileCount; file++) {
      const range = this.#layout.piecesOf(file)
      this.#missing[file] = range === null ? 0 : range.last - range.first + 1
    }
    for (const piece of members(this.#durable, this.#layout.pieceCount)) this.#count(piece, -1)
  }

  has(piece: number): boolean {
    return hasBit(this.#written, piece)
  }

  /** All pieces with bytes of the file are durable. */
  isComplete(file: number): boolean {
    return this.#missing[file] === 0
  }

  /** The pieces with bytes of the file that are had. */
  of(file: number): number[] {
    const range = this.#layout.piecesOf(file)
    if (range === null) return []
    const pieces: number[] = []
    for (let piece = range.first; piece <= range.last; piece++) if (this.has(piece)) pieces.push(piece)
    return pieces
  }

  /** Whether some piece of the file is had and satisfies `where`. */
  some(file: number, where: (piece: number) => boolean): boolean {
    const range: IndexRange | null = this.#layout.piecesOf(file)
    if (range === null) return false
    for (let piece = range.first; piece <= range.last; piece++) if (this.has(piece) && where(piece)) return true
    return false
  }

  bitfield(): Uint8Array {
    return this.#written.slice()
  }

  wrote(piece: number): void {
    setBit(this.#written, piece)
  }

  /** Answers the files that became complete. */
  settled(pieces: readonly number[]): number[] {
    const complete = new Set<number>()
    for (const piece of pieces) {
      if (hasBit(this.#durable, piece)) continue
      setBit(this.#written, piece)
      setBit(this.#durable, piece)
      for (const file of this.#count(piece, -1)) if (this.isComplete(file)) complete.add(file)
    }
    return [...complete]
  }

  lost(piece: number): void {
    if (hasBit(this.#durable, piece)) this.#count(piece, 1)
    clearBit(this.#durable, piece)
    clearBit(this.#written, piece)
  }

  #count(piece: number, change: 1 | -1): number[] {
    const files = this.#layout.filesOf(piece)
    for (const file of files) this.#missing[file] = (this.#missing[file] ?? 0) + change
    return files
  }
}
