// Where a torrent's files are on disk, open or not: under the names the journal has for them. Leaves making paths safe
// to the metainfo.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ManagedTorrent } from './managed-torrent.ts'
import type { Session } from './session/session.ts'
import { storeSpec } from './torrent-specs.ts'

type Journal = Pick<Session['journal'], 'state'>

/** The file, finished or not, or what holds all of them (null); null: there is nothing. */
export const existingPath = (torrent: ManagedTorrent, file: number | null, journal: Journal): string | null => {
  const path = pathOf(torrent, file, journal)
  return existsSync(path) ? path : existsSync(`${path}.part`) ? `${path}.part` : null
}

const pathOf = ({ stored, info, store }: ManagedTorrent, file: number | null, journal: Journal): string => {
  if (file === null || !info) return stored.root
  if (store) return store.pathOf(file)
  const spec = storeSpec(stored, info)
  const named = journal.state(spec.id).ours.get(file)
  const path = spec.single ? spec.root : join(spec.root, ...(spec.files[file]?.path ?? []))
  return named === undefined ? path : join(dirname(path), named)
}
