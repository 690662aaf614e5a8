// Whoever pieces are fetched from, a peer or a web server, as the download sees it; and what the download shares with
// them. How blocks are asked for is each one's own business.

import type { PiecePicker } from '../../../app/swarm/picker.ts'
import type { TorrentStore } from '../storage/store.ts'
import type { Sender } from './bans.ts'

export interface PieceSource {
  /** What is remembered of it with the blocks it sends, when it is gone too. */
  readonly sender: Sender
  /** Accepted bytes in pieces that matched their hash, and in those that did not. */
  verified: number
  bad: number
  /** The block is not wanted of it any more. */
  cancel(piece: number, block: number): void
}

/** What the torrent shares with its sources once it has metadata. */
export interface PieceExchange {
  readonly picker: PiecePicker<PieceSource>
  readonly store: TorrentStore
  /** A wanted block arrived. */
  took(from: PieceSource, piece: number, block: number, data: Uint8Array, complete: boolean): void
  /** False while the disk refuses or its queue is full. */
  accepting(): boolean
}
