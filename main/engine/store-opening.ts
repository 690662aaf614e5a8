// Opens a torrent's store; when something that was never ours is in the way of its root, moves the root aside first.
// Tells data that someone removed from data whose disk is away.

import type { Stats } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { popcount } from './bits.ts'
import type { EngineContext } from './engine-context.ts'
import type { PieceState } from './piece-state.ts'
import type { StoredTorrent } from './session/session.ts'
import { pauseFor } from './storage/pause.ts'
import { DiskError, type OpenedStore, type OpenOptions } from './storage/store.ts'
import { storeSpec } from './torrent-specs.ts'

export interface Opening {
  readonly context: Pick<EngineContext, 'storage' | 'isForeign' | 'freshRoot'>
  readonly stored: StoredTorrent
  readonly pieces: PieceState
  readonly options: OpenOptions
}

/** `root` is the torrent's root from now on. Data found there counts when at least one piece of it is right. */
export const openTorrentStore = async (opening: Opening): Promise<OpenedStore & { root: string }> => {
  const { context, stored, pieces, options } = opening
  const { files, single } = pieces.info
  await pauseFor(files)
  const foreign = context.isForeign(stored)
  const opened = await context.storage.open(storeSpec(stored, pieces.info), options)
  await pauseFor(files)
  if (!foreign || popcount(opened.resume.bitfield) > 0) return { ...opened, root: stored.root }
  await opened.store.close()
  return openTorrentStore({ ...opening, stored: { ...stored, root: context.freshRoot(stored, single) } })
}

/** Opens and closes it, for what opening puts right. Answers the pieces that are had; null: its disk is away. */
export const openBriefly = async (opening: Omit<Opening, 'options'>): Promise<Uint8Array | null> => {
  const ignore = (): void => undefined
  const events = { fault: ignore, cured: ignore, fileDone: ignore, lost: ignore }
  try {
    const { resume, store } = await openTorrentStore({ ...opening, options: { events } })
    await store.close()
    return resume.bitfield
  } catch (error) {
    if (error instanceof DiskError) return null
    throw error
  }
}

type Place = Omit<Opening, 'options' | 'context'> & { readonly context: Pick<EngineContext, 'session'> }

const infoOf = async (path: string): Promise<Stats | null> => {
  try {
    return await lstat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The root was there and is gone, from a folder that is there: someone removed it. An unplugged disk takes both. */
export const isRemoved = async ({ context, stored, pieces }: Place): Promise<boolean> => {
  const { ours, rootMade } = context.session.journal.state(stored.id)
  if (!rootMade) return false
  const folder = dirname(stored.root)
  const names = pieces.info.single
    ? [`${stored.root}.part`, ...[...ours.values()].map((name) => join(folder, name))]
    : []
  try {
    if (!(await stat(folder)).isDirectory()) return false
    for (const path of [stored.root, ...names]) if ((await infoOf(path)) !== null) return false
    return true
  } catch {
    return false // Whatever the disk has to say, it says when the torrent is opened.
  }
}

/** Nothing of it is on disk from now on, and it may be made again. Answers the pieces that are had: none. */
export const forgetData = ({ context, stored, pieces }: Place): Uint8Array => {
  const { journal } = context.session
  const none = new Uint8Array(pieces.bitfield.length)
  journal.replace(stored.id, none, { count: pieces.info.pieceCount, stamps: new Map(), aside: [] })
  journal.notOurs(stored.id, [...journal.state(stored.id).ours.keys()])
  journal.rootUnmade(stored.id)
  return none
}
