// Which pieces we have, which we want, and which of those nobody has begun. Invariant: fresh ⊂ wanted, and wanted and
// had are apart.

import { clearPiece, countPieces, hasPiece, setPiece, trimmed } from './piece-bits.ts'

export class PieceNeeds {
  readonly pieceCount: number
  readonly #have: Uint8Array
  /** Bits of what is wanted and missing. */
  readonly wanted: Uint8Array
  /** 1 where wanted, missing and not begun. */
  readonly fresh: Uint8Array
  priorities: Uint8Array = new Uint8Array(0)
  freshCount = 0
  missing = 0
  haveCount: number

  constructor(pieceCount: number, have: Uint8Array) {
    this.pieceCount = pieceCount
    this.#have = trimmed(have, pieceCount)
    this.haveCount = countPieces(this.#have)
    this.wanted = new Uint8Array(this.#have.length)
    this.fresh = new Uint8Array(pieceCount)
  }

  has(piece: number): boolean {
    return hasPiece(this.#have, piece)
  }

  wants(piece: number): boolean {
    return hasPiece(this.wanted, piece)
  }

  /** A copy of what we have, BEP 3 order. */
  bitfield(): Uint8Array {
    return this.#have.slice()
  }

  /** The piece is begun. */
  begin(piece: number): void {
    if (this.fresh[piece] === 1) this.freshCount--
    this.fresh[piece] = 0
  }

  /** We have the piece; answers whether it was wanted. */
  gain(piece: number): boolean {
    if (this.has(piece)) return false
    setPiece(this.#have, piece)
    this.haveCount++
    if (!this.wants(piece)) return false
    this.begin(piece)
    clearPiece(this.wanted, piece)
    this.missing--
    return true
  }

  /** Walks all pieces: other ones are wanted. */
  choose(priorities: Uint8Array, isBegun: (piece: number) => boolean): void {
    this.priorities = priorities
    this.freshCount = this.missing = 0
    this.wanted.fill(0)
    for (let piece = 0; piece < this.pieceCount; piece++) {
      const wanted = !this.has(piece) && (priorities[piece] ?? 0) > 0
      this.fresh[piece] = wanted && !isBegun(piece) ? 1 : 0
      this.freshCount += this.fresh[piece] ?? 0
      if (!wanted) continue
      this.missing++
      setPiece(this.wanted, piece)
    }
  }
}
