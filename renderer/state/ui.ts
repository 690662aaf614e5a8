// Where the user is in this window, as far as it need not outlive it: view, filter, search, what is open. What should
// outlive it (columns, sort, pane sizes) is in the settings.

import { create } from 'zustand'
import type { FilterKey } from './filter.ts'

export type View = 'torrents' | 'settings'

interface Ui {
  readonly view: View
  readonly filter: FilterKey
  readonly search: string
  readonly paletteOpen: boolean
  /** Main asked whether closing the window should quit. */
  readonly closeAsked: boolean
}

export const useUi = create<Ui>(() => ({
  view: 'torrents',
  filter: 'all',
  search: '',
  paletteOpen: false,
  closeAsked: false,
}))

export const showView = (view: View): void => useUi.setState({ view })
export const setFilter = (filter: FilterKey): void => useUi.setState({ filter, view: 'torrents' })
export const setSearch = (search: string): void => useUi.setState({ search })
export const openPalette = (open: boolean): void => useUi.setState({ paletteOpen: open })
export const askClose = (asked: boolean): void => useUi.setState({ closeAsked: asked })
