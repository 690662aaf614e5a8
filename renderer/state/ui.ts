// Where the user is in this window, as far as it need not outlive it: view, filter, search, what is open. What should
// outlive it (columns, sort, pane sizes) is in the settings.

import { create } from 'zustand'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { FilterKey } from './filter.ts'
import { selectOnly } from './selecting.ts'

export type View = 'torrents' | 'earnings' | 'wallet' | 'settings' | 'create'

interface Ui {
  readonly view: View
  readonly filter: FilterKey
  readonly search: string
  readonly paletteOpen: boolean
  /** Main asked whether closing the window should quit. */
  readonly closeAsked: boolean
  /** The torrent the list should scroll to. */
  readonly toReveal: TorrentId | null
}

export const useUi = create<Ui>(() => ({
  view: 'torrents',
  filter: 'all',
  search: '',
  paletteOpen: false,
  closeAsked: false,
  toReveal: null,
}))

export const showView = (view: View): void => useUi.setState({ view })
export const setFilter = (filter: FilterKey): void => useUi.setState({ filter, view: 'torrents' })
export const setSearch = (search: string): void => useUi.setState({ search })
export const openPalette = (open: boolean): void => useUi.setState({ paletteOpen: open })
export const askClose = (asked: boolean): void => useUi.setState({ closeAsked: asked })

/** Shows the torrent in the list, whatever was filtered before: chosen and in sight. */
export const reveal = (id: TorrentId): void => {
  useUi.setState({ view: 'torrents', filter: 'all', search: '' })
  selectOnly(id)
  useUi.setState({ toReveal: id })
}

export const revealed = (): void => useUi.setState({ toReveal: null })
