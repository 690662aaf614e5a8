// Pieces on disk: spreads a piece over the files and the aside store, and gathers it again. Leaves names and
// descriptors to TorrentFiles, and what is known about a piece to the store. Invariant: nothing is written to a file
// that is not wanted, nor for a pad file; a piece that is aside is read from there, whole.

import { AbsentError } from './absent-error.ts'
import type { Aside } from './aside.ts'
import type { Disk } from './disk.ts'
import { readFully, writeFully } from './disk.ts'
import type { HashJob, HashRange } from './hasher.ts'
import type { Layout, Span } from './layout.ts'
import type { OthersBytes } from './others-bytes.ts'
import type { StoreFile } from './store.ts'
import type { TorrentFiles } from './torrent-files.ts'

interface PieceDiskOptions {
  readonly disk: Disk
  readonly layout: Layout
  readonly files: TorrentFiles
  readonly aside: Aside
  readonly others: OthersBytes
  readonly entries: readonly StoreFile[]
  readonly wants: (file: number) => boolean
  /** Whether what the file holds is known to be right. */
  readonly trusts: (file: number) => boolean
}

export class PieceDisk {
  readonly #options: PieceDiskOptions

  constructor(options: PieceDiskOptions) {
    this.#options = options
  }

  /** Writing it needs nothing but its bytes put into files that are wanted, ours and incomplete. */
  isPlain(piece: number): boolean {
    const { aside, files, wants } = this.#options
    const isReady = (file: number): boolean => wants(file) && files.isOurs(file) && !files.isFinal(file)
    return !aside.has(piece) && this.#spans(piece).every(({ file }) => files.exists(file) && isReady(file))
  }

  /** Answers the files that now have unsynced bytes. */
  async write(piece: number, data: Uint8Array): Promise<number[]> {
    const { aside } = this.#options
    const spans = this.#spans(piece)
    const wanted = spans.filter((span) => this.#options.wants(span.file))
    if (wanted.length < spans.length) await aside.write(piece, data)
    else if (aside.has(piece)) await aside.remove(piece)
    return this.#writeSpans(wanted, data)
  }

  /** The same for a piece that is there already: what is aside stays as it is. */
  async rewrite(piece: number, data: Uint8Array): Promise<number[]> {
    const wanted = this.#spans(piece).filter((span) => this.#options.wants(span.file))
    return this.#writeSpans(wanted, data)
  }

  /** Copies the file's bytes of a piece that is aside to the file itself. */
  async place(piece: number, file: number): Promise<void> {
    const span = this.#spans(piece).find((each) => each.file === file)
    if (span === undefined) return
    const data = new Uint8Array(this.#options.layout.pieceSize(piece))
    await this.#options.aside.read(piece, 0, data)
    await this.#writeSpans([span], data)
  }

  /** Fills `target` from `offset` of the piece. */
  async read(piece: number, offset: number, target: Uint8Array): Promise<void> {
    const { aside } = this.#options
    return aside.has(piece) ? aside.read(piece, offset, target) : this.readFiles(piece, offset, target)
  }

  /** The same from the files, even when the piece is aside. */
  async readFiles(piece: number, offset: number, target: Uint8Array): Promise<void> {
    const { layout } = this.#options
    for (const span of layout.spans(piece, offset, target.length)) {
      await this.#readSpan(span, target.subarray(span.offset, span.offset + span.length))
    }
  }

  /** The same at once; false when a file is not open or does not have the bytes. */
  readNow(piece: number, offset: number, target: Uint8Array): boolean {
    const { aside, disk, entries, files, layout } = this.#options
    if (aside.has(piece)) return filledNow(disk, aside.now(piece), target, offset)
    return layout.spans(piece, offset, target.length).every((span) => {
      const part = target.subarray(span.offset, span.offset + span.length)
      if (entries[span.file]?.pad !== true) return filledNow(disk, files.now(span.file), part, span.fileOffset)
      part.fill(0)
      return true
    })
  }

  /** Where a piece's bytes are, for hashing elsewhere; null when a file of it is not there. */
  hashJob(piece: number): HashJob | null {
    const { aside, entries, files, layout } = this.#options
    const size = layout.pieceSize(piece)
    if (aside.has(piece)) return { piece, ranges: [{ path: aside.pathOf(piece), offset: 0, length: size }] }
    const ranges: HashRange[] = []
    for (const { file, fileOffset, length } of layout.spans(piece, 0, size)) {
      const pad = entries[file]?.pad === true
      if (!pad && !files.exists(file)) return null
      ranges.push({ path: pad ? null : files.pathOf(file), offset: fileOffset, length })
    }
    return { piece, ranges }
  }

  #spans(piece: number): Span[] {
    const { entries, layout } = this.#options
    return layout.spans(piece, 0, layout.pieceSize(piece)).filter((span) => entries[span.file]?.pad !== true)
  }

  /** Answers the files that were written to: where another's file holds the same, nothing is. */
  async #writeSpans(spans: readonly Span[], data: Uint8Array): Promise<number[]> {
    const { disk, files, others, trusts } = this.#options
    const written: number[] = []
    for (const span of spans) {
      const part = data.subarray(span.offset, span.offset + span.length)
      if (await others.isThere(span, part)) continue
      await files.write(span.file, trusts, (fd) => writeFully(disk, fd, part, span.fileOffset))
      written.push(span.file)
    }
    return written
  }

  async #readSpan(span: Span, part: Uint8Array): Promise<void> {
    const { disk, entries, files } = this.#options
    if (entries[span.file]?.pad === true) {
      part.fill(0)
      return
    }
    const count = await files.read(span.file, (fd) => readFully(disk, fd, part, span.fileOffset))
    if (count < part.length) throw new AbsentError()
  }
}

function filledNow(disk: Disk, fd: number | null, target: Uint8Array, position: number): boolean {
  return fd !== null && disk.readNow(fd, target, position) === target.length
}
