// One peer being given blocks to ask for, one by one or in a run.

import type { PeerPieces } from './peer-pieces.ts'

export interface BlockRef {
  readonly piece: number
  readonly block: number
}

export interface Turn<P> {
  readonly peer: P
  readonly its: PeerPieces
  /** At most so many. */
  readonly count: number
  readonly picked: BlockRef[]
  /** Pieces and blocks looked at, to measure what it costs. */
  looks: number
}

/** The block and those that follow it, as far as they can be had: at most `count`. */
export const runFrom = (
  first: BlockRef,
  count: number,
  blocksOf: (piece: number) => number,
  take: (piece: number, block: number) => boolean,
): BlockRef[] => {
  const run = [first]
  let { piece, block } = first
  while (run.length < count) {
    block++
    if (block >= blocksOf(piece)) [piece, block] = [piece + 1, 0]
    if (!take(piece, block)) break
    run.push({ piece, block })
  }
  return run
}
