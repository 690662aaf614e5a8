// Which torrents the dialog of limits and goals is about. Null: it is closed.

import { create } from 'zustand'
import type { TorrentId } from '../../app/torrent/row.ts'

export const useLimiting = create<{ readonly ids: readonly TorrentId[] | null }>(() => ({ ids: null }))

export const askForLimits = (ids: readonly TorrentId[]): void => {
  if (ids.length > 0) useLimiting.setState({ ids })
}

export const closeLimits = (): void => useLimiting.setState({ ids: null })
