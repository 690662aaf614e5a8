// A whole look at the disk that believes nothing: finds the files, hashes every piece, syncs what was found, and tells
// the journal. For data that was there before us, and for the user's own check.

import type { FileStamp } from '../session/session.ts'
import { emptyBits, setBit } from './bits.ts'
import { eachOf } from './each-of.ts'
import type { Parts, Shared } from './store-parts.ts'
import type { CheckProgress } from './store.ts'
import { DiskError } from './store.ts'
import { realFiles } from './survey.ts'
import { verify } from './verify.ts'

const LOOKS_AT_ONCE = 8

export interface InspectOptions {
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((at: CheckProgress) => void) | undefined
}

export interface Inspection {
  readonly stamps: Map<number, FileStamp>
  /** Bytes hashed. */
  readonly hashed: number
}

/** Claims and journal hold what was found, once it resolves; nothing is changed when it rejects. */
export async function inspect(parts: Parts, shared: Shared, options: InspectOptions): Promise<Inspection> {
  const { aside, claims, files, layout, root, spec } = parts
  const present = await root.present()
  if (root.made && !present) throw new DiskError('missing')
  const found = present ? await findAll(parts) : 0
  const nothing = found === 0 && aside.pieces().length === 0
  const { good, hashed } = nothing ? NOTHING : await verify(parts, shared.hasher, piecesOf(layout.pieceCount), options)
  const bits = emptyBits(layout.pieceCount)
  for (const piece of good) setBit(bits, piece)
  const stamps = new Map<number, FileStamp>()
  const goodFiles = new Set(good.flatMap((piece) => layout.filesOf(piece)))
  for (const file of goodFiles) {
    if (spec.files[file]?.pad === true) continue
    const stamp = await files.settle(file)
    if (stamp !== null) stamps.set(file, stamp)
  }
  const kept = good.filter((piece) => aside.has(piece))
  shared.journal.replace(spec.id, bits, { count: layout.pieceCount, stamps, aside: kept })
  files.disown()
  if (stamps.size > 0) await root.markMade()
  claims.reset(bits)
  for (const piece of aside.pieces()) if (!claims.has(piece)) await aside.remove(piece)
  return { stamps, hashed }
}

const NOTHING = { good: [], hashed: 0 }

const piecesOf = (count: number): number[] => Array.from({ length: count }, (_, piece) => piece)

/** How many files there are, of those with bytes. */
async function findAll(parts: Parts): Promise<number> {
  let found = 0
  await eachOf(realFiles(parts), LOOKS_AT_ONCE, async (file) => {
    const info = await parts.files.find(file, true)
    if (info !== null && info.size > 0) found++
  })
  return found
}
