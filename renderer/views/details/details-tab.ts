// Which tab of the details is open: kept while the pane is folded, the selection changes, or the settings are shown.

import { create } from 'zustand'
import type { DetailsTab } from '../../../app/torrent/details.ts'

export const useDetailsTab = create<{ readonly tab: DetailsTab }>(() => ({ tab: 'overview' }))

export const chooseDetailsTab = (tab: DetailsTab): void => useDetailsTab.setState({ tab })
