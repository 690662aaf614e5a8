// What the picker is made of, and what it says back: plain data.

import type { BlockRef } from './turn.ts'

/** A request that is of no use any more: its peer is to be told. */
export interface Dropped<P> extends BlockRef {
  readonly peer: P
}

export interface PickerSpec {
  readonly pieceLength: number
  readonly length: number
  /** One bit a piece, BEP 3 order: what we have. */
  readonly have: Uint8Array
  /** 0…3 per piece. */
  readonly priorities: Uint8Array
  /** 1 for pieces that `firstLast` puts before others of their priority. */
  readonly edges: Uint8Array
  /** Uniform in [0, 1). */
  readonly random: () => number
}

/** A piece wanted by a moment, ms of the clock that `pick` is called with. */
export interface Deadline {
  readonly piece: number
  readonly at: number
}

/** `others`: peers that were asked for the same block and may be told to leave it. */
export type Received<P> =
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'taken'; readonly complete: boolean; readonly others: readonly P[] }
