// Removing torrents: nothing is paid for them any more, the engine stops and forgets them, then what they left on disk
// is dealt with as the user chose. Leaves it to Removals that nobody adds them again before that is done.

import { ok } from '../../app/result.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { removeLeftovers } from './removal.ts'
import type { Removals } from './removals.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

interface Removing {
  readonly engine: EngineClient
  readonly removals: Pick<Removals, 'during'>
  /** Those of them that are paid for are switched off. */
  readonly speed: { leave(ids: ReadonlySet<TorrentId>): Promise<void> }
  readonly shell: Shell
  /** Folders that must outlive every torrent, as of now. */
  readonly kept: () => readonly string[]
}

export const removeCommand = ({ engine, removals, speed, shell, kept }: Removing) =>
  ({
    'torrents.remove': ({ ids, data }) =>
      removals.during(ids, async () => {
        await speed.leave(new Set(ids))
        const removed = await engine.call('engine.remove', { ids })
        if (!removed.ok) return removed
        if (data === 'keep') return ok({ leftBehind: 0 })
        const options = { how: data, kept: kept(), trash: (path: string) => shell.trash(path) }
        let leftBehind = 0
        for (const left of removed.value) leftBehind += await removeLeftovers(left, options)
        return ok({ leftBehind })
      }),
  }) satisfies Partial<MainHandlers>
