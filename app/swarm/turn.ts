// One peer being given blocks to ask for.

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
