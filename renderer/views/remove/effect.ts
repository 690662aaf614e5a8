// What removing torrents would do, as numbers for the sentence that names it. Pure.

import type { Removable } from '../../../app/ipc/contract.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'

export type DataChoice = 'keep' | 'trash' | 'delete'

export interface RemovalEffect extends Removable {
  readonly count: number
  /** The one torrent's name; null for several. */
  readonly name: string | null
}

export const removalEffect = (rows: readonly Pick<TorrentRow, 'name'>[], removable: Removable): RemovalEffect => ({
  ...removable,
  count: rows.length,
  name: rows.length === 1 ? (rows[0]?.name ?? null) : null,
})

/** What can be done: only what we wrote can go. */
export const choicesOf = ({ files }: Removable): readonly DataChoice[] =>
  files === 0 ? ['keep'] : ['keep', 'trash', 'delete']
