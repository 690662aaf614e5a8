// Takes a torrent into the list whose data is whole on disk already, and known to be right: nothing is checked again.
// Leaves the list to the engine. Invariant: the journal says what it says of data that was hashed and synced just now.

import { dirname } from 'node:path'
import type { Adopted } from './creating/creations.ts'
import { begun, type Journal, type StoredTorrent } from './session/session.ts'

export const adoptedTorrent = ({ metainfo, root }: Adopted, rank: number): StoredTorrent => {
  const { id, name, rawInfo, isPrivate, trackers, webSeeds, comment, createdBy, createdAt } = metainfo
  const now = Date.now()
  return {
    id,
    name,
    info: rawInfo,
    isPrivate,
    folder: dirname(root),
    root,
    wantsToRun: false,
    trackers,
    webSeeds,
    priorities: null,
    addedAt: now,
    doneAt: now,
    downloaded: 0,
    uploaded: 0,
    activeSeconds: 0,
    comment,
    createdBy,
    createdAt,
    rank,
    ...begun,
  }
}

/** None of the files is ours: removing the torrent leaves them. */
export const journalWhole = (journal: Journal, { metainfo: { id, pieceCount }, stamps }: Adopted): void => {
  const bits = new Uint8Array(Math.ceil(pieceCount / 8)).fill(0xff)
  if (pieceCount % 8 > 0) bits[bits.length - 1] = (0xff << (8 - (pieceCount % 8))) & 0xff
  journal.opened(id)
  journal.rootMade(id)
  journal.replace(id, bits, { count: pieceCount, stamps, aside: [] })
  journal.closed(id)
}
