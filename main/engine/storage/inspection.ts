// A whole look at the disk that believes nothing: finds the files, hashes every piece, syncs what was found, and tells
// the journal. For data that was there before us, and for the user's own check.

import type { FileStamp, FileStamps } from '../session/session.ts'
import { emptyBits, setBit } from './bits.ts'
import type { FileInfo } from './disk.ts'
import { eachOf } from './each-of.ts'
import { passOver } from './file-pass.ts'
import { leaveChanged } from './others-bytes.ts'
import { RememberedCheck, type Found } from './remembered-check.ts'
import type { Parts, Shared } from './store-parts.ts'
import type { CheckProgress } from './store.ts'
import { DiskError } from './store.ts'
import { isChanged, realFiles } from './survey.ts'
import { verify } from './verify.ts'

const LOOKS_AT_ONCE = 8
/** The system commits several at once in one go. */
const SYNCS_AT_ONCE = 8
/** What a write left in memory is on disk after that, whoever wrote. */
const WRITEBACK_MS = 60_000
/** Nor was anything about such a file touched for as long as the slowest disk may lag behind a full memory. */
const LONG_MS = 30 * 60_000
/** FAT keeps times to two seconds. */
const CLOCK_GRAIN_MS = 2_500

export interface InspectOptions {
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((at: CheckProgress) => void) | undefined
}

export interface Inspection {
  /** Bytes hashed. */
  readonly hashed: number
}

/** Claims, stamps and journal hold what was found, once it resolves; nothing is changed when it rejects. */
export async function inspect(parts: Parts, shared: Shared, options: InspectOptions): Promise<Inspection> {
  const { aside, claims, files, layout, root, spec } = parts
  const present = await root.present()
  if (root.made && !present) throw new DiskError('missing')
  const found = present ? await findAll(parts, shared) : new Map<number, FileInfo>()
  const nothing = found.size === 0 && aside.pieces().length === 0
  const isSynced = syncedAmong(found, shared.journal.state(spec.id).stamps, shared.settledAt.get(spec.id) ?? 0)
  const { good, hashed } = nothing ? NOTHING : await look(parts, shared, { found, isSynced }, options)
  const bits = emptyBits(layout.pieceCount)
  for (const piece of good) setBit(bits, piece)
  const settling = Date.now()
  const stamps = await settleAll(parts, good, { found, isSynced })
  if (stamps.size === found.size) shared.settledAt.set(spec.id, settling)
  const before = new Map(parts.stamps)
  // What was right once and is not at all any more is known by what it was.
  for (const [file, stamp] of before) if (files.exists(file) && !stamps.has(file)) stamps.set(file, stamp)
  const kept = good.filter((piece) => aside.has(piece))
  shared.journal.replace(spec.id, bits, { count: layout.pieceCount, stamps, aside: kept })
  shared.journal.saveCheck(spec.id, null)
  files.disown()
  if (stamps.size > 0) await root.markMade()
  claims.reset(bits)
  parts.stamps.clear()
  for (const [file, stamp] of stamps) parts.stamps.set(file, stamp)
  leaveChanged(
    parts,
    [...found].filter(([file, info]) => isChanged(info, before.get(file), true)).map(([file]) => file),
  )
  for (const piece of aside.pieces()) if (!claims.has(piece)) await aside.remove(piece)
  return { hashed }
}

/**
 * Syncs the files with good pieces. Their stamps are from before they were hashed: whoever changed them meanwhile is
 * found out. One after another, thousands of small files would take as long as the disk needs for as many commits;
 * those that are as they were when they were last synced, and have been for a while, are not synced again, and those
 * not at all that nobody touched for long.
 */
async function settleAll(
  { files, layout, spec }: Parts,
  good: readonly number[],
  { found, isSynced }: Seen,
): Promise<Map<number, FileStamp>> {
  const stamps = new Map<number, FileStamp>()
  const goodFiles = new Set(good.flatMap((piece) => layout.filesOf(piece)))
  await eachOf(goodFiles, SYNCS_AT_ONCE, async (file) => {
    const info = found.get(file)
    if (spec.files[file]?.pad === true || info === undefined) return
    if (!isSynced(file) && !(await files.settle(file))) return
    stamps.set(file, { size: info.size, mtimeMs: info.mtimeMs })
  })
  return stamps
}

interface Seen {
  readonly found: Found
  readonly isSynced: (file: number) => boolean
}

const syncedAmong = (found: Found, stamps: FileStamps, settledAt: number): Seen['isSynced'] => {
  const now = Date.now()
  const before = now - WRITEBACK_MS
  return (file) => {
    const [info, stamp] = [found.get(file), stamps.get(file)]
    if (info === undefined) return false
    if (info.touchedMs < now - LONG_MS) return true
    const same = stamp?.size === info.size && stamp.mtimeMs === info.mtimeMs
    return same && (info.mtimeMs < before || info.touchedMs < settledAt - CLOCK_GRAIN_MS)
  }
}

interface Looked {
  readonly good: readonly number[]
  readonly hashed: number
}

const NOTHING: Looked = { good: [], hashed: 0 }

/** Goes on where an earlier look was interrupted; so does the next one, should this be. */
async function look(parts: Parts, shared: Shared, { found, isSynced }: Seen, options: InspectOptions): Promise<Looked> {
  const remembered = new RememberedCheck(parts, shared, found, isSynced)
  const before = remembered.count
  const { signal, progress } = options
  try {
    const { hashed } = await verify(parts, shared.hasher, remembered.left, {
      signal,
      progress: ({ checked, total }) => progress?.({ checked: before + checked, total: before + total }),
      settled: (piece, right) => remembered.settled(piece, right),
    })
    await remembered.end()
    return { good: remembered.good, hashed }
  } catch (error) {
    await remembered.save()
    throw error
  }
}

/** What a look that was called off found that was not known, and is now forgotten by the journal. */
export async function takeOverCheck(
  parts: Parts,
  shared: Shared,
): Promise<{ readonly bad: readonly number[]; readonly good: readonly number[] }> {
  if (shared.journal.check(parts.spec.id) === null) return { bad: [], good: [] }
  const { bad, good } = new RememberedCheck(parts, shared, await findAll(parts, shared))
  shared.journal.saveCheck(parts.spec.id, null)
  const { claims } = parts
  return { bad: bad.filter((piece) => claims.has(piece)), good: good.filter((piece) => !claims.has(piece)) }
}

/** The files that are there, of those with bytes. */
async function findAll(parts: Parts, shared: Shared): Promise<Map<number, FileInfo>> {
  const found = new Map<number, FileInfo>()
  const pass = passOver(parts, shared)
  for await (const group of pass.groups(realFiles(parts))) {
    await eachOf(group, LOOKS_AT_ONCE, async (file) => {
      const info = await parts.files.find(file, true, pass)
      if (info !== null && info.size > 0) found.set(file, info)
    })
  }
  return found
}
