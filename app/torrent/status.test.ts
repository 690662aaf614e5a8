import { describe, expect, it } from 'vitest'
import { describe as verdict, estimate, quantiseProgress, quantiseRate, type Situation } from './status.ts'

const quiet: Situation = {
  phase: 'running',
  hasMetadata: true,
  unreadable: null,
  complete: false,
  nothingWanted: false,
  diskFault: null,
  changed: null,
  logId: null,
  waitsFor: null,
  goal: null,
  checkHeld: false,
  downRate: 0,
  upRate: 0,
  connected: 0,
  interestedInUs: 0,
  useful: 0,
  unchokedUs: 0,
  known: 0,
  otherEncryption: null,
  trackers: 1,
  trackersAnswered: 0,
  trackersFailed: 0,
  webSeeds: 0,
  nodes: null,
  limited: false,
  copies: 0,
  sinceStart: 20_000,
}
const say = (over: Partial<Situation>) => verdict({ ...quiet, ...over })

describe('the status of a torrent', () => {
  it.each<[string, Partial<Situation>, ReturnType<typeof verdict>]>([
    ['stopped by the user', { phase: 'stopped' }, { status: 'stopped', reason: null }],
    [
      'its disk full',
      { diskFault: 'full', downRate: 5 },
      { status: 'waiting', reason: { code: 'disk', fault: 'full' } },
    ],
    ['data coming in', { downRate: 5_000, connected: 1 }, { status: 'downloading', reason: null }],
    ['just begun', { sinceStart: 500 }, { status: 'stalled', reason: { code: 'looking', trackers: 1, nodes: null } }],
    [
      'nobody found',
      { trackersFailed: 1, nodes: 40 },
      { status: 'stalled', reason: { code: 'no-source', trackersFailed: 1, trackers: 1, nodes: 40 } },
    ],
    [
      'all trackers failed at once',
      { trackersFailed: 1, sinceStart: 900 },
      { status: 'stalled', reason: { code: 'no-source', trackersFailed: 1, trackers: 1, nodes: null } },
    ],
    [
      'a web seed being asked',
      { webSeeds: 1, trackersFailed: 1 },
      { status: 'stalled', reason: { code: 'web-seeds', count: 1 } },
    ],
    [
      'a web seed held back by a limit',
      { webSeeds: 1, limited: true },
      { status: 'stalled', reason: { code: 'rate-limit' } },
    ],
    [
      'most known want another encryption',
      { known: 3, otherEncryption: { ours: 'off', peers: 2 } },
      { status: 'stalled', reason: { code: 'encryption', ours: 'off', peers: 2 } },
    ],
    [
      'few of those known want another encryption',
      { known: 4, otherEncryption: { ours: 'require', peers: 2 } },
      { status: 'stalled', reason: { code: 'connecting', known: 4 } },
    ],
    ['addresses known', { known: 3 }, { status: 'stalled', reason: { code: 'connecting', known: 3 } }],
    [
      'peers that choke us',
      { connected: 2, useful: 2, known: 2 },
      { status: 'stalled', reason: { code: 'choked', peers: 2 } },
    ],
    [
      'peers with nothing for us',
      { connected: 2, known: 2, copies: 0.5 },
      { status: 'stalled', reason: { code: 'incomplete-swarm', peers: 2, availability: 0.5 } },
    ],
    [
      'a limit in force',
      { connected: 1, useful: 1, unchokedUs: 1, limited: true },
      { status: 'stalled', reason: { code: 'rate-limit' } },
    ],
    ['no file wanted', { nothingWanted: true }, { status: 'stalled', reason: { code: 'nothing-wanted' } }],
    ['complete and asked for', { complete: true, interestedInUs: 1 }, { status: 'seeding', reason: null }],
    [
      'complete and alone',
      { complete: true, connected: 4 },
      { status: 'seeding', reason: { code: 'nobody-wants', peers: 4 } },
    ],
    ['no metadata', { hasMetadata: false, known: 2 }, { status: 'metadata', reason: { code: 'connecting', known: 2 } }],
    [
      'a failure of ours',
      { phase: 'failed', logId: 'ab' },
      { status: 'error', reason: { code: 'internal', logId: 'ab' } },
    ],
  ])('with %s is said plainly', (_, over, expected) => {
    expect(say(over)).toEqual(expected)
  })

  it('never leaves a stalled download without a reason', () => {
    for (const connected of [0, 2])
      for (const useful of [0, 1])
        for (const unchokedUs of [0, 1])
          for (const known of [0, 1]) {
            expect(say({ connected, useful, unchokedUs, known }).reason).not.toBeNull()
          }
  })
})

describe('numbers for the list', () => {
  it('never show the whole before it is there', () => {
    expect(quantiseProgress(999_999, 1_000_000)).toBe(0.999)
    expect(quantiseProgress(1_000_000, 1_000_000)).toBe(1)
    expect(quantiseProgress(0, 0)).toBe(0)
  })
  it('step so that what looks the same is the same', () => {
    expect(quantiseRate(100)).toBe(0)
    expect(quantiseRate(10_300)).toBe(10_240)
    expect(quantiseRate(12_345_678)).toBe(12_300_000)
  })
  it('estimate no more finely than anybody can know', () => {
    expect(estimate(0, 0)).toBe(0)
    expect(estimate(100, 0)).toBeNull()
    expect(estimate(1_000, 100)).toBe(10)
    expect(estimate(12_000, 100)).toBe(120)
    expect(estimate(1e15, 1)).toBeNull()
  })
})
