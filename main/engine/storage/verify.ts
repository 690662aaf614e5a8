// Which pieces on disk are what they should be. Leaves the hashing to the Hasher and what follows to the caller.

import { faultOfCode } from './disk-fault.ts'
import type { Hasher, HashJob, HashReport } from './hasher.ts'
import type { Parts } from './store-parts.ts'
import type { CheckProgress } from './store.ts'
import { DiskError } from './store.ts'

export interface Verdict {
  readonly good: readonly number[]
  readonly bad: readonly number[]
  /** Bytes hashed. */
  readonly hashed: number
}

interface VerifyOptions {
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((at: CheckProgress) => void) | undefined
  /** Told of each piece of which the disk let itself be asked. */
  readonly settled?: ((piece: number, right: boolean) => void) | undefined
}

// What makes a piece bad; any other refusal says nothing about the data.
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EIO'])

/** Progress is in pieces, and told at most once a percent. Rejects when the disk refuses to tell. */
export async function verify(
  parts: Parts,
  hasher: Hasher,
  pieces: readonly number[],
  { signal, progress, settled }: VerifyOptions = {},
): Promise<Verdict> {
  const good: number[] = []
  const bad: number[] = []
  let hashed = 0
  const step = Math.max(1, Math.floor(pieces.length / 100))
  const settle = (piece: number, right: boolean): void => {
    ;(right ? good : bad).push(piece)
    const checked = good.length + bad.length
    if (checked % step === 0 || checked === pieces.length) progress?.({ checked, total: pieces.length })
  }
  const jobs = function* (): Generator<HashJob> {
    for (const piece of pieces) {
      const job = parts.pieces.hashJob(piece)
      if (job === null) {
        settled?.(piece, false)
        settle(piece, false)
      } else yield job
    }
  }
  const refused: DiskError[] = []
  const report: HashReport = (piece, sha1, refusal) => {
    if (sha1 !== null) hashed += parts.layout.pieceSize(piece)
    const right = sha1 !== null && isHashOf(parts, piece, sha1)
    if (refusal !== null && !ABSENT.has(refusal)) refused.push(new DiskError(faultOfCode(refusal)))
    else settled?.(piece, right)
    settle(piece, right)
  }
  await hasher.hash(jobs(), report, signal)
  if (refused[0] !== undefined) throw refused[0]
  // An unplugged disk is no reason to take its pieces for bad.
  if (bad.length > 0 && parts.root.made && !(await parts.root.present())) throw new DiskError('missing')
  return { good: good.toSorted(byNumber), bad: bad.toSorted(byNumber), hashed }
}

/** Compares with the torrent's own 20 bytes for the piece. */
export function isHashOf({ spec }: Pick<Parts, 'spec'>, piece: number, sha1: Uint8Array): boolean {
  return Buffer.compare(sha1, spec.hashes.subarray(piece * 20, piece * 20 + 20)) === 0
}

const byNumber = (a: number, b: number): number => a - b
