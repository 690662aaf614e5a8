// A torrent as the list shows it, from what the engine knows. Values are display-quantised here and nowhere else.

import { ratioOf } from '../../app/queue/goals.ts'
import type { TorrentRow } from '../../app/torrent/row.ts'
import { describe, estimate, quantiseProgress, quantiseRate, type Situation } from '../../app/torrent/status.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import type { SwarmCounts } from './swarm/swarm.ts'

const turnFor = ({ info, seeding, stored, turn }: ManagedTorrent): Situation['waitsFor'] => {
  if (info && stored.check === 'due' && turn !== 'check') return 'check'
  if (!stored.wantsToRun || turn !== null) return null
  return seeding ? 'seed' : 'download'
}

/** Opening, and saying goodbye to trackers, take a moment: for the user it does already what it has its turn for. */
const phaseOf = ({ state: { phase }, turn }: ManagedTorrent): Situation['phase'] => {
  if (phase === 'failed') return 'failed'
  if (turn === null) return 'stopped'
  if (turn === 'check') return 'checking'
  return phase === 'stopped' ? 'opening' : phase
}

/** Metadata that was here and is not: it is read again where it is stored, or comes from peers. */
const unreadableOf = ({ info, stored }: ManagedTorrent): Situation['unreadable'] => {
  if (info !== null || stored.isPrivate === null) return null
  return stored.info ? 'disk' : 'peers'
}

const situationOf = (torrent: ManagedTorrent, counts: SwarmCounts | null): Situation => {
  const { pieces, state, stored } = torrent
  const progress = pieces?.progress ?? null
  return {
    phase: phaseOf(torrent),
    waitsFor: turnFor(torrent),
    goal: stored.goal === 'overruled' ? null : stored.goal,
    checkHeld: stored.check === 'held',
    hasMetadata: torrent.info !== null,
    unreadable: unreadableOf(torrent),
    complete: torrent.complete,
    nothingWanted: progress !== null && progress.wanted === 0,
    diskFault: state.fault,
    changed: pieces && state.changed.length > 0 ? pieces.named(state.changed) : null,
    logId: state.failure,
    downRate: quantiseRate(counts?.downRate ?? 0),
    upRate: quantiseRate(counts?.upRate ?? 0),
    connected: counts?.connected ?? 0,
    interestedInUs: counts?.interestedInUs ?? 0,
    useful: counts?.useful ?? 0,
    unchokedUs: counts?.unchokedUs ?? 0,
    known: counts?.known ?? 0,
    otherEncryption: counts?.otherEncryption ?? null,
    trackers: counts?.trackers ?? 0,
    trackersAnswered: counts?.trackersAnswered ?? 0,
    trackersFailed: counts?.trackersFailed ?? 0,
    webSeeds: counts?.webSeeds ?? 0,
    nodes: counts?.dhtNodes ?? null,
    limited: counts?.limited ?? false,
    copies: counts?.copies ?? 0,
    sinceStart: torrent.sinceStart,
  }
}

export const rowOf = (torrent: ManagedTorrent): TorrentRow => {
  const { stored, pieces, state } = torrent
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
    ratio: Math.floor(ratioOf(totals.uploaded, totals.downloaded, progress?.have ?? 0) * 1000) / 1000,
    seeds: counts?.seeds ?? 0,
    peers: counts?.connected ?? 0,
    addedAt: stored.addedAt,
    doneAt: stored.doneAt,
    savePath: stored.folder,
    isPrivate: torrent.isPrivate,
    place: torrent.place,
    forced: stored.forced,
  }
}
