// Bytes under the torrent's names that somebody else wrote: data from before us, and what a user made of a file since.
// Says which files hold any that a download would destroy, and stops a write that would. Leaves asking the user to the
// engine. Invariant: none is written over, save with the same; a gap (zeros, or what a file cut short lacks) may be
// filled.

import { AbsentError } from './absent-error.ts'
import type { Aside } from './aside.ts'
import type { Claims } from './claims.ts'
import type { Disk } from './disk.ts'
import { readFully } from './disk.ts'
import { eachOf } from './each-of.ts'
import type { Layout, Span } from './layout.ts'
import type { FileStamps } from '../session/session.ts'
import type { Parts } from './store-parts.ts'
import type { StoreSpec } from './store.ts'
import { DiskError } from './store.ts'
import { isChanged, realFiles } from './survey.ts'
import type { TorrentFiles } from './torrent-files.ts'

interface OthersBytesOptions {
  readonly spec: StoreSpec
  readonly disk: Disk
  readonly layout: Layout
  readonly files: TorrentFiles
  readonly claims: Claims
  readonly aside: Aside
  readonly stamps: FileStamps
  readonly wants: (file: number) => boolean
  /** Hashes what is claimed of the file, and gives up what is wrong. */
  readonly doubt: (file: number) => Promise<void>
}

const CHUNK = 1024 * 1024
const LOOKS_AT_ONCE = 8
const ZEROS = Buffer.alloc(CHUNK)

export class OthersBytes {
  readonly #options: OthersBytesOptions
  /** Files a write was stopped at. */
  readonly #met = new Set<number>()
  /** Files of which the last write saw every byte, and that none would be lost. */
  readonly #harmless = new Set<number>()

  constructor(options: OthersBytesOptions) {
    this.#options = options
  }

