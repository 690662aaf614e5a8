// What can be done about Speed with these torrents: nothing where there is no Speed or not known what is on, nothing to
// buy of what is complete.

import type { TorrentId } from '../../app/torrent/row.ts'
import { speedIsThere, speedOf, useSpeed } from './speed.ts'
import { torrents } from './torrents.ts'

export interface SpeedChoices {
  readonly on: readonly TorrentId[]
  readonly mayBeOn: readonly TorrentId[]
}

export const speedChoices = (ids: readonly TorrentId[]): SpeedChoices => {
  if (!speedIsThere() || useSpeed.getState().state?.booksOpen === false) return { on: [], mayBeOn: [] }
  const on = ids.filter((id) => speedOf(id)?.on === true)
  const mayBeOn = ids.filter((id) => speedOf(id)?.on !== true && (torrents.row(id)?.progress ?? 1) < 1)
  return { on, mayBeOn }
}
