// The order of torrents by what Speed does with them, and by what they earned. Pure. Invariant: amounts are compared as
// they are, to the last unit.

import type { TorrentSpeed, TorrentSpeedPhase } from '../../app/speed/speed-state.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { SpeedKey, SpeedOrder } from './order.ts'

/** What is paid for first, what is off last. */
const phaseRank: { readonly [P in TorrentSpeedPhase['is']]: number } = {
  paying: 0,
  comparing: 1,
  bidding: 2,
  ready: 3,
  capped: 4,
  'not-helping': 5,
  'no-funds': 6,
  'no-sellers': 7,
  complete: 8,
  private: 9,
  off: 10,
  unkept: 11,
  unknown: 12,
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

type Torrents = ReadonlyMap<TorrentId, TorrentSpeed>

const byPhase =
  (torrents: Torrents): SpeedOrder =>
  (id) =>
    phaseRank[torrents.get(id)?.phase.is ?? 'off']

const byEarned = (torrents: Torrents): SpeedOrder => {
  const amounts = [...new Set<bigint>([0n, ...[...torrents.values()].map(({ earned }) => earned)])].sort(ascending)
  const ranks = new Map(amounts.map((amount, rank) => [amount, rank]))
  return (id) => ranks.get(torrents.get(id)?.earned ?? 0n) ?? null
}

export const speedOrder = (torrents: Torrents, key: SpeedKey): SpeedOrder =>
  key === 'speed' ? byPhase(torrents) : byEarned(torrents)
