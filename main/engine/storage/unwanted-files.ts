// Rids the disk of files that were begun and are not wanted any more, and of pieces kept aside for nobody. Leaves
// telling others which pieces are gone to the store. Invariant: only files we made and that are not complete go; a
// piece of one that another file needs is aside, synced and recorded, before; what is left undone the next one does.

import type { Journal } from '../session/session.ts'
import type { FileFinisher } from './file-finisher.ts'
import { readBack } from './recovery.ts'
import type { Parts } from './store-parts.ts'
import { realFiles } from './survey.ts'

interface Deps {
  readonly parts: Parts
  readonly journal: Journal
  readonly finisher: FileFinisher
  readonly wants: (file: number) => boolean
  /** They will not be on disk any more. */
  readonly lose: (pieces: readonly number[]) => void
}

/** All that was written is synced, and nobody else writes meanwhile. */
export async function discardUnwanted(deps: Deps): Promise<void> {
  const { finisher, journal, parts } = deps
  const { aside, claims, files, layout, spec } = parts
  const leaving = new Set<number>()
  for (const file of realFiles(parts)) if (isLeaving(deps, file)) leaving.add(file)
  const stays = (file: number): boolean =>
    spec.files[file]?.pad === false && !leaving.has(file) && (deps.wants(file) || files.exists(file))
  const lost = aside.pieces().filter((piece) => !layout.filesOf(piece).some(stays))
  const kept = new Map<number, number[]>()
  for (const piece of piecesOf(parts, leaving)) {
    const needing = layout.filesOf(piece).filter(stays)
    if (!claims.has(piece) || lost.includes(piece)) continue
    if (needing.length > 0 && (await putAside(parts, piece))) kept.set(piece, needing)
    else lost.push(piece)
  }
  if (kept.size > 0) {
    const pieces = [...kept.keys()]
    journal.durable(spec.id, pieces, { count: layout.pieceCount, stamps: new Map(), aside: pieces })
  }
  for (const [piece, needing] of kept) finisher.holds(piece, needing)
  if (lost.length > 0) deps.lose(lost)
  for (const piece of lost) if (aside.has(piece)) await aside.remove(piece)
  for (const file of leaving) await files.remove(file)
}

const isLeaving = ({ parts: { claims, files }, wants }: Deps, file: number): boolean =>
  !wants(file) && files.exists(file) && files.isOurs(file) && !files.isFinal(file) && !claims.isComplete(file)

function piecesOf({ layout }: Parts, files: ReadonlySet<number>): Set<number> {
  const pieces = new Set<number>()
  for (const file of files) {
    const range = layout.piecesOf(file)
    if (range !== null) for (let piece = range.first; piece <= range.last; piece++) pieces.add(piece)
  }
  return pieces
}

/** False: it is not what it should be. */
async function putAside(parts: Parts, piece: number): Promise<boolean> {
  if (parts.aside.has(piece)) return true
  const data = await readBack(parts, piece)
  if (data === null) return false
  await parts.aside.write(piece, data)
  return true
}
