// The metadata of a torrent as one peer sends it, chunk by chunk (BEP 9): asked for a few chunks ahead, hashed as they
// come, so that no part of it is copied or hashed in one go. It knows no peer and no clock of its own.

import { createHash } from 'node:crypto'

export const CHUNK = 16_384
/** Chunks asked for ahead of those that came. */
const WINDOW = 16

/** How much is there: of no use, some, or all and it hashes to what was asked for, or does not. */
export type Progress = 'none' | 'some' | 'whole' | 'false'

export class MetadataCollection {
  /** When it began, and when it last came on; ms. */
  readonly since: number
  movedAt: number
  readonly #data: Uint8Array
  readonly #have: Uint8Array
  readonly #hash = createHash('sha1')
  #asked = 0
  #came = 0
  #hashed = 0

  constructor(size: number, now: number) {
    this.since = this.movedAt = now
    // Not zeroed: what no chunk was put into is never read, nor does it take memory.
    this.#data = Buffer.allocUnsafeSlow(size)
    this.#have = new Uint8Array(Math.ceil(size / CHUNK))
  }

  get data(): Uint8Array {
    return this.#data
  }

  /** Something came. */
  get begun(): boolean {
    return this.#came > 0
  }

  /** Chunks to be asked for now. */
  next(): number[] {
    const end = Math.min(this.#have.length, this.#came + WINDOW)
    const chunks = Array.from({ length: Math.max(0, end - this.#asked) }, (_, at) => this.#asked + at)
    this.#asked = Math.max(this.#asked, end)
    return chunks
  }

  put(chunk: number, bytes: Uint8Array, infoHash: string, now: number): Progress {
    const expected = Math.min(CHUNK, this.#data.length - chunk * CHUNK)
    if (chunk >= this.#asked || bytes.length !== expected || this.#have[chunk] === 1) return 'none'
    this.#data.set(bytes, chunk * CHUNK)
    this.#have[chunk] = 1
    this.#came++
    this.movedAt = now
    this.#hashOn()
    if (this.#came < this.#have.length) return 'some'
    return this.#hash.digest('hex') === infoHash ? 'whole' : 'false'
  }

  #hashOn(): void {
    for (; this.#have[this.#hashed] === 1; this.#hashed++) {
      this.#hash.update(this.#data.subarray(this.#hashed * CHUNK, (this.#hashed + 1) * CHUNK))
    }
  }
}
