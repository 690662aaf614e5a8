// The parts one torrent's store is put together from, and what all stores of an engine share. Only wiring: each part
// says for itself what it does.

import { join } from 'node:path'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { FileStamp, Journal, JournalState } from '../session/session.ts'
import { Aside } from './aside.ts'
import type { BarrierLimits } from './barrier.ts'
import { Claims } from './claims.ts'
import type { Clock } from './clock.ts'
import type { Descriptors } from './descriptors.ts'
import type { Disk } from './disk.ts'
import type { Hasher, Looker } from './hasher.ts'
import type { Layout } from './layout.ts'
import { layoutOf } from './layout.ts'
import { OthersBytes } from './others-bytes.ts'
import { ofOurState } from './own-state.ts'
import { PieceDisk } from './piece-disk.ts'
import { PieceReader } from './piece-reader.ts'
import type { ReadCache } from './read-cache.ts'
import { RecordedNames } from './recorded-names.ts'
import { Root } from './root.ts'
import type { StoreSpec } from './store.ts'
import { TorrentFiles } from './torrent-files.ts'
import { verify } from './verify.ts'

/** What all stores of an engine share. */
export interface Shared {
  readonly journal: Journal
  readonly disk: Disk
  readonly descriptors: Descriptors
  readonly cache: ReadCache
  readonly hasher: Hasher
  /** Null: files are asked for one by one. */
  readonly looker: Looker | null
  readonly clock: Clock
  /** When a check last set out to sync all that a torrent has, and did. */
  readonly settledAt: Map<TorrentId, number>
  /** Exists; one folder a torrent is made in it when needed. */
  readonly asideFolder: string
  readonly barrier: BarrierLimits
  /** Bytes of pieces one store keeps while they wait to be written. */
  readonly memory: number
}

export interface Parts {
  readonly spec: StoreSpec
  readonly layout: Layout
  readonly root: Root
  readonly files: TorrentFiles
  readonly aside: Aside
  readonly claims: Claims
  readonly others: OthersBytes
  readonly pieces: PieceDisk
  readonly reader: PieceReader
  /** Of each file, when we last synced or looked at it whole. */
  readonly stamps: Map<number, FileStamp>
}

export interface PartsHooks {
  readonly wants: (file: number) => boolean
  readonly onGone: (file: number) => void
  /** Pieces that were had, and are not what they should be. */
  readonly onBad: (pieces: readonly number[]) => void
}

export const asideFolderOf = (shared: Pick<Shared, 'asideFolder'>, id: string): string => join(shared.asideFolder, id)

export function partsOf(spec: StoreSpec, shared: Shared, state: JournalState, hooks: PartsHooks): Parts {
  const { cache, clock, descriptors, disk, journal } = shared
  const layout = layoutOf(spec)
  const root: Root = new Root({
    disk,
    clock,
    path: spec.root,
    single: spec.single,
    made: state.rootMade,
    anchored: () => files.anchored(0),
    onMade: () => journal.rootMade(spec.id),
    onUnmade: () => journal.rootUnmade(spec.id),
    recorded: () => journal.lasting(),
  })
  const recorded = new RecordedNames(spec.id, journal, state)
  const files = new TorrentFiles({ spec, disk, descriptors, root, recorded, onGone: hooks.onGone })
  const folder = asideFolderOf(shared, spec.id)
  const aside = new Aside({ disk: ofOurState(disk), descriptors, folder, pieceSize: layout.pieceSize })
  const claims = new Claims(layout)
  const { wants } = hooks
  const stamps = new Map(state.stamps)
  const doubt = async (file: number): Promise<void> => {
    const inFiles = claims.of(file).filter((piece) => !aside.has(piece))
    hooks.onBad((await verify(parts, shared.hasher, inFiles)).bad)
  }
  const others = new OthersBytes({ spec, disk, layout, files, claims, aside, stamps, wants, doubt })
  const trusts = (file: number): boolean => claims.some(file, (piece) => !aside.has(piece)) || others.isHarmless(file)
  const pieces = new PieceDisk({ disk, layout, files, aside, others, entries: spec.files, wants, trusts })
  const reader = new PieceReader({ layout, pieceLength: spec.pieceLength, pieces, cache, clock })
  const parts: Parts = { spec, layout, root, files, aside, claims, others, pieces, reader, stamps }
  return parts
}

/** Closes what is open; it is opened again when it is needed. */
export async function forgetOpen({ aside, files }: Pick<Parts, 'aside' | 'files'>): Promise<void> {
  await files.forgetOpen()
  await aside.forgetOpen()
}
