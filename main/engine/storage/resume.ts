// What to believe when a torrent is opened: the journal, as far as the disk fits it. Hashes only what was being
// written when the last run ended badly, and files someone else changed. Leaves writing and waiting to the store.

import { hash } from 'node:crypto'
import type { JournalState } from '../session/session.ts'
import { diskErrorOf } from './disk-fault.ts'
import { inspect } from './inspection.ts'
import { leaveChanged } from './others-bytes.ts'
import { pauseFor } from './pause.ts'
import type { Parts, Shared } from './store-parts.ts'
import type { OpenOptions, PartialPiece } from './store.ts'
import { DiskError } from './store.ts'
import { realFiles, survey } from './survey.ts'
import { isHashOf, verify } from './verify.ts'

/** Bytes a block. */
const BLOCK = 16 * 1024

export interface Start {
  readonly hashed: number
  /** On disk and right, but not known to be synced. */
  readonly found: readonly number[]
  /** The disk could not be looked at: the journal is taken at its word until it can be. */
  readonly blind: DiskError | null
}

/** Sets the claims. Rejects only when stopped by the signal. */
export async function resumeFrom(
  parts: Parts,
  shared: Shared,
  state: JournalState,
  options: OpenOptions,
): Promise<Start> {
  await pauseFor(parts.spec.files)
  try {
    const { aside, durable, suspect } = state
    const counts = (piece: number): boolean => durable === null || aside.has(piece) || suspect.includes(piece)
    await parts.aside.load(parts.layout.pieceCount, counts)
    if (state.durable === null) return { ...(await inspect(parts, shared, options)), found: [], blind: null }
    parts.claims.reset(state.durable)
    return await compare(parts, shared, state, options)
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    return { hashed: 0, found: [], blind: diskErrorOf(error) }
  }
}

async function compare(parts: Parts, shared: Shared, state: JournalState, options: OpenOptions): Promise<Start> {
  const { aside, claims, files, root, spec } = parts
  if (root.made && !(await root.present())) throw new DiskError('missing')
  const ours = (file: number): boolean => state.ours.has(file)
  const { absent, changed, doubtful } = await survey(parts, shared, { ...state, exact: state.clean, ours })
  const gone = [...state.aside].filter((piece) => claims.has(piece) && !aside.has(piece))
  if (!state.clean) for (const file of realFiles(parts)) if (ours(file)) await files.removeTwin(file)
  const suspect = state.suspect.filter((piece) => !claims.has(piece) && piece < parts.layout.pieceCount)
  const toHash = [...doubtful.filter((piece) => !gone.includes(piece)), ...suspect]
  const { good, bad, hashed } = await verify(parts, shared.hasher, toHash, options)
  const lost = [...absent, ...gone, ...bad]
  if (lost.length > 0) shared.journal.lost(spec.id, lost)
  for (const piece of lost) claims.lost(piece)
  leaveChanged(parts, changed)
  const found = good.filter((piece) => !claims.has(piece))
  for (const piece of aside.pieces()) if (!claims.has(piece) && !found.includes(piece)) await aside.remove(piece)
  return { hashed, found, blind: null }
}

/** The journal's unfinished pieces that make sense and are still wanted; `full`: all blocks are there, and hash right. */
export function partialsOf(parts: Parts, state: JournalState): { open: PartialPiece[]; full: PartialPiece[] } {
  const { claims, layout } = parts
  const usable = state.partials.filter(({ piece, have, data }) => {
    if (piece < 0 || piece >= layout.pieceCount || claims.has(piece)) return false
    const size = layout.pieceSize(piece)
    return data.length === size && have.length === Math.ceil(size / BLOCK)
  })
  const isRight = ({ piece, data }: PartialPiece): boolean => isHashOf(parts, piece, hash('sha1', data, 'buffer'))
  const isFull = ({ have }: PartialPiece): boolean => have.every((block) => block === 1)
  return { open: usable.filter((each) => !isFull(each)), full: usable.filter(isFull).filter(isRight) }
}