  /** True: the bytes are there already. Throws when others are that nobody gave up. */
  async isThere({ file, fileOffset }: Pick<Span, 'file' | 'fileOffset'>, part: Uint8Array): Promise<boolean> {
    if (this.#isDone(file)) await this.#stopAtChanged(file)
    if (!this.#options.files.isAnothers(file)) return false
    const { size, bytes } = await this.#look(file, fileOffset, part.length)
    const isSame = Buffer.compare(bytes, part.subarray(0, bytes.length)) === 0
    if (bytes.length === part.length && isSame) return true
    if (!(isSame || isGap(bytes)) || size > this.#lengthOf(file)) throw this.#meet(file)
    if (fileOffset === 0 && size <= part.length) this.#harmless.add(file)
    else this.#harmless.delete(file)
    return false
  }

  /** A write may fill it, though no piece of it is right. */
  isHarmless(file: number): boolean {
    return this.#harmless.has(file)
  }

  /** Wanted files with such bytes where the torrent's are missing. Every file that may be there has been looked for. */
  async find(): Promise<number[]> {
    const { files, spec } = this.#options
    const missed = [...realFiles({ spec })].filter((file) => this.#lacks(file))
    await this.#leaveChanged(missed.filter((file) => this.#isDone(file)))
    const lacking = missed.filter((file) => files.isAnothers(file))
    const changed = new Set<number>(lacking.filter((file) => this.#met.has(file)))
    await eachOf(lacking, LOOKS_AT_ONCE, async (file) => {
      if (await this.#isPlain(file)) changed.add(file)
    })
    for (const file of lacking) if (!changed.has(file) && (await this.#mayShare(file, changed))) changed.add(file)
    return [...changed].toSorted((a, b) => a - b)
  }

  /** The user gave them up. */
  forget(files: readonly number[]): void {
    for (const file of files) this.#met.delete(file)
  }

  /** Throws when a complete file of ours turns out to be somebody's by now, unless all that is in it is right. */
  async #stopAtChanged(file: number): Promise<void> {
    const isLeft = await this.#leaveChanged([file])
    if (isLeft && (await this.find()).includes(file)) throw this.#meet(file)
  }

  /** Complete files of ours that are not as we left them are somebody's by now. True: there are any. */
  async #leaveChanged(given: readonly number[]): Promise<boolean> {
    const { disk, doubt, files, stamps } = this.#options
    const changed: number[] = []
    await eachOf(given, LOOKS_AT_ONCE, async (file) => {
      if (isChanged(await disk.info(files.pathOf(file)), stamps.get(file), true)) changed.push(file)
    })
    if (changed.length === 0) return false
    // What is open may be what the user has replaced.
    await files.forgetOpen()
    for (const file of changed) await doubt(file)
    files.leave(changed)
    return true
  }

  /** It lies under a complete file's name, and we made it so. */
  #isDone(file: number): boolean {
    return this.#options.files.isOurs(file) && this.#options.files.isFinal(file)
  }

  #meet(file: number): DiskError {
    this.#met.add(file)
    return new DiskError('changed')
  }

  #lacks(file: number): boolean {
    return this.#options.wants(file) && this.#missing(file).length > 0
  }

  #missing(file: number): number[] {
    const { claims, layout } = this.#options
    const range = layout.piecesOf(file)
    if (range === null) return []
    const all = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index)
    return all.filter((piece) => !claims.has(piece))
  }

  /**
   * It was changed since it was last looked at, or is too long, or has bytes where a piece of its own is wrong. Cut
   * short since, it is judged by the bytes it has left.
   */
  async #isPlain(file: number): Promise<boolean> {
    const { disk, files, stamps } = this.#options
    const [info, stamp, length] = [await disk.info(files.pathOf(file)), stamps.get(file), this.#lengthOf(file)]
    if (info === null) return false
    const isCut = stamp !== undefined && info.size < length
    if (info.size > length || (!isCut && isChanged(info, stamp, true))) return true
    for (const piece of this.#missing(file)) {
      const spans = this.#spans(piece)
      const [span] = spans
      if (spans.length === 1 && span && !(await this.#isOpen(span, isCut))) return true
    }
    return false
  }

  /** A piece of several files is wrong, and no other of them can be why. A write finds out about the rest. */
  async #mayShare(file: number, changed: ReadonlySet<number>): Promise<boolean> {
    const { files, stamps } = this.#options
    for (const piece of this.#missing(file)) {
      const spans = this.#spans(piece)
      if (spans.some((span) => (span.file !== file && changed.has(span.file)) || !files.isFinal(span.file))) continue
      let gaps = 0
      for (const span of spans) if (await this.#isOpen(span, stamps.has(span.file))) gaps++
      if (gaps === 0) return true
    }
    return false
  }

  /** What a piece has in files, pads aside; nothing when it is kept elsewhere. */
  #spans(piece: number): Span[] {
    const { aside, layout, spec } = this.#options
    if (aside.has(piece)) return []
    const spans = layout.spans(piece, 0, layout.pieceSize(piece))
    return spans.filter((span) => spec.files[span.file]?.pad !== true)
  }

  /** It holds nothing. `mayEnd`: or its file ends in it, and a write will see whether what is before that is right. */
  async #isOpen({ file, fileOffset, length }: Span, mayEnd: boolean): Promise<boolean> {
    if (mayEnd && (await this.#sizeOf(file)) < fileOffset + length) return true
    for (let at = 0; at < length; at += CHUNK) {
      const { bytes } = await this.#look(file, fileOffset + at, Math.min(CHUNK, length - at))
      if (!isGap(bytes)) return false
    }
    return true
  }

  /** `bytes`: fewer than asked for where the file ends before. */
  async #look(file: number, offset: number, length: number): Promise<{ size: number; bytes: Uint8Array }> {
    const { disk, files } = this.#options
    const target = new Uint8Array(length)
    try {
      const count = await files.read(file, (fd) => readFully(disk, fd, target, offset))
      const size = await this.#sizeOf(file)
      return { size, bytes: target.subarray(0, count) }
    } catch (error) {
      if (error instanceof AbsentError) return { size: 0, bytes: target.subarray(0, 0) }
      throw error
    }
  }

  async #sizeOf(file: number): Promise<number> {
    const { disk, files } = this.#options
    return (await disk.info(files.pathOf(file)))?.size ?? 0
  }

  #lengthOf(file: number): number {
    return this.#options.spec.files[file]?.length ?? 0
  }
}

/** Complete files of ours that somebody changed, and not to what they were, are theirs from now on. */
export function leaveChanged({ claims, files }: Pick<Parts, 'claims' | 'files'>, changed: Iterable<number>): void {
  const isLeft = (file: number): boolean => files.isOurs(file) && files.isFinal(file) && !claims.isComplete(file)
  files.leave([...changed].filter(isLeft))
}

const isGap = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const part = bytes.subarray(at, at + CHUNK)
    if (Buffer.compare(part, ZEROS.subarray(0, part.length)) !== 0) return false
  }
  return true
}
