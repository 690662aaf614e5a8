// Verified pieces in memory until they are written, in the order they came. Invariant: `bytes` is what they hold, and
// a piece is here once.

import type { PartialPiece } from './store.ts'

/** Bytes a block. */
const BLOCK = 16 * 1024

export interface WaitingPiece {
  readonly piece: number
  readonly data: Uint8Array
  readonly written: Promise<void>
  readonly settle: () => void
}

export class WaitingPieces {
  readonly #pieces = new Map<number, WaitingPiece>()
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#pieces.size
  }

  /** Resolves when `done` is called for the piece. */
  add(piece: number, data: Uint8Array): Promise<void> {
    const known = this.#pieces.get(piece)
    if (known !== undefined) return known.written
    let settle = (): void => undefined
    const written = new Promise<void>((resolve) => (settle = resolve))
    this.#pieces.set(piece, { piece, data, written, settle })
    this.#bytes += data.length
    return written
  }

  data(piece: number): Uint8Array | null {
    return this.#pieces.get(piece)?.data ?? null
  }

  /** As pieces with all their blocks. */
  asPartials(): PartialPiece[] {
    return this.all().map(({ piece, data }) => {
      return { piece, data, have: new Uint8Array(Math.ceil(data.length / BLOCK)).fill(1) }
    })
  }

  all(): WaitingPiece[] {
    return [...this.#pieces.values()]
  }

  /** The first that is not under way. */
  next(underWay: ReadonlySet<number>): WaitingPiece | null {
    for (const waiting of this.#pieces.values()) if (!underWay.has(waiting.piece)) return waiting
    return null
  }

  done(piece: number): void {
    const waiting = this.#pieces.get(piece)
    if (waiting === undefined) return
    this.#pieces.delete(piece)
    this.#bytes -= waiting.data.length
    waiting.settle()
  }
}
