// What happens to a file when all its pieces are durable: bytes kept aside are put in their place, it gets its final
// name, empty files are made at the very end, and pieces kept aside go once no file needs them there. Invariant: a
// piece is removed from aside only after its files were read back and hash right.

import { hash } from 'node:crypto'
import { clearLeftParts } from './left-parts.ts'
import type { Parts, Shared } from './store-parts.ts'
import type { Syncer } from './syncer.ts'
import { realFiles } from './survey.ts'
import { isHashOf, verify } from './verify.ts'

interface FileFinisherOptions {
  readonly parts: Parts
  readonly syncer: Syncer
  readonly shared: Shared
  readonly wants: (file: number) => boolean
  readonly onDone: (file: number) => void
  /** Pieces that were had, and are not what they should be. */
  readonly onBad: (pieces: readonly number[]) => void
}

export class FileFinisher {
  readonly #options: FileFinisherOptions
  readonly #candidates = new Set<number>()
  /** Files that have their bytes of a piece that is aside, by piece. */
  readonly #placed = new Map<number, Set<number>>()
  #running: Promise<void> = Promise.resolve()

  constructor(options: FileFinisherOptions) {
    this.#options = options
  }

  /** The file may be complete: the next `run` looks. */
  consider(file: number): void {
    this.#candidates.add(file)
  }

  /** The piece was written anew. */
  rewritten(piece: number): void {
    this.#placed.delete(piece)
  }

  /** The piece was put aside; these files have its bytes and keep them. */
  holds(piece: number, files: readonly number[]): void {
    this.#placed.set(piece, new Set(files))
  }

  /** Finishes what can be; rejects with what the disk says, and what failed is tried again by the next run. */
  run(): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(() => this.#finishAll())
    return this.#running
  }

  /** Copies the file's bytes that are aside into it. */
  async place(file: number): Promise<void> {
    const { aside, claims, layout, pieces, root } = this.#options.parts
    const range = layout.piecesOf(file)
    if (range === null || aside.pieces().length === 0) return
    for (const piece of aside.pieces()) {
      const placed = this.#placed.get(piece) ?? new Set()
      if (piece < range.first || piece > range.last || placed.has(file) || !claims.has(piece)) continue
      await root.require()
      await pieces.place(piece, file)
      this.#options.syncer.touch(file)
      this.#placed.set(piece, placed.add(file))
    }
  }

  /** What has its final name from an earlier run has its bytes too. */
  trustFinal(): void {
    const { aside, files, layout } = this.#options.parts
    for (const piece of aside.pieces()) {
      const placed = layout.filesOf(piece).filter((file) => files.isFinal(file))
      this.#placed.set(piece, new Set(placed))
    }
  }

  async #finishAll(): Promise<void> {
    const candidates = [...this.#candidates]
    this.#candidates.clear()
    try {
      await this.#finish(candidates)
    } catch (error) {
      for (const file of candidates) this.#candidates.add(file)
      throw error
    }
  }

  async #finish(candidates: readonly number[]): Promise<void> {
    const { aside, files } = this.#options.parts
    const ready: number[] = []
    for (const file of candidates) if (await this.#isReady(file)) ready.push(file)
    await files.finish(ready)
    const empty = this.#allDone() ? await this.#makeEmpty() : []
    await files.syncNames()
    for (const file of ready) await clearLeftParts(this.#options.parts, this.#options.shared.disk, file)
    for (const file of [...ready, ...empty]) this.#options.onDone(file)
    for (const piece of aside.pieces()) await this.#release(piece)
  }

  /** It has all its bytes, synced, and not yet its final name. */
  async #isReady(file: number): Promise<boolean> {
    const { claims, files, spec } = this.#options.parts
    const isReal = spec.files[file]?.pad === false && spec.files[file].length > 0
    if (!isReal || !this.#options.wants(file) || !claims.isComplete(file)) return false
    await this.place(file)
    await this.#options.syncer.syncFile(file)
    if (!files.exists(file) || files.isFinal(file)) return false
    return (await files.isFilled(file)) || this.#hashes(file)
  }

  /** Whether all its pieces hash right; tells of those that do not. */
  async #hashes(file: number): Promise<boolean> {
    const { parts, shared, onBad } = this.#options
    const range = parts.layout.piecesOf(file)
    if (range === null) return true
    const pieces = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index)
    const { bad } = await verify(parts, shared.hasher, pieces)
    if (bad.length > 0) onBad(bad)
    return bad.length === 0
  }

  #allDone(): boolean {
    const { claims } = this.#options.parts
    for (const file of realFiles(this.#options.parts)) {
      if (this.#options.wants(file) && !claims.isComplete(file)) return false
    }
    return true
  }

  async #makeEmpty(): Promise<number[]> {
    const { files, spec } = this.#options.parts
    const made: number[] = []
    for (const [index, file] of spec.files.entries()) {
      if (file.length > 0 || file.pad || !this.#options.wants(index) || files.exists(index)) continue
      if (await files.makeEmpty(index)) made.push(index)
    }
    return made
  }

  async #release(piece: number): Promise<void> {
    const { aside, files, layout, pieces, spec } = this.#options.parts
    const needed = layout.filesOf(piece).filter((file) => spec.files[file]?.pad !== true)
    if (!needed.every((file) => files.isFinal(file))) return
    const data = new Uint8Array(layout.pieceSize(piece))
    await pieces.readFiles(piece, 0, data)
    if (isHashOf({ spec }, piece, hash('sha1', data, 'buffer'))) {
      this.#options.shared.journal.placed(spec.id, [piece])
      await aside.remove(piece)
      return
    }
    this.#placed.delete(piece)
    for (const file of needed) this.#candidates.add(file)
  }
}
