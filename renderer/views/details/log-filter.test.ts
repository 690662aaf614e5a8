import { describe, expect, it } from 'vitest'
import type { LogEntry, LogEvent } from '../../../app/torrent/details.ts'
import { messages } from '../../messages/messages.ts'
import { isProblem, shownEntries } from './log-filter.ts'

const events: readonly LogEvent[] = [
  { code: 'added' },
  { code: 'tracker-failed', url: 'http://a.example/', failure: { problem: 'timeout', message: null } },
  { code: 'tracker-ok', url: 'http://b.example/', peers: 1 },
  { code: 'hash-failed', piece: 7 },
]
const entries: readonly LogEntry[] = events.map((event, seq) => ({ seq, at: seq, event }))
const { sentence } = messages().log
const codes = (shown: readonly LogEntry[]): string[] => shown.map(({ event }) => event.code)

describe('the log', () => {
  it('shows the newest first', () => {
    expect(codes(shownEntries(entries, 'all', '', sentence))).toEqual([
      'hash-failed',
      'tracker-ok',
      'tracker-failed',
      'added',
    ])
  })

  it('counts a tracker that fails as a problem and as news of a tracker', () => {
    expect(codes(shownEntries(entries, 'problems', '', sentence))).toEqual(['hash-failed', 'tracker-failed'])
    expect(codes(shownEntries(entries, 'trackers', '', sentence))).toEqual(['tracker-ok', 'tracker-failed'])
    expect(events.map(isProblem)).toEqual([false, true, false, true])
  })

  it('searches the sentences as they are read', () => {
    expect(codes(shownEntries(entries, 'all', ' 1 PEER', sentence))).toEqual(['tracker-ok'])
  })
})
