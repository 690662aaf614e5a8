// Which torrents the budget dialog of Speed is about. Null: it is closed.

import { create } from 'zustand'
import type { TorrentId } from '../../app/torrent/row.ts'

export const useBudgeting = create<{ readonly ids: readonly TorrentId[] | null }>(() => ({ ids: null }))

export const askForBudget = (ids: readonly TorrentId[]): void => {
  if (ids.length > 0) useBudgeting.setState({ ids })
}

export const closeBudget = (): void => useBudgeting.setState({ ids: null })
