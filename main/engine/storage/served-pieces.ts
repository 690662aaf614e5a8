// Answers reads: from memory while a piece waits to be written, else from disk through the reader. Leaves what a
// failed read means for the torrent to its owner. Invariant: nothing is read of a piece that is not had.

import type { DiskFault } from '../../../app/ipc/errors.ts'
import { AbsentError } from './absent-error.ts'
import { diskErrorOf } from './disk-fault.ts'
import type { Parts } from './store-parts.ts'
import { DiskError } from './store.ts'
import type { WaitingPieces } from './waiting-pieces.ts'

interface ServedPiecesOptions {
  readonly parts: Parts
  readonly waiting: WaitingPieces
  readonly fault: () => DiskFault | null
  /** The root is gone, or does not answer. */
  readonly onRootGone: (error: DiskError) => void
  /** The piece is had, and not there. */
  readonly onAbsent: (piece: number) => void
}

export class ServedPieces {
  readonly #options: ServedPiecesOptions

  constructor(options: ServedPiecesOptions) {
    this.#options = options
  }

  async read(piece: number, offset: number, length: number): Promise<Uint8Array> {
    this.#checkRange(piece, offset, length)
    const waiting = this.#waiting(piece, offset, length)
    if (waiting !== null) return waiting
    if (!this.#isReadable(piece)) throw new DiskError('missing')
    try {
      return await this.#options.parts.reader.read(piece, offset, length)
    } catch (error) {
      const refusal = diskErrorOf(error)
      await this.#tell(piece, refusal)
      throw refusal
    }
  }

  readNow(piece: number, offset: number, length: number): Uint8Array | null {
    this.#checkRange(piece, offset, length)
    const waiting = this.#waiting(piece, offset, length)
    if (waiting !== null) return waiting
    return this.#isReadable(piece) ? this.#options.parts.reader.now(piece, offset, length) : null
  }

  /** A copy: the piece's memory goes back to whoever gave it once it is written. */
  #waiting(piece: number, offset: number, length: number): Uint8Array | null {
    const data = this.#options.waiting.data(piece)
    return data === null ? null : new Uint8Array(data.subarray(offset, offset + length))
  }

  async #tell(piece: number, error: DiskError): Promise<void> {
    const { aside, claims, files, root } = this.#options.parts
    if (error.fault === 'too-many-files') return
    // What is open may belong to a disk that is gone: it is opened anew by whoever asks next.
    await files.forgetOpen()
    await aside.forgetOpen()
    const refusal = await root.present().then(
      (there) => (there ? null : new DiskError('missing')),
      (why: unknown) => diskErrorOf(why),
    )
    if (refusal !== null) this.#options.onRootGone(refusal)
    else if (error instanceof AbsentError && claims.has(piece)) this.#options.onAbsent(piece)
  }

  #isReadable(piece: number): boolean {
    return this.#options.parts.claims.has(piece) && this.#options.fault() !== 'missing'
  }

  #checkRange(piece: number, offset: number, length: number): void {
    const { layout } = this.#options.parts
    const isKnown = piece >= 0 && piece < layout.pieceCount && offset >= 0 && length >= 0
    if (!isKnown || offset + length > layout.pieceSize(piece)) throw new RangeError('beyond the piece')
  }
}
