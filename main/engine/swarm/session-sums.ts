// Sums over the connected peers of a torrent.

import { overheadOf } from './wire-stream.ts'
import type { WireSession } from './wire-session.ts'

export interface SessionSums {
  readonly downRate: number
  readonly upRate: number
  readonly downloaded: number
  readonly uploaded: number
  readonly wasted: number
  readonly overheadDown: number
  readonly overheadUp: number
  readonly seeds: number
  readonly useful: number
  readonly unchokedUs: number
  readonly interestedInUs: number
}

export const sumSessions = (sessions: Iterable<WireSession>, now: number): SessionSums => {
  const sum = {
    downRate: 0,
    upRate: 0,
    downloaded: 0,
    uploaded: 0,
    wasted: 0,
    overheadDown: 0,
    overheadUp: 0,
    seeds: 0,
    useful: 0,
    unchokedUs: 0,
    interestedInUs: 0,
  }
  for (const session of sessions) {
    sum.downRate += session.down.rate(now)
    sum.upRate += session.up.rate(now)
    sum.downloaded += session.down.total
    sum.uploaded += session.up.total
    sum.wasted += session.unwanted
    const { received, sent } = overheadOf(session.wire)
    sum.overheadDown += received
    sum.overheadUp += sent
    if (session.isSeed) sum.seeds++
    if (session.wire.peerInterested) sum.interestedInUs++
    if (session.useful) sum.useful++
    if (session.useful && !session.wire.peerChoking) sum.unchokedUs++
  }
  return sum
}

export interface SwarmSums {
  readonly downRate: number
  readonly upRate: number
  /** Peers that we exchange peers with. */
  readonly pex: number
  /** Peers connected over uTP. */
  readonly utp: number
}

/** Over all torrents of a client. */
export const sumSwarm = (torrents: Iterable<{ readonly sessions: Iterable<WireSession> }>, now: number): SwarmSums => {
  const sum = { downRate: 0, upRate: 0, pex: 0, utp: 0 }
  for (const torrent of torrents) {
    for (const { down, up, wire, peer } of torrent.sessions) {
      sum.downRate += down.rate(now)
      sum.upRate += up.rate(now)
      if (wire._ext['ut_pex'] && wire.peerExtendedMapping['ut_pex']) sum.pex++
      if (peer.type.startsWith('utp')) sum.utp++
    }
  }
  return sum
}
