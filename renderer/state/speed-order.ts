// The order of torrents by what Speed does with them, and by what they earned. Pure. Invariant: amounts are compared as
// they are, to the last unit.

import type { TorrentSpeed, TorrentSpeedPhase } from '../../app/speed/speed-state.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { SpeedKey, SpeedOrder } from './order.ts'

/** What is paid for first, what is off last. */
const phaseRank: { readonly [P in TorrentSpeedPhase['is']]: number } = {
  paying: 0,
  bidding: 1,
  ready: 2,
  capped: 3,
  'not-helping': 4,
  'no-funds': 5,
  'no-sellers': 6,
  complete: 7,
  private: 8,
  off: 9,
  unkept: 10,
  unknown: 11,
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
