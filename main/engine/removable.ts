// What removing torrents with their data would take, and what it would leave: for the question before it is done.
// Removes nothing. Invariant: counts as going only what removing would hand to the trash.

import type { Removable } from '../../app/ipc/contract.ts'
import { DiskError, type OnDisk, type Storage } from './storage/store.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import { storeSpec } from './torrent-specs.ts'

interface Place {
  readonly storage: Pick<Storage, 'leftovers' | 'others'>
  /** Another torrent has its data there as well. */
  isShared(torrent: ManagedTorrent): boolean
}

const NOTHING: OnDisk = { files: [], bytes: 0, folders: [] }

/** What goes with the torrent: nothing of what another torrent has its data in. */
export const leftoversOf = async (torrent: ManagedTorrent, { storage, isShared }: Place): Promise<OnDisk> => {
  const { info, stored } = torrent
  return info === null || isShared(torrent) ? NOTHING : storage.leftovers(storeSpec(stored, info))
}

export const removableOf = async (torrents: readonly ManagedTorrent[], place: Place): Promise<Removable> => {
  let [files, bytes, others] = [0, 0, 0]
  for (const torrent of torrents) {
    const { info, stored } = torrent
    if (info === null) continue
    try {
      const going = await leftoversOf(torrent, place)
      files += going.files.length
      bytes += going.bytes
      if (going.files.length < info.files.length)
        others += await place.storage.others(storeSpec(stored, info), place.isShared(torrent))
    } catch (error) {
      // A disk that is away: nothing of it can go now.
      if (!(error instanceof DiskError) && !isOfDisk(error)) throw error
    }
  }
  return { files, bytes, others }
}

const isOfDisk = (error: unknown): boolean => error instanceof Error && 'syscall' in error
