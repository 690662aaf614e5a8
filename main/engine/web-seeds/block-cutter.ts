// Cuts a stream of a torrent's bytes, from the beginning of a block on, into blocks. Invariant: a block is handed on
// once, whole, in order.

import { BLOCK } from '../../../app/swarm/picker.ts'
import type { BlockRef } from '../../../app/swarm/turn.ts'

interface Pieces {
  readonly pieceCount: number
  lengthOf(piece: number): number
  blockLength(piece: number, block: number): number
}

type TakeBlock = (piece: number, block: number, data: Uint8Array) => void

export class BlockCutter {
  readonly #pieces: Pieces
  readonly #take: TakeBlock
  #piece: number
  #block: number
  #held: Uint8Array | null = null
  #filled = 0

  constructor(pieces: Pieces, { piece, block }: BlockRef, take: TakeBlock) {
    this.#pieces = pieces
    this.#piece = piece
    this.#block = block
    this.#take = take
  }

  /** What is handed on is a view: to be used at once. */
  feed(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#piece < this.#pieces.pieceCount;) {
      const length = this.#pieces.blockLength(this.#piece, this.#block)
      const size = Math.min(length - this.#filled, chunk.length - at)
      if (size === length) this.#put(this.#piece, this.#block, chunk.subarray(at, at + size))
      else this.#hold(chunk.subarray(at, at + size), length)
      at += size
    }
  }

  #put(piece: number, block: number, data: Uint8Array): void {
    this.#filled = 0
    const last = (block + 1) * BLOCK >= this.#pieces.lengthOf(piece)
    ;[this.#piece, this.#block] = last ? [piece + 1, 0] : [piece, block + 1]
    this.#take(piece, block, data)
  }

  #hold(part: Uint8Array, length: number): void {
    this.#held ??= new Uint8Array(BLOCK)
    this.#held.set(part, this.#filled)
    this.#filled += part.length
    if (this.#filled === length) this.#put(this.#piece, this.#block, this.#held.subarray(0, length))
  }
}
