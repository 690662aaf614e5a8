// Takes waiting pieces to the disk, one at a time: a kill may lose that many. Only when more waits than that, which a
// kill would lose anyway, are several on their way at once, so that none waits for the event loop to come round. Leaves
// writing to `write`, and what a refusal means to the store. Invariant: while `mayWrite` is false none is begun.

import type { WaitingPiece, WaitingPieces } from './waiting-pieces.ts'

interface PieceWritesOptions {
  readonly waiting: WaitingPieces
  readonly mayWrite: () => boolean
  /** The piece only needs its bytes written: nothing is to be made, moved or asked for first. */
  readonly isPlain: (piece: number) => boolean
  readonly write: (piece: number, data: Uint8Array) => Promise<void>
  readonly onRefused: (error: unknown) => void
}

/** With this much waiting, bytes, two are written at once, or as many small ones as come to `AT_ONCE`. */
const MUCH = 16 * 1024 * 1024
/** More would only wait for each other at the file, which the kernel lets one write to at a time. */
const AT_ONCE = 2 * 1024 * 1024
const MOST_AT_ONCE = 16

export class PieceWrites {
  readonly #options: PieceWritesOptions
  readonly #underWay = new Set<number>()
  #bytesUnderWay = 0
  /** What is under way must not be joined by others. */
  #alone = false
  #onIdle: (() => void)[] = []

  constructor(options: PieceWritesOptions) {
    this.#options = options
  }

  /** Begins with what waits, as far as may be. */
  pump(): void {
    const { isPlain, mayWrite, waiting } = this.#options
    while (mayWrite()) {
      const next = waiting.next(this.#underWay)
      if (next === null || !this.#hasRoom(next)) return
      this.#alone = !isPlain(next.piece)
      this.#underWay.add(next.piece)
      this.#bytesUnderWay += next.data.length
      void this.#put(next)
    }
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    if (this.#underWay.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#onIdle.push(resolve))
  }

  /** Resolves when all that waited is written, or none may be. */
  async drained(): Promise<void> {
    while (this.#options.mayWrite() && this.#options.waiting.size > 0) await this.idle()
    await this.idle()
  }

  #hasRoom({ piece, data }: WaitingPiece): boolean {
    if (this.#underWay.size === 0) return true
    const { isPlain, waiting } = this.#options
    if (waiting.bytes < MUCH || this.#alone || !isPlain(piece)) return false
    if (this.#underWay.size < 2) return true
    return this.#underWay.size < MOST_AT_ONCE && this.#bytesUnderWay + data.length <= AT_ONCE
  }

  async #put({ piece, data }: WaitingPiece): Promise<void> {
    try {
      await this.#options.write(piece, data)
    } catch (error) {
      this.#options.onRefused(error)
    } finally {
      this.#underWay.delete(piece)
      this.#bytesUnderWay -= data.length
      if (this.#underWay.size === 0) for (const wake of this.#onIdle.splice(0)) wake()
    }
    this.pump()
  }
}
