// Which rows a filter of the sidebar lets through, and how many there are of each. Pure.

import type { TorrentRow } from '../../app/torrent/row.ts'

export const filterKeys = ['all', 'downloading', 'seeding', 'finished', 'stopped', 'active', 'problems'] as const

export type FilterKey = (typeof filterKeys)[number]

export type FilterCounts = { readonly [K in FilterKey]: number }

export const noCounts: FilterCounts = {
  all: 0,
  downloading: 0,
  seeding: 0,
  finished: 0,
  stopped: 0,
  active: 0,
  problems: 0,
}

/** Checking counts as what the torrent was before: seeding when it had been complete, else downloading. */
const tests: { readonly [K in FilterKey]: (row: TorrentRow) => boolean } = {
  all: () => true,
  downloading: ({ status, doneAt }) =>
    status === 'downloading' ||
    status === 'stalled' ||
    status === 'metadata' ||
    (status === 'checking' && doneAt === null),
  seeding: ({ status, doneAt }) => status === 'seeding' || (status === 'checking' && doneAt !== null),
  finished: ({ doneAt }) => doneAt !== null,
  stopped: ({ status }) => status === 'stopped',
  active: ({ downRate, upRate }) => downRate > 0 || upRate > 0,
  problems: ({ status }) => status === 'waiting' || status === 'error',
}

/** The fields of a row the filters look at. */
export const filterFields = ['status', 'doneAt', 'downRate', 'upRate'] as const satisfies readonly (keyof TorrentRow)[]

export const sameCounts = (a: FilterCounts, b: FilterCounts): boolean => filterKeys.every((key) => a[key] === b[key])

export const passes = (row: TorrentRow, filter: FilterKey): boolean => tests[filter](row)

export const countByFilter = (rows: Iterable<TorrentRow>): FilterCounts => {
  const counts = { ...noCounts }
  for (const row of rows) for (const key of filterKeys) if (tests[key](row)) counts[key] += 1
  return counts
}
