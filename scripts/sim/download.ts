// One torrent on one peer: which pieces it has, who is sending which. Blocks are told apart by their number only, since
// their data matters to nobody here; a poisoned one makes its piece fail. Invariant: a piece is had when every block of it
// came and none was poisoned.

import type { Random } from './random.ts'

export const BLOCK = 16_384

interface Piece {
  have: boolean
  /** The link that alone may send it; null: anybody. */
  source: string | null
  /** Blocks that are on their way or here. */
  asked: number
  readonly underway: Map<string, number>
  readonly came: Map<string, number>
  poisoned: boolean
}

export interface PieceEnd {
  readonly good: boolean
  readonly piece: number
  /** Bytes of each link. */
  readonly suppliers: ReadonlyMap<string, number>
}

export class Download {
  readonly pieceLength: number
  readonly #pieces: Piece[]
  readonly #random: Random
  readonly #scatter: number
  #missing: number

  /** `scatter`: how often it begins a piece although others are begun. */
  constructor(pieces: number, pieceLength: number, had: number, random: Random, scatter = 0) {
    this.#scatter = scatter
    this.pieceLength = pieceLength
    this.#random = random
    this.#pieces = Array.from({ length: pieces }, (_, at) => ({
      have: at < had,
      source: null,
      asked: 0,
      underway: new Map(),
      came: new Map(),
      poisoned: false,
    }))
    this.#missing = pieces - had
  }

  get wanted(): number {
    return this.#missing * this.pieceLength
  }

  has(piece: number): boolean {
    return this.#pieces[piece]?.have ?? false
  }

  /** The next block of what `other` has for this link, as asked for; null: nothing now. */
  take(link: string, other: Download): number | null {
    const free = (piece: Piece, at: number): boolean =>
      !piece.have && piece.asked < this.#blocks && other.has(at) && (piece.source ?? link) === link
    const begins = this.#scatter > 0 && this.#random.chance(this.#scatter)
    const begun = (piece: Piece, index: number): boolean =>
      piece.asked > 0 && piece.source === link && free(piece, index)
    let at = begins ? -1 : this.#pieces.findIndex(begun)
    if (at < 0) at = this.#pieces.findIndex((piece, index) => piece.asked === 0 && free(piece, index))
    if (at < 0) at = this.#pieces.findIndex(free)
    const piece = this.#pieces[at]
    if (piece === undefined) return null
    if (piece.asked === 0) piece.source = this.#random.chance(0.9) ? link : null
    piece.asked++
    piece.underway.set(link, (piece.underway.get(link) ?? 0) + 1)
    return at
  }

  canTake(link: string, other: Download): boolean {
    return this.#pieces.some(
      (piece, at) => !piece.have && piece.asked < this.#blocks && other.has(at) && (piece.source ?? link) === link,
    )
  }

  /** A block came. The piece's end, when it was its last. */
  arrive(link: string, at: number, poisoned: boolean): PieceEnd | null {
    const piece = this.#pieces[at]
    if (piece === undefined || piece.have) return null
    piece.underway.set(link, (piece.underway.get(link) ?? 1) - 1)
    piece.came.set(link, (piece.came.get(link) ?? 0) + BLOCK)
    piece.poisoned ||= poisoned
    let bytes = 0
    for (const part of piece.came.values()) bytes += part
    if (bytes < this.pieceLength) return null
    const end = { good: !piece.poisoned, piece: at, suppliers: new Map(piece.came) }
    if (end.good) {
      piece.have = true
      this.#missing--
    } else this.#begin(piece)
    return end
  }

  /** The connection is gone: what was on its way is asked of others. */
  lose(link: string): void {
    for (const piece of this.#pieces) {
      piece.asked -= piece.underway.get(link) ?? 0
      piece.underway.delete(link)
      if (piece.source === link) piece.source = null
    }
  }

  #begin(piece: Piece): void {
    piece.asked = 0
    piece.source = null
    piece.poisoned = false
    piece.came.clear()
    piece.underway.clear()
  }

  get #blocks(): number {
    return this.pieceLength / BLOCK
  }
}
