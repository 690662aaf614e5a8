// How far a whole look at the disk has come, kept in the journal so that it goes on there after a stop or a crash.
// Leaves hashing to verify. Invariant: what counts as looked at was on disk, and synced, when it was noted; a file
// written to since is looked at again, whole.

import type { CheckState } from '../session/session.ts'
import { emptyBits, fitBits, hasBit, members, setBit, clearBit } from './bits.ts'
import type { FileInfo } from './disk.ts'
import { eachOf } from './each-of.ts'
import type { Parts, Shared } from './store-parts.ts'

const SAVE_MS = 1000
const SYNCS_AT_ONCE = 8
/** FAT keeps times to two seconds. */
const CLOCK_GRAIN_MS = 2500

/** By file: those that are there. */
export type Found = ReadonlyMap<number, FileInfo>

export class RememberedCheck {
  readonly #parts: Parts
  readonly #shared: Pick<Shared, 'journal' | 'clock'>
  readonly #done: Uint8Array
  readonly #good: Uint8Array
  readonly #isSynced: (file: number) => boolean
  #savedAt: number
  /** The last one begun; how many have not ended. */
  #saving: Promise<void> = Promise.resolve()
  #saves = 0
  /** Right, and maybe not synced. */
  #fresh: number[] = []

  /** `isSynced`: the file needs no more of it. */
  constructor(
    parts: Parts,
    shared: Pick<Shared, 'journal' | 'clock'>,
    found: Found,
    isSynced: (file: number) => boolean = () => false,
  ) {
    this.#parts = parts
    this.#isSynced = isSynced
    this.#shared = shared
    this.#savedAt = shared.clock.now()
    const { pieceCount } = parts.layout
    const before = shared.journal.check(parts.spec.id)
    this.#done = fitBits(before?.done ?? emptyBits(pieceCount), pieceCount)
    this.#good = fitBits(before?.good ?? emptyBits(pieceCount), pieceCount)
    if (before !== null) this.#doubtChanged(before, found)
  }

  /** Looked at. */
  get count(): number {
    return [...members(this.#done, this.#parts.layout.pieceCount)].length
  }

  get good(): number[] {
    return [...members(this.#good, this.#parts.layout.pieceCount)]
  }

  get bad(): number[] {
    return [...members(this.#done, this.#parts.layout.pieceCount)].filter((piece) => !hasBit(this.#good, piece))
  }

  get left(): number[] {
    const all = Array.from({ length: this.#parts.layout.pieceCount }, (_, piece) => piece)
    return all.filter((piece) => !hasBit(this.#done, piece))
  }

  settled(piece: number, right: boolean): void {
    setBit(this.#done, piece)
    if (right) {
      setBit(this.#good, piece)
      this.#fresh.push(piece)
    }
    if (this.#saves === 0 && this.#shared.clock.now() - this.#savedAt >= SAVE_MS) void this.save()
  }

  /** Nothing is being noted any more: what is forgotten after that stays forgotten. */
  end(): Promise<void> {
    return this.#saving
  }

  /** A disk that is gone, or a full state disk, only means that more of it is done again. */
  save(): Promise<void> {
    this.#savedAt = this.#shared.clock.now()
    this.#saves++
    this.#saving = this.#saving
      .then(() => this.#save())
      .catch(() => undefined)
      .finally(() => void this.#saves--)
    return this.#saving
  }

  async #save(): Promise<void> {
    const { files, layout, root, spec } = this.#parts
    const state: CheckState = { done: this.#done.slice(), good: this.#good.slice(), at: Date.now() }
    const synced = new Set(this.#fresh.splice(0).flatMap((piece) => layout.filesOf(piece)))
    await eachOf(synced, SYNCS_AT_ONCE, async (file) => {
      if (spec.files[file]?.pad !== true && !this.#isSynced(file)) await files.settle(file)
    })
    if (!root.made || (await root.present())) this.#shared.journal.saveCheck(spec.id, state)
  }

  #doubtChanged(before: CheckState, found: Found): void {
    // Noted while the clock was ahead: it says nothing about what was written since.
    const at = before.at > Date.now() ? 0 : before.at
    const { layout, spec } = this.#parts
    for (const [file, entry] of spec.files.entries()) {
      const info = found.get(file)
      const range = layout.piecesOf(file)
      if (entry.pad || range === null || (info !== undefined && info.mtimeMs <= at - CLOCK_GRAIN_MS)) continue
      for (let piece = range.first; piece <= range.last; piece++) {
        clearBit(this.#done, piece)
        clearBit(this.#good, piece)
      }
    }
  }
}
