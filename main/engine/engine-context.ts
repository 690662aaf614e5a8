// What a torrent of the list may use of the engine around it: ports and a few decisions that need the whole list.

import type { Notice } from '../../app/ipc/notice.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import type { MetainfoFault } from '../../app/torrent/metainfo-fault.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Result } from '../../app/result.ts'
import type { Goals } from '../../app/queue/goals.ts'
import type { Lanes } from './lanes.ts'
import type { Session, StoredPatch, StoredTorrent } from './session/session.ts'
import type { Storage } from './storage/store.ts'
import type { Swarm } from './swarm/swarm.ts'

export interface EngineContext {
  readonly session: Session
  readonly storage: Storage
  readonly swarm: Pick<Swarm, 'join'>
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** Stores what changed; a state disk that refuses is logged, and does not stop what is being done. */
  save(id: TorrentId, patch: StoredPatch): void
  /** Something changed that a turn in the queue may depend on. */
  queueChanged(): void
  /** A torrent does something else now: whoever looks at the list should see it without waiting for the next tick. */
  phaseChanged(): void
  /** Something of the torrent is not as it was: whoever looks at it now and then does so again. */
  stirred(id: TorrentId): void
  /** Seconds this engine has counted. */
  second(): number
  /** The goals of the settings. */
  goals(): Goals
  /** Bounds how many torrents are being opened at once. */
  readonly openings: Lanes
  later(ms: number, run: () => void): void
  parseInfo(rawInfo: Uint8Array, id: TorrentId): Promise<Result<Info, MetainfoFault>>
  /** The root a torrent gets once its metadata is known. */
  rootFor(stored: StoredTorrent, info: Info): string
  /** There is something at the torrent's root, and it was never written by us. */
  isForeign(stored: StoredTorrent): boolean
  /** Another root in the same folder, which nothing has yet. */
  freshRoot(stored: StoredTorrent, single: boolean): string
  finished(id: TorrentId, name: string): void
  notice(notice: Notice): void
  /** Logs an unexpected error once; returns the id of the line. */
  crash(cause: unknown, doing: string): string
}
