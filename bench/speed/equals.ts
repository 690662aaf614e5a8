// One who turns Speed on among equals that do not, at a seller that all together want more of than it has: how long each
// takes. The buyer has nothing but what the app has: it looks around, bids, and finds out whether that helps.

import { join } from 'node:path'
import { singleFileTorrent } from '../../e2e/peers/torrent.ts'
import type { Resident, Town } from './town.ts'

const PIECE = 65_536
const PATIENCE_MS = 180_000
const BUDGET = 10_000

export interface SpeedUp {
  /** Seconds until the buyer was done, and its equals in the mean. */
  readonly paid: number
  readonly equals: number
}

export const measureSpeedUp = async (
  town: Town,
  seller: Resident,
  buyer: Resident,
  equals: readonly Resident[],
  size: number,
): Promise<SpeedUp> => {
  const torrent = await singleFileTorrent(town.folder, { name: 'equals.bin', size, trackers: [], pieceLength: PIECE })
  await seller.seed(torrent, town.folder)
  const address = await seller.address()
  const all = [buyer, ...equals]
  await Promise.all(all.map((one) => one.add(torrent, join(one.member.folder, 'equals'))))
  await buyer.buy(torrent, BUDGET)
  const start = performance.now()
  const took = await Promise.all(
    all.map(async (one) => {
      await one.meet(torrent, address)
      await one.complete(torrent, PATIENCE_MS)
      return (performance.now() - start) / 1_000
    }),
  )
  for (const one of [...all, seller]) await one.forget(torrent)
  const [paid = Infinity, ...free] = took
  return { paid, equals: free.reduce((sum, one) => sum + one, 0) / free.length }
}
