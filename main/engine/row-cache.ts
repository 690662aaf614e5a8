// Rows of the list, made anew only where something may have changed: a torrent that stands still, or seeds to nobody,
// is as it was. Invariant: a row that is handed out again is the one that would be made.

import type { TorrentRow } from '../../app/torrent/row.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import { rowOf } from './row.ts'

interface Kept {
  readonly row: TorrentRow
  /** What the row was made from; each is replaced when it changes, never written to. */
  readonly from: readonly unknown[]
}

/** Everything a row depends on while nobody is connected. */
const sourcesOf = ({ stored, state, turn, place, pieces, swarm }: ManagedTorrent): readonly unknown[] => [
  stored,
  state,
  turn,
  place,
  swarm,
  swarm?.visits.ever,
  pieces,
  pieces?.progress.have,
  pieces?.progress.wanted,
]

/** Rates are nothing and counters don't move; why a download stands still may change all the same. */
const isStill = ({ complete, state, swarm }: ManagedTorrent): boolean =>
  swarm === null ? state.phase === 'stopped' : complete && swarm.visits.now === 0

export class RowCache {
  readonly #kept = new WeakMap<ManagedTorrent, Kept>()

  of(torrent: ManagedTorrent): TorrentRow {
    if (!isStill(torrent)) {
      this.#kept.delete(torrent)
      return rowOf(torrent)
    }
    const from = sourcesOf(torrent)
    const kept = this.#kept.get(torrent)
    if (kept && kept.from.every((source, at) => source === from[at])) return kept.row
    const row = rowOf(torrent)
    this.#kept.set(torrent, { row, from })
    return row
  }
}
