// Whether the files on disk still fit what is claimed of them, by name, size and time, without reading them. Finds the
// files' names on the way. Leaves hashing what is in doubt, and giving up what is absent, to the caller.

import type { FileStamp, FileStamps } from '../session/session.ts'
import type { FileInfo } from './disk.ts'
import { eachOf } from './each-of.ts'
import { passOver } from './file-pass.ts'
import type { Parts, Shared } from './store-parts.ts'

export interface Survey {
  /** Had, but their bytes are not there. */
  readonly absent: readonly number[]
  /** Had, but someone else may have changed them. */
  readonly doubtful: readonly number[]
  /** The files that look it. */
  readonly changed: readonly number[]
}

interface Expected {
  readonly stamps: FileStamps
  /** The stamps are those of an orderly end: nothing of ours came after. */
  readonly exact: boolean
  /** Written by us after the stamps. */
  readonly suspect: readonly number[]
  readonly ours: (file: number) => boolean
}

const LOOKS_AT_ONCE = 8
/** Some file systems keep times to two seconds (FAT), one, or ten milliseconds (exFAT), once they have written them. */
const GRAINS_MS = [2_000, 1_000, 10]
/** Windows may note the time only when the last descriptor is closed. */
const LATEST_NOTE_MS = process.platform === 'win32' ? 2_500 : 1
/** What a lost cable lets a file's time be ahead of the last stamp that got through: writeback comes after 30 s. */
const WRITEBACK_MS = 60_000

export async function survey(
  parts: Parts,
  shared: Pick<Shared, 'disk' | 'looker'>,
  expected: Expected,
): Promise<Survey> {
  const absent = new Set<number>()
  const doubtful = new Set<number>()
  const changedFiles: number[] = []
  const suspectFiles = new Set(expected.suspect.flatMap((piece) => parts.layout.filesOf(piece)))
  const pass = passOver(parts, shared)
  const look = async (file: number): Promise<void> => {
    const inFiles = (piece: number): boolean => !parts.aside.has(piece)
    const claimed = parts.claims.some(file, inFiles)
    if (!claimed && !expected.ours(file)) return
    const info = await parts.files.find(file, false, pass)
    const changed = !suspectFiles.has(file) && isChanged(info, expected.stamps.get(file), expected.exact)
    if (changed) changedFiles.push(file)
    if (!claimed) return
    for (const [piece, end] of claimedEnds(parts, file)) {
      if (info === null || info.size < end) absent.add(piece)
      else if (changed) doubtful.add(piece)
    }
  }
  for await (const group of pass.groups(realFiles(parts))) await eachOf(group, LOOKS_AT_ONCE, look)
  return { absent: [...absent], doubtful: [...doubtful].filter((piece) => !absent.has(piece)), changed: changedFiles }
}

/** Files with bytes on disk. */
export function* realFiles({ spec }: Pick<Parts, 'spec'>): Generator<number> {
  for (let index = 0; index < spec.files.length; index++) {
    const file = spec.files[index]
    if (file && !file.pad && file.length > 0) yield index
  }
}

/** The pieces we have in the file itself, each with the size the file must have to hold it. */
function* claimedEnds({ aside, claims, layout, spec }: Parts, file: number): Generator<[number, number]> {
  const range = layout.piecesOf(file)
  if (range === null) return
  const first = layout.spans(range.first, 0, layout.pieceSize(range.first)).find((span) => span.file === file)
  const headEnd = first?.length ?? 0
  const length = spec.files[file]?.length ?? 0
  for (let piece = range.first; piece <= range.last; piece++) {
    if (!claims.has(piece) || aside.has(piece)) continue
    yield [piece, Math.min(length, headEnd + (piece - range.first) * spec.pieceLength)]
  }
}

/** By another's hand, as far as can be told without reading it. `exact`: the stamp is that of an orderly end. */
export function isChanged(info: FileInfo | null, stamp: FileStamp | undefined, exact: boolean): boolean {
  if (info === null || stamp === undefined) return false
  const later = info.mtimeMs - stamp.mtimeMs
  return exact ? info.size !== stamp.size || Math.abs(later) > grainOf(info.mtimeMs) : later > WRITEBACK_MS
}

/** How far a time may be from what it was before it was rounded to this. */
const grainOf = (mtimeMs: number): number =>
  Math.max(LATEST_NOTE_MS, GRAINS_MS.find((grain) => mtimeMs % grain === 0) ?? 0)
