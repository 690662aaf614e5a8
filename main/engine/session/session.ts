// What must survive the process: the list of torrents, their choices and counters, and the journal of durable
// pieces. Implemented in session-db.ts on node:sqlite; one writer, the engine.

import type { GoalState } from '../../../app/queue/goals.ts'
import type { Priority } from '../../../app/torrent/details.ts'
import { defaultOptions, type TorrentOptions } from '../../../app/torrent/options.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { PartialPiece } from '../storage/store.ts'
import type { KnownPeer } from '../swarm/swarm.ts'

export interface StoredTorrent {
  readonly id: TorrentId
  readonly name: string
  /** The raw bencoded info dictionary; null while a magnet link's metadata is missing. */
  readonly info: Uint8Array | null
  /** What the metadata says; kept apart so that it holds where that cannot be read. Null: there was none yet. */
  readonly isPrivate: boolean | null
  /** Save path chosen by the user; `root` is inside it and the torrent's own. */
  readonly folder: string
  readonly root: string
  readonly wantsToRun: boolean
  readonly trackers: readonly (readonly string[])[]
  readonly webSeeds: readonly string[]
  /** Null: everything normal. */
  readonly priorities: readonly Priority[] | null
  /** Skipped files that stay on disk as they are, by index. */
  readonly kept: readonly number[]
  readonly addedAt: number
  readonly doneAt: number | null
  readonly downloaded: number
  readonly uploaded: number
  readonly activeSeconds: number
  readonly comment: string | null
  readonly createdBy: string | null
  readonly createdAt: number | null
  /** Place in the queue: the lowest first, no two alike. */
  readonly rank: number
  /** Runs whatever the queue's maxima say. */
  readonly forced: boolean
  readonly options: TorrentOptions
  readonly seedingSeconds: number
  readonly goal: GoalState
  /** A check that has not ended: asked for, or stopped by the user for now. */
  readonly check: 'due' | 'held' | null
  /** Peers there were lately, the best first: to be called after a restart, before any tracker has answered. */
  readonly peers: readonly KnownPeer[]
}

/** What a torrent begins with, whatever it is; its rank is for the queue to say. */
export const begun: Pick<StoredTorrent, 'forced' | 'options' | 'seedingSeconds' | 'goal' | 'check' | 'peers' | 'kept'> =
  {
    forced: false,
    options: defaultOptions,
    seedingSeconds: 0,
    goal: null,
    check: null,
    peers: [],
    kept: [],
  }

export type StoredPatch = Partial<Omit<StoredTorrent, 'id'>>

/** A file's size in bytes and modification time (ms) when we last synced it: another value means another's hand. */
export interface FileStamp {
  readonly size: number
  readonly mtimeMs: number
}

/** The journal's word on one torrent. `suspect`: written, but not known to be synced when the engine went away. */
export interface JournalState {
  /** Durable pieces, one bit each, BEP 3 order; null: nothing recorded yet (a new torrent: check what is on disk). */
  readonly durable: Uint8Array | null
  readonly suspect: readonly number[]
  readonly partials: readonly PartialPiece[]
  /** Files we created or wrote to, with the base name each has on disk: only these may ever be removed. */
  readonly ours: ReadonlyMap<number, string>
  /** Those of them that may have got another name by now, and which. */
  readonly renaming: ReadonlyMap<number, string>
  readonly stamps: FileStamps
  /** Durable pieces that are kept aside: their files may lack some of their bytes. */
  readonly aside: ReadonlySet<number>
  /** We have seen the root exist: if it is gone now, its disk is, and it is not made again. */
  readonly rootMade: boolean
  /** The last use of this torrent ended in an orderly way. */
  readonly clean: boolean
}

/** Of a torrent's files, by index. */
export type FileStamps = ReadonlyMap<number, FileStamp>

/** What is known about pieces once their bytes are synced. */
export interface Settled {
  /** Pieces of the torrent. */
  readonly count: number
  /** Of the files that were synced. */
  readonly stamps: FileStamps
  /** Those of the pieces whose bytes are kept aside, not (all) in their files. */
  readonly aside: readonly number[]
}

/** How far a check has come, one bit a piece each: looked at, and of these right. `at`: ms since the epoch. */
export interface CheckState {
  readonly done: Uint8Array
  readonly good: Uint8Array
  readonly at: number
}

export interface Journal {
  /** Null: no check is unfinished. */
  check(id: TorrentId): CheckState | null
  saveCheck(id: TorrentId, state: CheckState | null): void
  state(id: TorrentId): JournalState
  /** `state(id).durable` alone, which is less to look up. */
  pieces(id: TorrentId): Uint8Array | null
  /** `state(id).aside` alone. */
  aside(id: TorrentId): ReadonlySet<number>
  /** About to be written. Not synced itself: after a power loss the piece is simply fetched again. */
  writing(id: TorrentId, piece: number): void
  /** Their bytes are synced: `pieces` move from suspect to durable, in one transaction. */
  durable(id: TorrentId, pieces: readonly number[], settled: Settled): void
  /** All their bytes are in their files and synced: nothing of them needs to be aside. */
  placed(id: TorrentId, pieces: readonly number[]): void
  /** They turned out not to be on disk: neither durable nor suspect. */
  lost(id: TorrentId, pieces: readonly number[]): void
  /** The outcome of a check: replaces everything known about pieces. */
  replace(id: TorrentId, durable: Uint8Array, settled: Settled): void
  savePartials(id: TorrentId, partials: readonly PartialPiece[]): void
  /** About to be created under these base names, or for certain renamed to them. */
  ours(id: TorrentId, names: ReadonlyMap<number, string>): void
  /** About to be renamed to these. On disk when it returns: either name may be the one after a power loss. */
  renaming(id: TorrentId, names: ReadonlyMap<number, string>): Promise<void>
  /** What is on disk for these files now was put there by someone else. */
  notOurs(id: TorrentId, files: readonly number[]): void
  rootMade(id: TorrentId): void
  /** Its files were taken away, by us or by someone: it may be made again. */
  rootUnmade(id: TorrentId): void
  /** All that was said by now survives a power loss when it resolves; rejects when the disk of our state cannot sync. */
  lasting(): Promise<void>
  opened(id: TorrentId): void
  closed(id: TorrentId): void
}

export interface Session {
  readonly journal: Journal
  /** The database was damaged, and this is the newest backup that opened, or an empty list when none did. */
  readonly restored: boolean
  /** The disk is full: nothing can be stored for now. Ends by itself once there is room. */
  readonly cramped: boolean
  /** The newest first, read as they are asked for; nothing may be added or removed meanwhile. */
  torrents(): Iterable<StoredTorrent>
  put(torrent: StoredTorrent): void
  /** All of them or none, in one transaction. */
  putAll(torrents: readonly StoredTorrent[]): void
  update(id: TorrentId, patch: StoredPatch): void
  /** All of it or nothing, in one transaction. */
  updateAll(patches: ReadonlyMap<TorrentId, StoredPatch>): void
  /** Forgets the torrent and its journal. */
  remove(id: TorrentId): void
  close(): void
}
