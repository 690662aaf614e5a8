// Several torrents as one: sizes, rates and states added up. Pure.

import type { TorrentRow, TorrentStatus } from '../../../app/torrent/row.ts'

export interface TorrentSum {
  readonly count: number
  /** Known sizes only. */
  readonly size: number
  readonly have: number
  /** Wanted bytes that are not here yet. */
  readonly left: number
  readonly uploaded: number
  /** All uploaded to all downloaded. */
  readonly ratio: number
  readonly downRate: number
  readonly upRate: number
  readonly states: ReadonlyMap<TorrentStatus, number>
}

const total = (rows: readonly TorrentRow[], value: (row: TorrentRow) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0)

const countStates = (rows: readonly TorrentRow[]): Map<TorrentStatus, number> => {
  const states = new Map<TorrentStatus, number>()
  for (const { status } of rows) states.set(status, (states.get(status) ?? 0) + 1)
  return states
}

export const sumOf = (rows: readonly TorrentRow[]): TorrentSum => {
  const downloaded = total(rows, (row) => row.downloaded)
  const uploaded = total(rows, (row) => row.uploaded)
  return {
    count: rows.length,
    size: total(rows, (row) => row.size ?? 0),
    have: total(rows, (row) => row.have),
    left: total(rows, (row) => Math.max(0, (row.wanted ?? 0) - row.have)),
    uploaded,
    ratio: downloaded === 0 ? (uploaded === 0 ? 0 : Infinity) : uploaded / downloaded,
    downRate: total(rows, (row) => row.downRate),
    upRate: total(rows, (row) => row.upRate),
    states: countStates(rows),
  }
}
