// Which torrents the remove dialog is asking about. Null: it is closed.

import { create } from 'zustand'
import type { TorrentId } from '../../app/torrent/row.ts'

export const useRemoving = create<{ readonly ids: readonly TorrentId[] | null }>(() => ({ ids: null }))

export const askToRemove = (ids: readonly TorrentId[]): void => {
  if (ids.length > 0) useRemoving.setState({ ids })
}

export const closeRemove = (): void => useRemoving.setState({ ids: null })
