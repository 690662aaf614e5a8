// After the disk refused: find out what of ours it still has. What is claimed must fit the files; what was written but
// not synced is read back, hashed and written again, for a sync that failed once says nothing when it succeeds later.

import { hash } from 'node:crypto'
import { AbsentError } from './absent-error.ts'
import { leaveChanged } from './others-bytes.ts'
import type { Parts, Shared } from './store-parts.ts'
import { survey } from './survey.ts'
import type { Syncer } from './syncer.ts'
import { isHashOf, verify } from './verify.ts'

/**
 * Answers the pieces that are gone. Rejects while the disk refuses. Nothing may be open. `pending`: written, not
 * synced.
 */
export async function recover(
  parts: Parts,
  shared: Shared,
  syncer: Syncer,
  pending: readonly number[],
): Promise<number[]> {
  const { stamps } = parts
  const ours = (file: number): boolean => parts.files.isOurs(file)
  const looked = await survey(parts, shared, { stamps, exact: false, suspect: pending, ours })
  const doubtful = looked.doubtful.filter((piece) => !pending.includes(piece))
  const { bad } = await verify(parts, shared.hasher, doubtful)
  const lost = [...looked.absent, ...bad]
  for (const piece of pending) {
    if (lost.includes(piece)) continue
    const data = await readBack(parts, piece)
    if (data === null) lost.push(piece)
    else for (const file of await parts.pieces.rewrite(piece, data)) syncer.touch(file)
  }
  for (const piece of lost) parts.claims.lost(piece)
  leaveChanged(parts, looked.changed)
  return lost
}

/** Null: it is not what it should be any more. */
export async function readBack(parts: Parts, piece: number): Promise<Uint8Array | null> {
  const data = new Uint8Array(parts.layout.pieceSize(piece))
  try {
    await parts.pieces.read(piece, 0, data)
  } catch (error) {
    if (error instanceof AbsentError) return null
    throw error
  }
  return isHashOf(parts, piece, hash('sha1', data, 'buffer')) ? data : null
}
