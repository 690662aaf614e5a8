// What the details pane watches, and the last it was told. One torrent and one tab at a time; nothing is watched while
// the pane is closed or the list is not in sight. News of another torrent or tab than the watched one is dropped.

import { create } from 'zustand'
import type { Details, DetailsTab, DetailsUpdate } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { api } from './api.ts'
import { useEngine } from './engine.ts'
import { useSelection } from './selecting.ts'
import { useSettingsStore } from './settings.ts'
import { useUi } from './ui.ts'

interface Watched {
  readonly id: TorrentId
  readonly tab: DetailsTab
}

interface DetailsState {
  readonly tab: DetailsTab
  /** Null until the watched torrent's first news of this tab. */
  readonly details: Details | null
  readonly watched: Watched | null
}

export const useDetails = create<DetailsState>(() => ({ tab: 'overview', details: null, watched: null }))

export const chooseDetailsTab = (tab: DetailsTab): void => useDetails.setState({ tab })

/** The details of the tab, typed by it; null while they have not arrived. */
export const useDetailsOf = <T extends DetailsTab>(tab: T): Extract<Details, { readonly tab: T }> | null =>
  useDetails(({ details }) => (details?.tab === tab ? (details as Extract<Details, { readonly tab: T }>) : null))

export const receiveDetails = ({ id, details }: DetailsUpdate): void => {
  const { watched } = useDetails.getState()
  if (watched?.id === id && watched.tab === details.tab) useDetails.setState({ details })
}

const wanted = (): Watched | null => {
  const { focus, chosen } = useSelection.getState()
  const open = useSettingsStore.getState().settings?.layout.detailsOpen === true
  const away = useEngine.getState().engine.state !== 'running'
  if (!open || away || focus === null || !chosen.has(focus) || useUi.getState().view !== 'torrents') return null
  return { id: focus, tab: useDetails.getState().tab }
}

const follow = (): void => {
  const { watched } = useDetails.getState()
  const next = wanted()
  if (watched?.id === next?.id && watched?.tab === next?.tab) return
  useDetails.setState({ watched: next, details: null })
  void api().call('details.watch', next)
}

/** Keeps watching what is in sight until the returned function is called. */
export const keepDetails = (): (() => void) => {
  const offs = [useSelection, useSettingsStore, useEngine, useUi, useDetails].map((store) => store.subscribe(follow))
  follow()
  return () => {
    for (const off of offs) off()
  }
}
