// The selection of the torrent list, shared by list, toolbar, menus, details and dialogs. The rules are selection.ts's.

import { create } from 'zustand'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { noSelection, only, type Selection } from './selection.ts'
import { torrents, useTorrent } from './torrents.ts'

export const useSelection = create<Selection>(() => noSelection)

export const selectionNow = (): Selection => useSelection.getState()

export const setSelection = (selection: Selection): void => {
  if (selection !== selectionNow()) useSelection.setState(selection)
}

export const selectOnly = (id: TorrentId): void => setSelection(only(id))

export const clearSelection = (): void => setSelection(noSelection)

/** The chosen torrents that exist, in no particular order. */
export const chosenIds = (): readonly TorrentId[] => [...selectionNow().chosen].filter((id) => torrents.row(id))

export const chosenRows = (): readonly TorrentRow[] =>
  chosenIds().flatMap((id) => {
    const row = torrents.row(id)
    return row ? [row] : []
  })

/** The torrent the details are of: the one with the focus, while it is chosen. */
export const useFocusedId = (): TorrentId | null =>
  useSelection(({ focus, chosen }) => (focus !== null && chosen.has(focus) ? focus : null))

export const useFocusedTorrent = (): TorrentRow | undefined => useTorrent(useFocusedId())
