// What the details pane shows of one torrent, a tab at a time. Sent once a second, only while the tab is open.

import type { TrackerFailure, TrackerProblem } from '../trackers/announce.ts'
import type { Goals, ReachedGoal } from '../queue/goals.ts'
import type { TorrentOptions } from './options.ts'
import type { TorrentId } from './row.ts'
import type { WebSeedFailure, WebSeedProblem } from './web-seed.ts'

/** 0 skip, 1 low, 2 normal, 3 high. */
export type Priority = 0 | 1 | 2 | 3

export type DetailsTab = 'overview' | 'files' | 'peers' | 'trackers' | 'log'

/** `have` and `availability` are bins over the pieces, 0…255; rates in B/s, oldest first, one sample a second. */
export interface OverviewDetails {
  readonly tab: 'overview'
  readonly pieceCount: number | null
  readonly pieceLength: number | null
  readonly have: Uint8Array
  /** Per bin: 0 = nobody has it, else min(255, number of connected peers and web seeds with its rarest piece). */
  readonly availability: Uint8Array
  /** Distributed copies among connected peers and web seeds, ours excluded: whole ones and the share of pieces above. */
  readonly copies: number
  /** How many web seeds count among the copies. */
  readonly webSeeds: number
  readonly downHistory: Float32Array
  readonly upHistory: Float32Array
  readonly wasted: number
  /** Bytes the protocol itself took since the start, both ways. */
  readonly overheadDown: number
  readonly overheadUp: number
  readonly hashFails: number
  readonly createdAt: number | null
  readonly createdBy: string | null
  readonly comment: string | null
  readonly infoHash: string
  readonly connected: number
  readonly known: number
  readonly activeSeconds: number
  readonly seedingSeconds: number
  readonly options: TorrentOptions
  /** In force, its own or those of the settings. */
  readonly goals: Goals
}

/** `done` per mille per file (of a skipped one: on disk), `priority` per file, both in metainfo order (see FileEntry). */
export interface FilesDetails {
  readonly tab: 'files'
  readonly done: Uint16Array
  readonly priority: Uint8Array
}

export type PeerSource = 'tracker' | 'dht' | 'pex' | 'lsd' | 'incoming' | 'magnet' | 'manual'

export interface PeerRow {
  /** Unique within the torrent while connected. */
  readonly key: string
  readonly address: string
  readonly client: string
  readonly transport: 'tcp' | 'utp'
  readonly encrypted: boolean
  /** It dialled us. */
  readonly incoming: boolean
  readonly source: PeerSource
  /** 0…1 in steps of 0.001. */
  readonly progress: number
  readonly downRate: number
  readonly upRate: number
  readonly downloaded: number
  readonly uploaded: number
  readonly weInterested: boolean
  readonly weChoke: boolean
  readonly theyInterested: boolean
  readonly theyChoke: boolean
}

/**
 * Peers that were reached and took none of the handshakes that our encryption leaves: they may insist on the other
 * kind, which is all that can be known of them.
 */
export interface OtherEncryption {
  readonly ours: 'off' | 'require'
  readonly peers: number
}

export interface PeersDetails {
  readonly tab: 'peers'
  readonly peers: readonly PeerRow[]
  readonly otherEncryption: OtherEncryption | null
}

/** `waiting`: another one answers, this one is asked when that fails (BEP 12). */
export type TrackerState = 'not-contacted' | 'announcing' | 'working' | 'waiting' | 'failing' | 'off'

export interface TrackerRow {
  readonly url: string
  readonly tier: number
  readonly state: TrackerState
  /** Why it does not work; null while it does. */
  readonly problem: TrackerProblem | null
  /** The tracker's own words or an HTTP status, at most 200 characters, plain text. */
  readonly message: string | null
  readonly seeds: number | null
  readonly leechers: number | null
  /** ms since the epoch. */
  readonly nextAnnounce: number | null
  readonly lastAnnounce: number | null
  /** Of the one in use: from when on it may be asked again. */
  readonly allowedAt: number | null
}

