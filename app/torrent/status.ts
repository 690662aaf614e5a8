// Says what a torrent is doing and, when nothing moves, why: from counts alone, so that every sentence is tested.

import type { DiskFault } from '../ipc/errors.ts'
import type { ReachedGoal } from '../queue/goals.ts'
import type { OtherEncryption } from './details.ts'
import type { Reason, TorrentStatus } from './row.ts'

export type Phase = 'stopped' | 'opening' | 'checking' | 'running' | 'failed'

/** Counts are of now. `sinceStart` in ms; `nodes` null: DHT off for this torrent. */
export interface Situation {
  readonly phase: Phase
  /** What it waits its turn for; null: it does not. */
  readonly waitsFor: 'download' | 'seed' | 'check' | null
  /** It was stopped because of it. */
  readonly goal: ReachedGoal | null
  readonly checkHeld: boolean
  readonly hasMetadata: boolean
  /** Its metadata was here, and could not be read: from where it is to come now. */
  readonly unreadable: 'disk' | 'peers' | null
  /** Everything wanted is here. */
  readonly complete: boolean
  readonly nothingWanted: boolean
  readonly diskFault: DiskFault | null
  /** Files in the way that hold what somebody else wrote: the first's name, and how many they are. */
  readonly changed: { readonly name: string; readonly files: number } | null
  readonly logId: string | null
  readonly downRate: number
  readonly upRate: number
  readonly connected: number
  readonly interestedInUs: number
  /** Connected peers that have something we want. */
  readonly useful: number
  /** Of those, how many let us download. */
  readonly unchokedUs: number
  /** Addresses known, connected or not. */
  readonly known: number
  readonly otherEncryption: OtherEncryption | null
  readonly trackers: number
  readonly trackersAnswered: number
  readonly trackersFailed: number
  /** Those that have something for us and are not failing. */
  readonly webSeeds: number
  readonly nodes: number | null
  readonly limited: boolean
  /** Copies of the whole among the connected peers. */
  readonly copies: number
  readonly sinceStart: number
}

/** How long a torrent may look around before "nothing found" is said. */
const PATIENCE_MS = 8_000

export interface Verdict {
  readonly status: TorrentStatus
  readonly reason: Reason | null
}

const why = (at: Situation): Reason => {
  const { trackers, trackersFailed, nodes } = at
  if (at.nothingWanted) return { code: 'nothing-wanted' }
  if (at.limited && at.unchokedUs + at.webSeeds > 0) return { code: 'rate-limit' }
  if (at.webSeeds > 0) return { code: 'web-seeds', count: at.webSeeds }
  if (at.useful > 0 && at.unchokedUs === 0) return { code: 'choked', peers: at.useful }
  if (at.connected > 0) return { code: 'incomplete-swarm', peers: at.connected, availability: at.copies }
  if (at.otherEncryption && at.otherEncryption.peers * 2 > at.known)
    return { code: 'encryption', ...at.otherEncryption }
  if (at.known > 0) return { code: 'connecting', known: at.known }
  if (at.sinceStart < PATIENCE_MS && at.trackersFailed < Math.max(1, trackers))
    return { code: 'looking', trackers, nodes }
  return { code: 'no-source', trackersFailed, trackers, nodes }
}

const running = (at: Situation): Verdict => {
  if (at.unreadable !== null)
    return { status: 'metadata', reason: { code: 'metadata-unreadable', again: at.unreadable } }
  if (!at.hasMetadata) return { status: 'metadata', reason: at.connected > 0 ? null : why(at) }
  if (at.nothingWanted) return { status: 'stalled', reason: { code: 'nothing-wanted' } }
  if (at.complete) {
    const idle = at.upRate === 0 && at.interestedInUs === 0
    return { status: 'seeding', reason: idle ? { code: 'nobody-wants', peers: at.connected } : null }
  }
  if (at.downRate > 0) return { status: 'downloading', reason: null }
  return { status: 'stalled', reason: why(at) }
}

const whyStopped = ({ changed, goal, checkHeld }: Situation): Reason | null => {
  if (changed !== null) return { code: 'changed', ...changed }
  if (checkHeld) return { code: 'check-held' }
  return goal === null ? null : { code: 'goal', goal }
}

export const describe = (at: Situation): Verdict => {
  if (at.waitsFor !== null) return { status: 'queued', reason: { code: 'turn', for: at.waitsFor } }
  if (at.phase === 'stopped') return { status: 'stopped', reason: whyStopped(at) }
  if (at.phase === 'failed') return { status: 'error', reason: { code: 'internal', logId: at.logId ?? '' } }
  if (at.changed !== null) return { status: 'error', reason: { code: 'changed', ...at.changed } }
  if (at.diskFault !== null) return { status: 'waiting', reason: { code: 'disk', fault: at.diskFault } }
  if (at.phase === 'checking') return { status: 'checking', reason: null }
  if (at.phase === 'opening' && at.unreadable === 'disk')
    return { status: 'checking', reason: { code: 'metadata-unreadable', again: 'disk' } }
  if (at.phase === 'opening') return { status: 'checking', reason: { code: 'starting' } }
  return running(at)
}

/** The display step below which a rate does not count as changed: 1 KiB/s, or 1 % above 100 KiB/s. */
export const quantiseRate = (rate: number): number => {
  if (rate < 512) return 0
  if (rate < 102_400) return Math.round(rate / 1024) * 1024
  const step = 10 ** (Math.floor(Math.log10(rate)) - 2)
  return Math.round(rate / step) * step
}

/** Down to 0.001, and never 1 before all of it is there. */
export const quantiseProgress = (have: number, of: number): number =>
  of === 0 ? 0 : have >= of ? 1 : Math.min(0.999, Math.floor((have / of) * 1000) / 1000)

/** Seconds, rounded to what is worth reading: 1 s below a minute, 5 s below ten, else about 2 %. Null: unknown. */
export const estimate = (missing: number, rate: number): number | null => {
  if (missing === 0) return 0
  if (rate <= 0) return null
  const seconds = missing / rate
  if (seconds > 8_640_000) return null
  if (seconds < 60) return Math.ceil(seconds)
  if (seconds < 600) return Math.ceil(seconds / 5) * 5
  const step = 10 ** Math.max(1, Math.floor(Math.log10(seconds)) - 1)
  return Math.ceil(seconds / step) * step
}
