// What one peer has and what is asked of it, as the picker sees it. Counts are kept by the picker.

import { countPieces, hasPiece, setPiece, trimmed } from './piece-bits.ts'

export class PeerPieces {
  readonly #pieceCount: number
  /** Null: everything. */
  bits: Uint8Array | null
  count = 0
  /** Wanted pieces that we lack and it has. */
  useful = 0
  /** Blocks it alone is asked for, or was first asked for. */
  asked = 0
  /** Blocks it is asked for although another was first. */
  doubled = 0
  /** Pieces begun with it are asked of it alone. */
  sole = false
  /** Where it is in the order of this generation. */
  cursor = 0
  generation = -1
  /** What it gained since the order was made, and we may begin. */
  recent: number[] = []

  constructor(pieceCount: number) {
    this.#pieceCount = pieceCount
    this.bits = new Uint8Array(Math.ceil(pieceCount / 8))
  }

  has(piece: number): boolean {
    return this.bits === null ? piece < this.#pieceCount : hasPiece(this.bits, piece)
  }

  replace(pieces: Uint8Array | 'all' | 'none'): void {
    this.bits = pieces === 'all' ? null : trimmed(pieces === 'none' ? new Uint8Array(0) : pieces, this.#pieceCount)
    this.count = this.bits ? countPieces(this.bits) : this.#pieceCount
    if (pieces === 'none') this.bits = new Uint8Array(Math.ceil(this.#pieceCount / 8))
    if (this.count === this.#pieceCount) this.bits = null
    this.cursor = 0
    this.recent = []
  }

  /** The order of `generation` is the one to walk. */
  follow(generation: number): void {
    if (generation === this.generation) return
    this.generation = generation
    this.cursor = 0
    this.recent = []
  }

  /** False when it had the piece. */
  gain(piece: number): boolean {
    if (this.bits === null || piece >= this.#pieceCount || hasPiece(this.bits, piece)) return false
    setPiece(this.bits, piece)
    this.count++
    return true
  }
}
