// Rids the disk of files that were begun and are not wanted any more, and of pieces kept aside for nobody; says before
// what that would take. Leaves telling others which pieces are gone to the store. Invariant: only files we made and
// that are not complete go; a piece of one that another file needs is aside, synced and recorded, before; what is left
// undone the next one does.

import type { AtStake } from '../../../app/ipc/contract.ts'
import type { Journal } from '../session/session.ts'
import type { FileFinisher } from './file-finisher.ts'
import { readBack } from './recovery.ts'
import type { Parts, Shared } from './store-parts.ts'
import { partsOf } from './store-parts.ts'
import type { StoreSpec } from './store.ts'
import { realFiles } from './survey.ts'

interface Deps {
  readonly parts: Parts
  readonly journal: Journal
  readonly finisher: FileFinisher
  readonly wants: (file: number) => boolean
  /** Not wanted, and to stay as it is nonetheless. */
  readonly keeps: (file: number) => boolean
  /** They will not be on disk any more. */
  readonly lose: (pieces: readonly number[]) => void
}

/** All that was written is synced, and nobody else writes meanwhile. */
export async function discardUnwanted(deps: Deps): Promise<void> {
  const { finisher, journal, parts } = deps
  const { aside, claims, files, layout, spec } = parts
  const leaving = leavingOf(deps)
  const stays = staysWithout(deps, leaving)
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

/**
 * By the journal, so that a disk that is away answers too. Blocks of unfinished pieces do not count: they are few, and
 * most are on no disk.
 */
export function atStake(spec: StoreSpec, shared: Shared, have: Uint8Array, skipped: readonly number[]): AtStake {
  const given = new Set(skipped)
  const wants = (file: number): boolean => spec.priorities[file] !== 0 && !given.has(file)
  const parts = partsOf(spec, shared, shared.journal.state(spec.id), {
    wants,
    onGone: () => undefined,
    onBad: () => undefined,
  })
  parts.claims.reset(have)
  const wishes = { parts, wants, keeps: (file: number) => spec.priorities[file] === 0 && !given.has(file) }
  const leaving = leavingOf(wishes)
  const stays = staysWithout(wishes, leaving)
  const isLost = (piece: number): boolean => parts.claims.has(piece) && !parts.layout.filesOf(piece).some(stays)
  const lost = [...piecesOf(parts, leaving)].filter(isLost)
  return {
    files: [...leaving].filter((file) => parts.claims.some(file, isLost)),
    bytes: lost.reduce((sum, piece) => sum + parts.layout.pieceSize(piece), 0),
  }
}

type Wishes = Pick<Deps, 'parts' | 'wants' | 'keeps'>

const leavingOf = (wishes: Wishes): ReadonlySet<number> =>
  new Set([...realFiles(wishes.parts)].filter((file) => isLeaving(wishes, file)))

const isLeaving = ({ keeps, parts: { claims, files }, wants }: Wishes, file: number): boolean => {
  if (wants(file) || keeps(file)) return false
  return files.exists(file) && files.isOurs(file) && !files.isFinal(file) && !claims.isComplete(file)
}

/** Whether a file is there, or will be, once those are not. */
const staysWithout =
  ({ parts: { files, spec }, wants }: Wishes, leaving: ReadonlySet<number>) =>
  (file: number): boolean =>
    spec.files[file]?.pad === false && !leaving.has(file) && (wants(file) || files.exists(file))

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
