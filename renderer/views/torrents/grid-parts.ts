// What the parts of the list know of one another: ids in the document and heights.

import type { TorrentId } from '../../../app/torrent/row.ts'
import type { SortKey } from '../../state/order.ts'

export const LIST_ID = 'torrent-list'

export const rowDomId = (id: TorrentId): string => `torrent-${id}`

export const headerDomId = (key: SortKey): string => `column-${key}`

export const HEAD_HEIGHT = 30
export const ROW_HEIGHT = { comfortable: 40, compact: 30 } as const

/** Gives the keyboard to the list. */
export const focusList = (): void => document.getElementById(LIST_ID)?.focus()
