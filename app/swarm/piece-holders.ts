// Who has which piece, and how many of the pieces we want. Invariant: a peer's `useful` is the number of pieces it has
// among the wanted ones.

import { Availability } from './availability.ts'
import { PeerPieces } from './peer-pieces.ts'
import { countCommon } from './piece-bits.ts'
import type { PieceNeeds } from './piece-needs.ts'

export class PieceHolders<P> {
  readonly availability: Availability
  readonly #pieceCount: number
  readonly #needs: PieceNeeds
  readonly #peers = new Map<P, PeerPieces>()

  constructor(pieceCount: number, needs: PieceNeeds) {
    this.#pieceCount = pieceCount
    this.availability = new Availability(pieceCount)
    this.#needs = needs
  }

  get(peer: P): PeerPieces | undefined {
    return this.#peers.get(peer)
  }

  join(peer: P): void {
    if (!this.#peers.has(peer)) this.#peers.set(peer, new PeerPieces(this.#pieceCount))
  }

  learn(peer: P, pieces: Uint8Array | 'all' | 'none'): void {
    const its = this.#peers.get(peer)
    if (!its) return
    this.#count(its, -1)
    its.replace(pieces)
    this.#count(its, 1)
    its.useful = this.#usefulOf(its)
  }

  /** False when the peer had the piece. */
  gain(peer: P, piece: number): boolean {
    const its = this.#peers.get(peer)
    if (!its?.gain(piece)) return false
    this.availability.one(piece)
    if (this.#needs.wants(piece)) its.useful++
    return true
  }

  leave(peer: P): void {
    const its = this.#peers.get(peer)
    if (its) this.#count(its, -1)
    this.#peers.delete(peer)
  }

  /** We gained the piece, which was wanted. */
  got(piece: number): void {
    for (const its of this.#peers.values()) if (its.has(piece)) its.useful--
  }

  /** Other pieces are wanted than before. */
  recount(): void {
    for (const its of this.#peers.values()) its.useful = this.#usefulOf(its)
  }

  /** A block is not asked of it any more; `double`: another was asked first. */
  uncount(peer: P, double: boolean): void {
    const its = this.#peers.get(peer)
    if (!its) return
    if (double) its.doubled--
    else its.asked--
  }

  /** Of a block that others were asked for before it, it is now the first. */
  promote(peer: P): void {
    const its = this.#peers.get(peer)
    if (!its) return
    its.doubled--
    its.asked++
  }

  #count(its: PeerPieces, by: 1 | -1): void {
    if (its.bits) this.availability.peer(its.bits, by)
    else this.availability.seed(by)
  }

  #usefulOf(its: PeerPieces): number {
    return its.bits ? countCommon(its.bits, this.#needs.wanted) : this.#needs.missing
  }
}
