// A torrent as it is stored when the user adds it: what the candidate brought, and what was chosen for it.

import type { AddOptions } from '../../app/ipc/contract.ts'
import type { Priority } from '../../app/torrent/details.ts'
import type { Accepted } from './candidates.ts'
import { begun, type StoredTorrent } from './session/session.ts'

export interface Arrival {
  readonly accepted: Accepted
  readonly options: AddOptions
}

export const addedTorrent = (
  { accepted, options: { folder, start, priorities } }: Arrival,
  place: Pick<StoredTorrent, 'root' | 'rank'>,
): StoredTorrent => {
  const { id, name, info, trackers, webSeeds, comment, createdBy, createdAt } = accepted
  const chosen = priorities && info?.files.length === priorities.length ? priorities : null
  return {
    ...begun,
    ...place,
    id,
    name,
    info: info?.rawInfo ?? null,
    isPrivate: info?.isPrivate ?? null,
    folder,
    wantsToRun: start,
    trackers,
    webSeeds,
    priorities: chosen && [...chosen].map((priority) => priority as Priority),
    addedAt: Date.now(),
    doneAt: null,
    downloaded: 0,
    uploaded: 0,
    activeSeconds: 0,
    comment,
    createdBy,
    createdAt,
  }
}