/**
 * `idle`: nothing is wanted of it now; `off`: the settings forbid it; `crowded`: no more connections may be open now;
 * `failing`: left alone for a while; `banned`: it sent bad data.
 */
export type WebSeedState = 'stopped' | 'idle' | 'off' | 'crowded' | 'connecting' | 'working' | 'failing' | 'banned'

/** A server that holds the torrent's files (BEP 19). */
export interface WebSeedRow {
  readonly url: string
  readonly state: WebSeedState
  readonly downRate: number
  /** Since the start. */
  readonly downloaded: number
  /** What went wrong last; null while nothing does. */
  readonly problem: WebSeedProblem | null
  /** An HTTP status. */
  readonly message: string | null
  /** How many of the torrent's files it has not got. */
  readonly missingFiles: number
  /** ms until it is asked again. */
  readonly retryInMs: number | null
}

export interface TrackersDetails {
  readonly tab: 'trackers'
  readonly trackers: readonly TrackerRow[]
  readonly webSeeds: readonly WebSeedRow[]
  readonly dht: { readonly state: 'stopped' | 'off' | 'private' | 'looking' | 'working'; readonly nodes: number }
  readonly pex: { readonly state: 'stopped' | 'off' | 'private' | 'working'; readonly peers: number }
  /** Peers found on the local network. */
  readonly lsd: { readonly state: 'stopped' | 'off' | 'private' | 'looking' | 'working'; readonly peers: number }
}

export type LogEvent =
  | { readonly code: 'added' }
  | { readonly code: 'started' }
  | { readonly code: 'stopped' }
  | { readonly code: 'metadata' }
  | { readonly code: 'goal'; readonly goal: ReachedGoal }
  /** Its files or folder are gone from a folder that is there. */
  | { readonly code: 'data-removed' }
  /** `bad`: were thought good before, and are not. */
  | { readonly code: 'checked'; readonly pieces: number; readonly good: number; readonly bad: number }
  /** `hashed`: pieces that had to be read and hashed again. */
  | { readonly code: 'resumed'; readonly pieces: number; readonly hashed: number }
  | { readonly code: 'finished' }
  | { readonly code: 'tracker-failed'; readonly url: string; readonly failure: TrackerFailure }
  | { readonly code: 'tracker-ok'; readonly url: string; readonly peers: number }
  | {
      readonly code: 'web-seed-failed'
      readonly url: string
      readonly failure: Pick<WebSeedFailure, 'problem' | 'message'>
    }
  | { readonly code: 'hash-failed'; readonly piece: number }
  | { readonly code: 'peer-dropped'; readonly address: string; readonly why: string }
  /** It sent bad data for this piece. */
  | { readonly code: 'peer-banned'; readonly address: string; readonly piece: number }
  /** It sent metadata that is not this torrent's; others that do are banned and not told. */
  | { readonly code: 'metadata-lied'; readonly address: string }
  | { readonly code: 'disk'; readonly fault: string }
  | { readonly code: 'disk-ok' }
  /** It stands still so as not to write over these: the first file, and how many there are. */
  | { readonly code: 'changed'; readonly name: string; readonly files: number }
  | { readonly code: 'trackers-merged'; readonly added: number; readonly webSeeds: number }

export interface LogEntry {
  readonly seq: number
  readonly at: number
  readonly event: LogEvent
}

export interface LogDetails {
  readonly tab: 'log'
  readonly entries: readonly LogEntry[]
}

export type Details = OverviewDetails | FilesDetails | PeersDetails | TrackersDetails | LogDetails

export interface DetailsUpdate {
  readonly id: TorrentId
  readonly details: Details
}

/** A file of a torrent, in metainfo order. `path` is already safe (see paths.ts), without the torrent's root. */
export interface FileEntry {
  readonly path: readonly string[]
  readonly length: number
}
