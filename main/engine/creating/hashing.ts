// Hashes a source into the pieces of a torrent, on the engine's hashing threads, and says how far it is. Leaves what
// may be part of the torrent to source-walk.ts. Invariant: what comes out is the hash of files that were the same
// before and after; anything else is a failure that names the file.

import { ok, fail, type Result } from '../../../app/result.ts'
import type { CreationProgress } from '../../../app/creating/creation.ts'
import type { CreateFault } from '../../../app/creating/create-fault.ts'
import { RateMeter } from '../../../app/swarm/rate.ts'
import type { Hasher, Looker } from '../storage/hasher.ts'
import { changedBetween, isReadable, marksOf, type Marks } from './file-marks.ts'
import { pieceJobs } from './piece-jobs.ts'
import { FEW, sizeOf } from './source-survey.ts'
import type { FoundFile, Source } from './source-walk.ts'

const HASH = 20
const TELL_MS = 250

export interface HashFailure {
  readonly fault: CreateFault
  readonly names: readonly string[]
}

export interface Hashed {
  readonly hashes: Uint8Array
  /** Of the files when they were hashed. */
  readonly marks: Marks
}

export interface Hashing {
  readonly hasher: Hasher
  readonly looker: Looker
  readonly signal: AbortSignal
  progress(at: Omit<CreationProgress, 'ref'>): void
  /** ms, monotonic. */
  now(): number
}

const nameOf = ({ path, onDisk }: FoundFile): string => (path.length === 0 ? onDisk : path.join('/'))

const named = (files: readonly FoundFile[], indexes: readonly number[]): readonly string[] =>
  indexes
    .slice(0, FEW)
    .flatMap((index) => files[index] ?? [])
    .map(nameOf)

/** The files among these that could not be read, or else those that changed. */
const blame = async (files: readonly FoundFile[], before: Marks, looker: Looker): Promise<HashFailure> => {
  const after = await marksOf(
    files.map(({ onDisk }) => onDisk),
    looker,
  )
  const gone = [...after.keys()].filter((index) => after[index] === null)
  if (gone.length > 0) return { fault: 'gone', names: named(files, gone) }
  const changed = changedBetween(before, after)
  if (changed.length > 0) return { fault: 'changed', names: named(files, changed) }
  for (const [index, { onDisk }] of files.entries()) {
    if (!(await isReadable(onDisk))) return { fault: 'unreadable', names: named(files, [index]) }
  }
  return { fault: 'unreadable', names: [] }
}

/** Tells at most four times a second, and when all is hashed. */
const teller = (size: number, { progress, now }: Pick<Hashing, 'progress' | 'now'>): ((bytes: number) => void) => {
  const meter = new RateMeter()
  let told = now()
  return (bytes) => {
    meter.add(bytes, now())
    if (now() - told < TELL_MS && meter.total < size) return
    told = now()
    const rate = meter.rate(told)
    progress({ hashed: meter.total, size, rate, remaining: rate > 0 ? (size - meter.total) / rate : null })
  }
}

/** Rejects with the signal's reason when it is called off. */
export const hashSource = async (
  { files }: Pick<Source, 'files'>,
  pieceLength: number,
  hashing: Hashing,
): Promise<Result<Hashed, HashFailure>> => {
  const size = sizeOf(files)
  const hashes = new Uint8Array(Math.ceil(size / pieceLength) * HASH)
  const paths = files.map(({ onDisk }) => onDisk)
  const marks = await marksOf(paths, hashing.looker)
  const grown = [...marks.keys()].filter((index) => marks[index]?.size !== files[index]?.length)
  if (grown.length > 0) return fail({ fault: 'changed', names: named(files, grown) })
  const tell = teller(size, hashing)
  const unread = new AbortController()
  const report = (piece: number, sha1: Uint8Array | null): void => {
    if (sha1 === null) return unread.abort()
    hashes.set(sha1, piece * HASH)
    tell(Math.min(pieceLength, size - piece * pieceLength))
  }
  const stop = AbortSignal.any([hashing.signal, unread.signal])
  try {
    await hashing.hasher.hash(pieceJobs(files, pieceLength), report, stop)
  } catch (error) {
    if (hashing.signal.aborted || !unread.signal.aborted) throw error
  }
  if (unread.signal.aborted) return fail(await blame(files, marks, hashing.looker))
  const changed = changedBetween(marks, await marksOf(paths, hashing.looker))
  return changed.length > 0 ? fail({ fault: 'changed', names: named(files, changed) }) : ok({ hashes, marks })
}
