// All pieces that are begun, and which of them have free blocks, by level. Keeps the sets right as blocks are taken,
// given back and received; what the levels mean is the picker's business.

import { BegunPiece } from './begun-piece.ts'
import { LEVELS } from './piece-order.ts'

export class BegunPieces<P> {
  readonly #all = new Map<number, BegunPiece<P>>()
  readonly #open = Array.from({ length: LEVELS }, () => new Set<BegunPiece<P>>())
  readonly #wants: (piece: number) => boolean
  readonly #levelOf: (piece: number) => number

  constructor(wants: (piece: number) => boolean, levelOf: (piece: number) => number) {
    this.#wants = wants
    this.#levelOf = levelOf
  }

  get(piece: number): BegunPiece<P> | undefined {
    return this.#all.get(piece)
  }

  has(piece: number): boolean {
    return this.#all.has(piece)
  }

  /** In the order in which they were begun. */
  all(): Iterable<BegunPiece<P>> {
    return this.#all.values()
  }

  /** Those with free blocks, wanted ones only. */
  open(level: number): Iterable<BegunPiece<P>> {
    return this.#open[level] ?? []
  }

  *allOpen(): Iterable<BegunPiece<P>> {
    for (const open of this.#open) yield* open
  }

  add(piece: number, blocks: number): BegunPiece<P> {
    const begun = new BegunPiece<P>(piece, blocks, this.#levelOf(piece))
    this.#all.set(piece, begun)
    this.sort(begun)
    return begun
  }

  drop(piece: number): void {
    const begun = this.#all.get(piece)
    if (!begun) return
    this.#all.delete(piece)
    this.#open[begun.level]?.delete(begun)
  }

  /** To be called when it may have gained its first or lost its last free block. */
  sort(begun: BegunPiece<P>): void {
    const open = this.#open[begun.level]
    if (begun.free > 0 && this.#wants(begun.piece)) open?.add(begun)
    else open?.delete(begun)
  }

  /** To be called when levels mean something else, or other pieces are wanted. */
  relevel(): void {
    for (const open of this.#open) open.clear()
    for (const begun of this.#all.values()) {
      begun.level = this.#levelOf(begun.piece)
      this.sort(begun)
    }
  }

  /** `peer` is nobody's only source any more. */
  letGo(peer: P): void {
    for (const begun of this.#all.values()) begun.letGo(peer)
  }
}
