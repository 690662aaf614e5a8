// Hashes a source into the pieces of a torrent, on the engine's hashing threads, and says how far it is. Leaves what
// may be part of the torrent to source-walk.ts. Invariant: what comes out is the hash of files that were, after all of
// them were hashed, what they were when they were found; anything else is a failure that names the file.

import { ok, fail, type Result } from '../../../app/result.ts'
import type { CreationProgress } from '../../../app/creating/creation.ts'
import type { CreateFault } from '../../../app/creating/create-fault.ts'
import { RateMeter } from '../../../app/swarm/rate.ts'
import type { Hasher, Looker } from '../storage/hasher.ts'
import { differenceOf, isReadable } from './file-marks.ts'
import { pieceJobs } from './piece-jobs.ts'
import { FEW, sizeOf } from './source-survey.ts'
import type { FoundFile, Source } from './source-walk.ts'

const HASH = 20
const TELL_MS = 250

export interface HashFailure {
  readonly fault: CreateFault
  readonly names: readonly string[]
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

/** The files among these that are not what they were when they were found; null: all are. */
const findChange = async (files: readonly FoundFile[], looker: Looker): Promise<HashFailure | null> => {
  const { gone, changed } = await differenceOf(files, looker)
  if (gone.length > 0) return { fault: 'gone', names: named(files, gone) }
  return changed.length > 0 ? { fault: 'changed', names: named(files, changed) } : null
}

/** Of files of which not all could be read. */
const blame = async (files: readonly FoundFile[], looker: Looker): Promise<HashFailure> => {
  const change = await findChange(files, looker)
  if (change !== null) return change
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

/** The hashes of the pieces, 20 bytes each. Rejects with the signal's reason when it is called off. */
export const hashSource = async (
  { files }: Pick<Source, 'files'>,
  pieceLength: number,
  hashing: Hashing,
): Promise<Result<Uint8Array, HashFailure>> => {
  const size = sizeOf(files)
  const hashes = new Uint8Array(Math.ceil(size / pieceLength) * HASH)
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
  if (unread.signal.aborted) return fail(await blame(files, hashing.looker))
  const change = await findChange(files, hashing.looker)
  return change === null ? ok(hashes) : fail(change)
}
