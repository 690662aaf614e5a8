// What each tab of the details pane shows of a torrent, made when asked for.

import type { Details, DetailsTab, FilesDetails, OverviewDetails, WebSeedRow } from '../../app/torrent/details.ts'
import { hasBit } from './bits.ts'
import type { ManagedTorrent } from './managed-torrent.ts'

/** Columns of the pieces bar; a torrent with fewer pieces has one for each. */
const BINS = 1_024

/** Folds `count` values of pieces into at most BINS bytes. */
const bins = (count: number, of: (from: number, to: number) => number): Uint8Array => {
  const width = Math.min(BINS, count)
  return Uint8Array.from({ length: width }, (_, bin) => {
    const from = Math.floor((bin * count) / width)
    return of(from, Math.max(from + 1, Math.floor(((bin + 1) * count) / width)))
  })
}

const overview = (torrent: ManagedTorrent): OverviewDetails => {
  const { info, stored, pieces: here, swarm } = torrent
  const counts = torrent.counts()
  const { down, up } = torrent.history.read()
  const pieces = info?.pieceCount ?? 0
  const { activeSeconds, seedingSeconds } = torrent.counted()
  const share = (from: number, to: number): number => {
    if (!here) return 0
    const { bitfield } = here
    let have = 0
    for (let piece = from; piece < to; piece++) if (hasBit(bitfield, piece)) have++
    return Math.floor((have / (to - from)) * 255)
  }
  const rarest = (from: number, to: number): number => Math.min(255, swarm?.rarest(from, to) ?? 0)
  return {
    tab: 'overview',
    pieceCount: info?.pieceCount ?? null,
    pieceLength: info?.pieceLength ?? null,
    have: bins(pieces, share),
    availability: bins(pieces, rarest),
    copies: counts?.copies ?? 0,
    webSeeds: counts?.webSeedsThere ?? 0,
    downHistory: down,
    upHistory: up,
    wasted: counts?.wasted ?? 0,
    overheadDown: counts?.overheadDown ?? 0,
    overheadUp: counts?.overheadUp ?? 0,
    hashFails: counts?.hashFails ?? 0,
    createdAt: stored.createdAt,
    createdBy: stored.createdBy,
    comment: stored.comment,
    infoHash: stored.id,
    connected: counts?.connected ?? 0,
    known: counts?.known ?? 0,
    activeSeconds,
    seedingSeconds,
    options: stored.options,
    goals: torrent.goals(),
  }
}

const files = (torrent: ManagedTorrent): FilesDetails => {
  const list = torrent.info?.files ?? []
  const priorities = torrent.stored.priorities
  const aside = torrent.keptAside()
  const done = (index: number, length: number): number => {
    const isSkipped = priorities?.[index] === 0
    if (length === 0) return isSkipped ? 0 : 1000
    const here = torrent.pieces?.progress.done(index) ?? 0
    // What is kept aside is in no skipped file: nothing of that is on disk under its name.
    return Math.floor((Math.max(0, here - (isSkipped ? (aside?.(index) ?? 0) : 0)) / length) * 1000)
  }
  return {
    tab: 'files',
    done: Uint16Array.from(list, (file, index) => done(index, file.length)),
    priority: Uint8Array.from(list, (_, index) => priorities?.[index] ?? 2),
  }
}

export const detailsOf = (torrent: ManagedTorrent, tab: DetailsTab): Details => {
  const { swarm } = torrent
  switch (tab) {
    case 'overview':
      return overview(torrent)
    case 'files':
      return files(torrent)
    case 'peers':
      return { tab, peers: swarm?.peers() ?? [], otherEncryption: swarm?.counts().otherEncryption ?? null }
    case 'trackers':
      return {
        tab,
        trackers: swarm?.trackerRows() ?? idleTrackers(torrent),
        webSeeds: swarm?.webSeedRows() ?? idleWebSeeds(torrent),
        dht: swarm?.dht() ?? { state: torrent.isPrivate ? 'private' : 'stopped', nodes: 0 },
        pex: swarm?.pex() ?? { state: torrent.isPrivate ? 'private' : 'stopped', peers: 0 },
        lsd: swarm?.lsd() ?? { state: torrent.isPrivate ? 'private' : 'stopped', peers: 0 },
      }
    case 'log':
      return { tab, entries: torrent.log.entries }
  }
}

const idleWebSeeds = ({ stored }: ManagedTorrent): WebSeedRow[] =>
  stored.webSeeds.map((url) => ({
    url,
    state: 'stopped',
    downRate: 0,
    downloaded: 0,
    problem: null,
    message: null,
    missingFiles: 0,
    retryInMs: null,
  }))

const idleTrackers = (torrent: ManagedTorrent) =>
  torrent.stored.trackers.flatMap((urls, tier) =>
    urls.map((url) => ({
      url,
      tier,
      state: 'not-contacted' as const,
      problem: null,
      message: null,
      seeds: null,
      leechers: null,
      nextAnnounce: null,
      lastAnnounce: null,
      allowedAt: null,
    })),
  )
