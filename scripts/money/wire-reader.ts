// Reads one direction of a connection between two peers, plain TCP, as it passes by: how many bytes of data went over it,
// and every message of Speed. Keeps nothing of the data. Invariant: what it is handed in any pieces it reads the same.

import { decodeMessage } from '../../app/speed/message-codec.ts'
import type { SpeedMessage } from '../../app/speed/message.ts'

const HANDSHAKE = 68
const PIECE = 7
const EXTENDED = 20
/** Index and offset of a block, before its bytes. */
const BLOCK_HEAD = 8
/** An id, and in an extended message another one. */
const LONGEST_KEPT = 2_048

export interface Passing {
  data(bytes: number): void
  said(message: SpeedMessage): void
}

export class WireReader {
  readonly #passing: Passing
  /** The beginning of what is not whole yet. */
  #kept: Buffer = Buffer.alloc(0)
  /** Of a long message, bytes that are still to come and of no interest. */
  #skip = 0
  #greeted = false

  constructor(passing: Passing) {
    this.#passing = passing
  }

  take(chunk: Buffer): void {
    const skipped = Math.min(this.#skip, chunk.length)
    this.#skip -= skipped
    if (skipped === chunk.length) return
    this.#kept = Buffer.concat([this.#kept, chunk.subarray(skipped)])
    while (this.#next());
  }

  /** False: more has to come first. */
  #next(): boolean {
    const kept = this.#kept
    if (!this.#greeted) {
      if (kept.length < HANDSHAKE) return false
      this.#greeted = true
      return this.#pass(HANDSHAKE)
    }
    if (kept.length < 5) return false
    const length = kept.readUInt32BE(0)
    if (length === 0) return this.#pass(4)
    const id = kept[4]
    if (id === PIECE) this.#passing.data(Math.max(0, length - 1 - BLOCK_HEAD))
    if (id !== EXTENDED || length > LONGEST_KEPT) return this.#pass(4 + length)
    if (kept.length < 4 + length) return false
    // 0 is the handshake of the extensions; the rest is tried, for only Speed's have what Speed's have.
    if (kept[5] !== 0) this.#hear(kept.subarray(6, 4 + length))
    return this.#pass(4 + length)
  }

  #hear(payload: Buffer): void {
    const decoded = decodeMessage(Uint8Array.from(payload))
    if (decoded.is === 'message') this.#passing.said(decoded.message)
  }

  #pass(bytes: number): boolean {
    const here = Math.min(bytes, this.#kept.length)
    this.#kept = this.#kept.subarray(here)
    this.#skip = bytes - here
    return this.#kept.length > 0
  }
}
