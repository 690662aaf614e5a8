// A torrent as the list shows it, from what the engine knows. Values are display-quantised here and nowhere else.

import type { TorrentRow } from '../../app/torrent/row.ts'
import { describe, estimate, quantiseProgress, quantiseRate, type Situation } from '../../app/torrent/status.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import type { SwarmCounts } from './swarm/swarm.ts'

const situationOf = (torrent: ManagedTorrent, counts: SwarmCounts | null): Situation => {
  const { pieces, state } = torrent
  const progress = pieces?.progress ?? null
  return {
    // Saying goodbye to trackers takes a moment; for the user it is stopped.
    phase: state.phase === 'running' && !torrent.stored.wantsToRun ? 'stopped' : state.phase,
    hasMetadata: torrent.info !== null,
    complete: torrent.complete,
    nothingWanted: progress !== null && progress.wanted === 0,
    diskFault: state.fault,
    logId: state.failure,
    downRate: quantiseRate(counts?.downRate ?? 0),
    upRate: quantiseRate(counts?.upRate ?? 0),
    connected: counts?.connected ?? 0,
    interestedInUs: counts?.interestedInUs ?? 0,
    useful: counts?.useful ?? 0,
    unchokedUs: counts?.unchokedUs ?? 0,
    known: counts?.known ?? 0,
    trackers: counts?.trackers ?? 0,
    trackersAnswered: counts?.trackersAnswered ?? 0,
    trackersFailed: counts?.trackersFailed ?? 0,
    nodes: counts?.dhtNodes ?? null,
    limited: counts?.limited ?? false,
    copies: counts?.copies ?? 0,
    sinceStart: torrent.sinceStart,
  }
}

const ratioOf = (uploaded: number, downloaded: number, have: number): number => {
  const base = downloaded > 0 ? downloaded : have
  return base === 0 ? 0 : Math.floor((uploaded / base) * 1000) / 1000
}

export const rowOf = (torrent: ManagedTorrent): TorrentRow => {
  const { stored, info, pieces, state } = torrent
  const progress = pieces?.progress ?? null
  const counts = torrent.counts()
  const totals = torrent.totals(counts)
  const verdict = describe(situationOf(torrent, counts))
  const wanted = progress?.wanted ?? null
  const have = progress?.haveWanted ?? 0
  const checking = verdict.status === 'checking' && state.checked > 0
  return {
    id: stored.id,
    name: stored.name,
    status: verdict.status,
    reason: verdict.reason,
    size: progress?.size ?? null,
    wanted,
    have,
    progress: checking ? quantiseProgress(state.checked, 1) : quantiseProgress(have, wanted ?? 0),
    downRate: quantiseRate(counts?.downRate ?? 0),
    upRate: quantiseRate(counts?.upRate ?? 0),
    eta: verdict.status === 'downloading' && wanted !== null ? estimate(wanted - have, counts?.downRate ?? 0) : null,
    downloaded: totals.downloaded,
    uploaded: totals.uploaded,
    ratio: ratioOf(totals.uploaded, totals.downloaded, progress?.have ?? 0),
    seeds: counts?.seeds ?? 0,
    peers: counts?.connected ?? 0,
    addedAt: stored.addedAt,
    doneAt: stored.doneAt,
    savePath: stored.folder,
    isPrivate: info?.isPrivate ?? false,
  }
}
