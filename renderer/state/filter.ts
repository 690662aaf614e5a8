// Which rows a filter of the sidebar lets through, and how many there are of each. Pure.

import type { TorrentRow } from '../../app/torrent/row.ts'

export const filterKeys = [
  'all',
  'downloading',
  'seeding',
  'queued',
  'finished',
  'stopped',
  'active',
  'problems',
] as const

export type FilterKey = (typeof filterKeys)[number]

export type FilterCounts = { readonly [K in FilterKey]: number }

export const noCounts: FilterCounts = {
  all: 0,
  downloading: 0,
  seeding: 0,
  queued: 0,
  finished: 0,
  stopped: 0,
  active: 0,
  problems: 0,
}

type Place = 'downloading' | 'seeding' | 'queued' | 'stopped' | 'problems'

/** Checking counts as what the torrent was before: seeding when it had been complete, else downloading. */
const placeOf = ({ status, doneAt }: TorrentRow): Place => {
  switch (status) {
    case 'downloading':
    case 'stalled':
    case 'metadata':
      return 'downloading'
    case 'checking':
      return doneAt === null ? 'downloading' : 'seeding'
    case 'seeding':
    case 'queued':
    case 'stopped':
      return status
    case 'waiting':
    case 'error':
      return 'problems'
  }
}

const isActive = ({ downRate, upRate }: TorrentRow): boolean => downRate > 0 || upRate > 0

/** The fields of a row the filters look at. */
export const filterFields = ['status', 'doneAt', 'downRate', 'upRate'] as const satisfies readonly (keyof TorrentRow)[]

export const sameCounts = (a: FilterCounts, b: FilterCounts): boolean => filterKeys.every((key) => a[key] === b[key])

export const passes = (row: TorrentRow, filter: FilterKey): boolean => {
  switch (filter) {
    case 'all':
      return true
    case 'finished':
      return row.doneAt !== null
    case 'active':
      return isActive(row)
    default:
      return placeOf(row) === filter
  }
}

export const countByFilter = (rows: Iterable<TorrentRow>): FilterCounts => {
  const counts = { ...noCounts }
  for (const row of rows) {
    counts.all += 1
    counts[placeOf(row)] += 1
    if (row.doneAt !== null) counts.finished += 1
    if (isActive(row)) counts.active += 1
  }
  return counts
}
