// Which torrent the dialog about files changed on disk is about. Null: it is closed.

import { create } from 'zustand'
import type { TorrentId } from '../../app/torrent/row.ts'

export const useDeciding = create<{ readonly id: TorrentId | null }>(() => ({ id: null }))

export const askAboutChanged = (id: TorrentId): void => useDeciding.setState({ id })

export const closeChanged = (): void => useDeciding.setState({ id: null })
