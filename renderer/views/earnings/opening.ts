// Which rows of the books are open: what they make up, and the filter that finds them.

import { create } from 'zustand'
import type { BooksFilter } from '../../../app/ipc/speed-commands.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { torrents } from '../../state/torrents.ts'

export interface Opened {
  /** What the rows are of. */
  readonly what: string
  /** How they make it up, where they are not simply added. */
  readonly how?: string
  readonly filter: BooksFilter
}

export const useOpened = create<{ readonly opened: Opened | null }>(() => ({ opened: null }))

const all = { range: 'all', torrent: null, counterparty: null } as const

export type DepositFigure = 'free' | 'locked' | 'promised' | 'leftToday' | 'leftInAll'

/** Of the deposit, and of what the limits leave: now, whatever time is looked at. */
export const rowsOf: { readonly [F in DepositFigure]: BooksFilter } = {
  free: { ...all, kinds: ['deposit', 'withdraw', 'lock', 'cash:out', 'retract:in'] },
  locked: { ...all, kinds: ['lock'] },
  promised: { ...all, kinds: ['pay', 'reserve', 'cash:out', 'retract:in'] },
  leftToday: { ...all, range: 'today', kinds: ['pay', 'reserve'] },
  leftInAll: { ...all, kinds: ['pay', 'reserve'] },
}

const kindsOf = { spent: ['pay', 'reserve'], earned: ['earn'], both: ['pay', 'reserve', 'earn'] } as const

/** Of one torrent, ever. */
export const torrentRows = (torrent: TorrentId, of: keyof typeof kindsOf): BooksFilter => ({
  ...all,
  torrent,
  kinds: [...kindsOf[of]],
})

export const openRows = (opened: Opened): void => useOpened.setState({ opened })
/** Under the name it has in the list. */
export const openTorrentRows = (id: TorrentId, of: keyof typeof kindsOf): void =>
  openRows({ what: torrents.row(id)?.name ?? id, filter: torrentRows(id, of) })

export const closeRows = (): void => useOpened.setState({ opened: null })
