// Puts blocks together into pieces and hashes them as they become contiguous, so that no piece, however long, is
// hashed in one go. Buffers are used again. It decides nothing; a block it is given twice is the caller's mistake.

import { createHash, type Hash } from 'node:crypto'
import { BLOCK } from '../../../app/swarm/picker.ts'
import type { PartialPiece } from '../storage/store.ts'
import type { PieceBuffers } from './piece-buffers.ts'

/** Blocks hashed in one call, unless the piece ends: few enough to be still in the processor's cache. */
const HASH_RUN = 8

interface Assembly<S> {
  readonly data: Uint8Array
  readonly have: Uint8Array
  readonly hash: Hash
  /** Blocks 0 … hashed − 1 are in the hash. */
  hashed: number
  /** Block by block; null: an earlier session's. */
  readonly senders: (S | null)[]
}

export interface FinishedPiece<S> {
  readonly data: Uint8Array
  readonly valid: boolean
  readonly senders: readonly (S | null)[]
}

/** `S` stands for whoever sends blocks. */
export class PieceAssembler<S> {
  readonly #assemblies = new Map<number, Assembly<S>>()
  readonly #buffers: PieceBuffers
  readonly #hashes: Uint8Array
  readonly #lengthOf: (piece: number) => number

  /** `hashes`: 20 bytes a piece. */
  constructor(hashes: Uint8Array, lengthOf: (piece: number) => number, buffers: PieceBuffers) {
    this.#buffers = buffers
    this.#hashes = hashes
    this.#lengthOf = lengthOf
  }

  put(piece: number, block: number, data: Uint8Array, from: S): void {
    const assembly = this.#assemblies.get(piece) ?? this.#open(piece)
    // A block that is in the hash must stay what was hashed.
    if (assembly.have[block] === 1) return
    assembly.data.set(data, block * BLOCK)
    assembly.have[block] = 1
    assembly.senders[block] = from
    this.#hashOn(assembly)
  }

  /** Takes the complete piece out. `data` goes to the caller; give it back with `recycle`. */
  finish(piece: number): FinishedPiece<S> | null {
    const assembly = this.#assemblies.get(piece)
    if (!assembly || assembly.hashed < assembly.have.length) return null
    this.#assemblies.delete(piece)
    const digest = assembly.hash.digest()
    const expected = this.#hashes.subarray(piece * 20, piece * 20 + 20)
    return { data: assembly.data, valid: digest.equals(expected), senders: assembly.senders }
  }

  drop(piece: number): void {
    const assembly = this.#assemblies.get(piece)
    this.#assemblies.delete(piece)
    if (assembly) this.recycle(assembly.data)
  }

  /** Drops every unfinished piece for which `wanted` is false. */
  keep(wanted: (piece: number) => boolean): void {
    for (const piece of [...this.#assemblies.keys()]) if (!wanted(piece)) this.drop(piece)
  }

  recycle(data: Uint8Array): void {
    this.#buffers.give(data)
  }

  restore({ piece, have, data }: PartialPiece): void {
    const assembly = this.#open(piece)
    assembly.data.set(data.subarray(0, assembly.data.length))
    assembly.have.set(have.subarray(0, assembly.have.length))
    this.#hashOn(assembly)
  }

  /** Views of what is here now: to be used at once, before more blocks come in. */
  partials(): PartialPiece[] {
    return [...this.#assemblies].map(([piece, { have, data }]) => ({ piece, have, data }))
  }

  #open(piece: number): Assembly<S> {
    const length = this.#lengthOf(piece)
    const data = this.#buffers.take(length)
    const have = new Uint8Array(Math.ceil(length / BLOCK))
    const assembly: Assembly<S> = {
      data,
      have,
      hash: createHash('sha1'),
      hashed: 0,
      senders: Array.from(have, () => null),
    }
    this.#assemblies.set(piece, assembly)
    return assembly
  }

  #hashOn(assembly: Assembly<S>): void {
    const { have, data, hash } = assembly
    let end = assembly.hashed
    while (end < have.length && have[end] === 1) end++
    if (end < have.length && end - assembly.hashed < HASH_RUN) return
    if (end === assembly.hashed) return
    hash.update(data.subarray(assembly.hashed * BLOCK, Math.min(end * BLOCK, data.length)))
    assembly.hashed = end
  }
}
