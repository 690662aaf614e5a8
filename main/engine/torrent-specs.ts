// What the disk and the swarm are told of a torrent, from what is stored of it.

import type { Priority } from '../../app/torrent/details.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import { webLayout } from '../../app/torrent/web-layout.ts'
import type { PieceState } from './piece-state.ts'
import type { StoredTorrent } from './session/session.ts'
import type { PartialPiece, StoreSpec, TorrentStore } from './storage/store.ts'
import { fileEdges, piecePriorities, type PieceSpec } from './swarm/swarm.ts'

export const filePriorities = (stored: StoredTorrent, info: Info): readonly Priority[] =>
  stored.priorities ?? info.files.map((): Priority => 2)

/** The priorities with some files' changed; indexes beyond the files are ignored. */
export const withPriority = (
  before: readonly Priority[],
  files: readonly number[],
  priority: Priority,
): readonly Priority[] => {
  const next = [...before]
  for (const file of files) if (file < next.length) next[file] = priority
  return next
}

export const priorityOfPieces = (stored: StoredTorrent, info: Info): Uint8Array =>
  piecePriorities(info.files, stored.priorities, info.pieceLength, info.length)

export const storeSpec = (stored: StoredTorrent, info: Info): StoreSpec => {
  const { id, files, pieceLength, length, hashes, single } = info
  const { kept, root } = stored
  return { id, root, single, files, pieceLength, length, hashes, priorities: filePriorities(stored, info), kept }
}

export const pieceSpec = (
  stored: StoredTorrent,
  { info, bitfield }: PieceState,
  store: TorrentStore,
  partials: readonly PartialPiece[],
): PieceSpec => {
  const { rawInfo, files, pieceLength, length, hashes } = info
  const priorities = priorityOfPieces(stored, info)
  const edges = fileEdges(files, pieceLength, length)
  const webSeeds = { urls: stored.webSeeds, layout: () => webLayout(info) }
  return { rawInfo, pieceLength, length, hashes, store, have: bitfield, partials, priorities, edges, webSeeds }
}

/** As many as the contract lets a user edit. */
const MAX_TIERS = 200
const MAX_WEB_SEEDS = 100

/** The tiers with the URLs they lack, each as a tier of its own, how many those are, and how many had no room. */
export const mergeTiers = (
  tiers: readonly (readonly string[])[],
  urls: readonly string[],
): { tiers: readonly (readonly string[])[]; added: number; leftOut: number } => {
  const known = new Set(tiers.flat())
  const fresh = [...new Set(urls)].filter((url) => !known.has(url))
  const taken = fresh.slice(0, Math.max(0, MAX_TIERS - tiers.length))
  return {
    tiers: [...tiers, ...taken.map((url) => [url])],
    added: taken.length,
    leftOut: fresh.length - taken.length,
  }
}

/** The web seeds with those of these that they lack, as far as there is room. */
export const mergeWebSeeds = (known: readonly string[], urls: readonly string[]): readonly string[] => [
  ...known,
  ...[...new Set(urls)].filter((url) => !known.includes(url)).slice(0, Math.max(0, MAX_WEB_SEEDS - known.length)),
]
