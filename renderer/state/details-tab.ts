// Which tab of the details is open: kept while the pane is folded, the selection changes, or the settings are shown.

import { create } from 'zustand'
import type { DetailsTab } from '../../app/torrent/details.ts'

/** Speed is told of by main, not by the engine's details. */
export type PaneTab = DetailsTab | 'speed'

export const useDetailsTab = create<{ readonly tab: PaneTab }>(() => ({ tab: 'overview' }))

export const chooseDetailsTab = (tab: PaneTab): void => useDetailsTab.setState({ tab })
