import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reason, TorrentStatus } from '../../../app/torrent/row.ts'
import { status } from './status.ts'

const count = fc.nat(3000)
const faults = ['full', 'denied', 'read-only', 'io', 'missing', 'too-many-files', 'not-a-folder', 'outside'] as const
const reason: fc.Arbitrary<Reason | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom({ code: 'starting' }, { code: 'nothing-wanted' }, { code: 'rate-limit' } as const),
  fc.record({ code: fc.constant('looking' as const), trackers: count, nodes: fc.option(count) }),
  fc.record({
    code: fc.constant('no-source' as const),
    trackersFailed: count,
    trackers: count,
    nodes: fc.option(count),
  }),
  fc.record({ code: fc.constant('connecting' as const), known: count }),
  fc.record({ code: fc.constant('choked' as const), peers: count }),
  fc.record({ code: fc.constant('web-seeds' as const), count }),
  fc.record({
    code: fc.constant('incomplete-swarm' as const),
    peers: count,
    availability: fc.double({ min: 0, max: 9, noNaN: true }),
  }),
  fc.record({ code: fc.constant('disk' as const), fault: fc.constantFrom(...faults) }),
  fc.record({ code: fc.constant('turn' as const), for: fc.constantFrom('download', 'seed', 'check') }),
  fc.record({ code: fc.constant('goal' as const), goal: fc.constantFrom('ratio', 'time') }),
  fc.record({ code: fc.constant('check-held' as const) }),
  fc.record({ code: fc.constant('metadata-unreadable' as const), again: fc.constantFrom('disk', 'peers') }),
  fc.record({ code: fc.constant('nobody-wants' as const), peers: count }),
  fc.record({ code: fc.constant('internal' as const), logId: fc.constant('a1b2c3') }),
)
const statuses: readonly TorrentStatus[] = [
  'stopped',
  'queued',
  'checking',
  'metadata',
  'downloading',
  'stalled',
  'seeding',
  'waiting',
  'error',
]

describe('the words of a status', () => {
  it('always has a short headline and whole sentences, and never undefined or NaN in them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), reason, fc.constantFrom(0, 0.5, 1), (state, why, progress) => {
        const { headline, because, sentence } = status.of({ status: state, reason: why, progress })
        expect(headline.length).toBeGreaterThan(2)
        expect(headline.length).toBeLessThanOrEqual(22)
        if (because !== null) expect(because.length).toBeLessThanOrEqual(44)
        expect(sentence).toMatch(/^[A-Z0-9].*\.$/)
        expect(`${headline} ${because} ${sentence}`).not.toMatch(/undefined|NaN|null null/)
      }),
      { numRuns: 2000 },
    )
  })

  it('says plainly why nothing moves', () => {
    const words = (why: Reason): string => status.of({ status: 'stalled', reason: why, progress: 0.2 }).sentence
    expect(words({ code: 'no-source', trackersFailed: 2, trackers: 2, nodes: 40 })).toBe(
      'No peers found: no tracker answered; 40 DHT nodes, none knows this torrent yet. It goes on looking.',
    )
    expect(words({ code: 'no-source', trackersFailed: 1, trackers: 1, nodes: null })).toBe(
      'No peers found: its tracker did not answer; DHT is off for it. It goes on looking.',
    )
    expect(words({ code: 'incomplete-swarm', peers: 7, availability: 0.962 })).toBe(
      'The 7 peers connected have 96% of this torrent together. The rest must come from somebody else.',
    )
  })

  it('counts one as one', () => {
    const words = (why: Reason) => status.of({ status: 'stalled', reason: why, progress: 0.2 })
    expect(words({ code: 'incomplete-swarm', peers: 1, availability: 0.5 }).because).toBe('1 peer has 50% of it')
    expect(words({ code: 'choked', peers: 1 }).sentence).toMatch(/^1 peer has what is needed, but sends/)
  })

  it('says of what runs besides the queue that it does, whatever else there is to say', () => {
    const forced = { progress: 0.2, forced: true }
    expect(status.of({ ...forced, status: 'downloading', reason: null })).toEqual({
      headline: 'Downloading',
      because: 'Besides the queue',
      sentence: 'Downloading. It runs besides the queue.',
    })
    const choked = status.of({ ...forced, status: 'stalled', reason: { code: 'choked', peers: 2 } })
    expect(choked.because).toBe('2 peers send to others now')
    expect(choked.sentence).toMatch(/Your turn comes\. It runs besides the queue\.$/)
  })

  it('says so only of what runs', () => {
    for (const state of ['stopped', 'queued', 'error'] as const) {
      expect(status.of({ status: state, reason: null, progress: 0.2, forced: true }).sentence).not.toMatch(/besides/)
    }
  })

  it('says of a magnet link what it waits for', () => {
    const looking: Reason = { code: 'looking', trackers: 3, nodes: 218 }
    const { headline, because } = status.of({ status: 'metadata', reason: looking, progress: 0 })
    expect([headline, because]).toEqual(['Getting file list', 'Looking for peers'])
  })
})
