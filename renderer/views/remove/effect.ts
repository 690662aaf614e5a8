// What removing torrents would do, as numbers for the sentence that names it. Pure.

import type { TorrentRow } from '../../../app/torrent/row.ts'

export type DataChoice = 'keep' | 'trash' | 'delete'

export interface RemovalEffect {
  readonly count: number
  /** Bytes on the disk that belong to the torrents. */
  readonly bytes: number
  /** The one torrent's name; null for several. */
  readonly name: string | null
}

export const removalEffect = (rows: readonly TorrentRow[]): RemovalEffect => ({
  count: rows.length,
  bytes: rows.reduce((sum, row) => sum + row.have, 0),
  name: rows.length === 1 ? (rows[0]?.name ?? null) : null,
})
