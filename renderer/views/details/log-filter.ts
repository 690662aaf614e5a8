// Which entries of a torrent's log are of which kind, and which are shown. Pure.

import type { LogEntry, LogEvent } from '../../../app/torrent/details.ts'

export type LogKind = 'problems' | 'trackers' | 'progress'
export type LogFilter = LogKind | 'all'

const kinds: { readonly [C in LogEvent['code']]: readonly LogKind[] } = {
  added: ['progress'],
  started: ['progress'],
  stopped: ['progress'],
  metadata: ['progress'],
  goal: ['progress'],
  'data-removed': ['problems'],
  checked: ['progress'],
  resumed: ['progress'],
  finished: ['progress'],
  'tracker-failed': ['problems', 'trackers'],
  'tracker-ok': ['trackers'],
  'web-seed-failed': ['problems'],
  'hash-failed': ['problems'],
  'peer-dropped': ['problems'],
  'peer-banned': ['problems'],
  'metadata-lied': ['problems'],
  disk: ['problems'],
  changed: ['problems'],
  'disk-ok': ['progress'],
  'trackers-merged': ['trackers'],
}

export const isProblem = ({ code }: LogEvent): boolean => kinds[code].includes('problems')

/** Newest first; `sentence` gives the text that is searched. */
export const shownEntries = (
  entries: readonly LogEntry[],
  filter: LogFilter,
  query: string,
  sentence: (event: LogEvent) => string,
): readonly LogEntry[] => {
  const wanted = query.trim().toLowerCase()
  return entries
    .filter(({ event }) => filter === 'all' || kinds[event.code].includes(filter))
    .filter(({ event }) => wanted === '' || sentence(event).toLowerCase().includes(wanted))
    .toSorted((a, b) => b.seq - a.seq)
}
