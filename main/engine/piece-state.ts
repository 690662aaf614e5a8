// What a torrent is made of and how much of it is here: the metainfo, the bitfield, and each file's progress, which
// always agree.

import { FileProgress } from '../../app/torrent/file-progress.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import { popcount } from './bits.ts'

export class PieceState {
  readonly info: Info
  readonly progress: FileProgress
  /** One bit a piece, BEP 3 order. */
  #bitfield: Uint8Array

  /** `priorities`: one a file, null: all wanted. `have`: null when nothing is known to be here. */
  constructor(info: Info, priorities: readonly number[] | null, have: Uint8Array | null) {
    this.info = info
    this.progress = new FileProgress(info.files, info.pieceLength, priorities)
    this.#bitfield = have ?? new Uint8Array(Math.ceil(info.pieceCount / 8))
    this.progress.reset(this.#bitfield)
  }

  get bitfield(): Uint8Array {
    return this.#bitfield
  }

  /** How many pieces are here. */
  get count(): number {
    return popcount(this.#bitfield)
  }

  /** Something is wanted, and all of it is here. */
  get complete(): boolean {
    return this.progress.wanted > 0 && this.progress.haveWanted >= this.progress.wanted
  }

  /** What a check found, given how many pieces were thought to be here before. */
  comparedTo(before: number): { readonly pieces: number; readonly good: number; readonly bad: number } {
    const good = this.count
    return { pieces: this.info.pieceCount, good, bad: Math.max(0, before - good) }
  }

  /** The first of these files, and how many they are. */
  named(files: readonly number[]): { readonly name: string; readonly files: number } {
    return { name: this.info.files[files[0] ?? -1]?.path.join('/') ?? '', files: files.length }
  }

  replace(bits: Uint8Array): void {
    this.#bitfield = bits
    this.progress.reset(bits)
  }

  gain(piece: number): void {
    const before = this.#bitfield[piece >> 3] ?? 0
    const bit = 0x80 >> (piece & 7)
    if ((before & bit) !== 0) return
    this.#bitfield[piece >> 3] = before | bit
    this.progress.add(piece)
  }

  /** These too; null: none. False: they were all here. */
  add(bits: Uint8Array | null): boolean {
    const all = this.#bitfield.map((byte, at) => byte | (bits?.[at] ?? 0))
    if (popcount(all) === this.count) return false
    this.replace(all)
    return true
  }

  lose(pieces: readonly number[]): void {
    const bits = this.#bitfield
    for (const piece of pieces) bits[piece >> 3] = (bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
    this.progress.reset(bits)
  }
}
