// Opens a torrent's store; when something that was never ours is in the way of its root, moves the root aside first.

import { popcount } from './bits.ts'
import type { EngineContext } from './engine-context.ts'
import type { PieceState } from './piece-state.ts'
import type { StoredTorrent } from './session/session.ts'
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
  const foreign = context.isForeign(stored)
  const opened = await context.storage.open(storeSpec(stored, pieces.info), options)
  if (!foreign || popcount(opened.resume.bitfield) > 0) return { ...opened, root: stored.root }
  await opened.store.close()
  return openTorrentStore({ ...opening, stored: { ...stored, root: context.freshRoot(stored, pieces.info.single) } })
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
