// Takes waiting pieces to the disk, one at a time: a kill may lose that many. Leaves writing to `write`, and what a
// refusal means to the store. Invariant: while `mayWrite` is false none is begun.

import type { WaitingPieces } from './waiting-pieces.ts'

interface PieceWritesOptions {
  readonly waiting: WaitingPieces
  readonly mayWrite: () => boolean
  readonly write: (piece: number, data: Uint8Array) => Promise<void>
  readonly onRefused: (error: unknown) => void
}

export class PieceWrites {
  readonly #options: PieceWritesOptions
  /** Being written; one at most. */
  readonly #underWay = new Set<number>()
  #onIdle: (() => void)[] = []

  constructor(options: PieceWritesOptions) {
    this.#options = options
  }

  /** Begins with what waits, if nothing is under way. */
  pump(): void {
    if (this.#underWay.size > 0 || !this.#options.mayWrite()) return
    const next = this.#options.waiting.next(this.#underWay)
    if (next === null) return
    this.#underWay.add(next.piece)
    void this.#put(next.piece, next.data)
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    if (this.#underWay.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#onIdle.push(resolve))
  }

  async #put(piece: number, data: Uint8Array): Promise<void> {
    try {
      await this.#options.write(piece, data)
    } catch (error) {
      this.#options.onRefused(error)
    } finally {
      this.#underWay.delete(piece)
      for (const wake of this.#onIdle.splice(0)) wake()
    }
    this.pump()
  }
}
