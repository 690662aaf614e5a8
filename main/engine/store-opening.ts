// Opens a torrent's store; when something that was never ours is in the way of its root, moves the root aside first.

import { popcount } from './bits.ts'
import type { EngineContext } from './engine-context.ts'
import type { PieceState } from './piece-state.ts'
import type { StoredTorrent } from './session/session.ts'
import type { OpenedStore, OpenOptions } from './storage/store.ts'
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
