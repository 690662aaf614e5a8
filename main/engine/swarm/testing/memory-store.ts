// A TorrentStore in memory, for tests of the protocol side; the same port as the disk's.

import type { PartialPiece, TorrentStore } from '../../storage/store.ts'

export class MemoryStore implements TorrentStore {
  readonly waiting = 0
  readonly saturated = false
  readonly data: Uint8Array
  readonly #pieceLength: number
  partials: readonly PartialPiece[] = []

  constructor(data: Uint8Array, pieceLength: number) {
    this.data = data
    this.#pieceLength = pieceLength
  }

  readNow(piece: number, offset: number, length: number): Uint8Array {
    const start = piece * this.#pieceLength + offset
    return this.data.subarray(start, start + length)
  }

  read(piece: number, offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.readNow(piece, offset, length))
  }

  release(): void {
    // Views of one buffer: nothing to give back.
  }

  write(piece: number, data: Uint8Array): Promise<void> {
    this.data.set(data, piece * this.#pieceLength)
    return Promise.resolve()
  }

  settle(): Promise<void> {
    return Promise.resolve()
  }

  savePartials(partials: readonly PartialPiece[]): void {
    this.partials = partials
  }

  setPriorities(): Promise<void> {
    return Promise.resolve()
  }

  check(): Promise<Uint8Array> {
    return Promise.reject(new Error('not in memory'))
  }

  endCheck(): Promise<Uint8Array> {
    return Promise.reject(new Error('not in memory'))
  }

  changed(): Promise<readonly number[]> {
    return Promise.resolve([])
  }

  look(): Promise<void> {
    return Promise.resolve()
  }

  pathOf(): string {
    return ''
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
