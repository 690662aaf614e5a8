// One torrent as the list shows it: display-quantised, so that what looks the same is the same and is not sent again.

import type { DiskFault } from '../ipc/errors.ts'
import type { ReachedGoal } from '../queue/goals.ts'

/** v1 infohash, 40 lower-case hex digits (BEP 3). */
export type TorrentId = string & { readonly __brand: 'TorrentId' }

/**
 * What a torrent is doing. `queued`: it is to run, in its turn. `waiting`: its disk or folder is gone or unusable; it
 * goes on by itself.
 */
export type TorrentStatus =
  | 'stopped'
  | 'queued'
  | 'checking'
  | 'metadata'
  | 'downloading'
  | 'stalled'
  | 'seeding'
  | 'waiting'
  | 'error'

/**
 * Why a torrent is in its state, when the state alone does not say it. The renderer makes a sentence of it.
 * Counts are of now; `nodes` are DHT nodes we know.
 */
export type Reason =
  | { readonly code: 'starting' }
  /** What its turn in the queue is for. */
  | { readonly code: 'turn'; readonly for: 'download' | 'seed' | 'check' }
  /** It has seeded enough. */
  | { readonly code: 'goal'; readonly goal: ReachedGoal }
  /** A check was stopped: it goes on when the torrent is started. */
  | { readonly code: 'check-held' }
  /** What was stored of it could not be read: it is tried again, or peers are asked for it. */
  | { readonly code: 'metadata-unreadable'; readonly again: 'disk' | 'peers' }
  | { readonly code: 'looking'; readonly trackers: number; readonly nodes: number | null }
  | {
      readonly code: 'no-source'
      readonly trackersFailed: number
      readonly trackers: number
      readonly nodes: number | null
    }
  | { readonly code: 'connecting'; readonly known: number }
  /** Most who are known were reached, and take no connection of the kind that our encryption leaves. */
  | { readonly code: 'encryption'; readonly ours: 'off' | 'require'; readonly peers: number }
  | { readonly code: 'web-seeds'; readonly count: number }
  | { readonly code: 'choked'; readonly peers: number }
  | { readonly code: 'incomplete-swarm'; readonly peers: number; readonly availability: number }
  | { readonly code: 'nothing-wanted' }
  | { readonly code: 'rate-limit' }
  | { readonly code: 'disk'; readonly fault: DiskFault }
  /** Files hold what somebody else wrote, which a download would destroy: the first, and how many. The user decides. */
  | { readonly code: 'changed'; readonly name: string; readonly files: number }
  | { readonly code: 'nobody-wants'; readonly peers: number }
  | { readonly code: 'internal'; readonly logId: string }

/**
 * Sizes and totals in bytes, rates in bytes per second (rounded for display), times in ms since the epoch,
 * `eta` in seconds, `progress` 0…1 of the wanted bytes in steps of 0.001. `null` means: not known (yet).
 */
export interface TorrentRow {
  readonly id: TorrentId
  readonly name: string
  readonly status: TorrentStatus
  readonly reason: Reason | null
  readonly size: number | null
  readonly wanted: number | null
  readonly have: number
  readonly progress: number
  readonly downRate: number
  readonly upRate: number
  readonly eta: number | null
  readonly downloaded: number
  readonly uploaded: number
  readonly ratio: number
  readonly seeds: number
  readonly peers: number
  readonly addedAt: number
  readonly doneAt: number | null
  readonly savePath: string
  readonly isPrivate: boolean
  /** Place in the queue, from 1. */
  readonly place: number
  /** Runs whatever the queue's maxima say. */
  readonly forced: boolean
}

export type RowPatch = Partial<Omit<TorrentRow, 'id'>>

/** A step from one state of the list to the next. `seq` rises by one each time; a gap means: ask for a snapshot. */
export interface Delta {
  readonly seq: number
  readonly changed: ReadonlyArray<readonly [TorrentId, RowPatch]>
  readonly added: readonly TorrentRow[]
  readonly removed: readonly TorrentId[]
}

export interface Snapshot {
  readonly seq: number
  readonly rows: readonly TorrentRow[]
}
