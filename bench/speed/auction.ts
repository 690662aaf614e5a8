// Two who bid 3 : 1 at a seller with a limited upload, and a peer that pays nothing beside them: what each gets in some
// seconds, and whether the seller holds what was promised. Everybody with a real engine, whoever trades with a real wallet
// and a deposit in the real vault.

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { singleFileTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { Resident, Town } from './town.ts'

const PIECE = 65_536
/** Until shares are even. */
const SETTLE_MS = 3_000
const SPARE_SECONDS = 15
const PATIENCE_MS = 60_000
const BUDGET = 10_000

export interface Cast {
  readonly seller: Resident
  readonly dear: Resident
  readonly cheap: Resident
  readonly free: Resident
}

export interface Auction {
  /** Bytes. */
  readonly dear: number
  readonly cheap: number
  readonly free: number
  /** Of all, B/s. */
  readonly rate: number
  /** Base units: promised by both, and held of it by the seller when nothing is on its way any more. */
  readonly promised: bigint
  readonly earned: bigint
}

export const earnedBy = async (seller: Resident): Promise<bigint> => {
  const books = await seller.member.speed?.books({ range: 'all' })
  return books?.ok === true ? books.value.totals.earned : 0n
}

export const measureAuction = async (
  town: Town,
  { seller, dear, cheap, free }: Cast,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Auction> => {
  const size = PIECE * Math.ceil((rate * (seconds + SPARE_SECONDS)) / PIECE)
  const torrent = await singleFileTorrent(town.folder, { name: 'auction.bin', size, trackers: [], pieceLength: PIECE })
  await seller.seed(torrent, town.folder)
  const address = await seller.address()
  const all = [dear, cheap, free]
  await Promise.all(all.map((one) => one.add(torrent, join(one.member.folder, 'auction'))))
  await Promise.all([dear, cheap].map((one) => one.buy(torrent, BUDGET)))
  await Promise.all(all.map((one) => one.meet(torrent, address)))
  await until('both to pay', () => [dear, cheap].every((one) => one.isPaying(torrent)), { withinMs: PATIENCE_MS })
  await sleep(SETTLE_MS)
  const counts = (): Promise<number[]> => Promise.all(all.map((one) => one.downloaded(torrent)))
  const [before, began] = [await counts(), performance.now()]
  await sleep(seconds * 1_000)
  const [after, ended] = [await counts(), performance.now()]
  const [first = 0, second = 0, third = 0] = after.map((bytes, at) => bytes - (before[at] ?? 0))
  for (const one of all) await one.forget(torrent)
  const promised = (): bigint => dear.speed.state.spentInAll + cheap.speed.state.spentInAll
  // The last of it is on its way.
  for (let look = 0; look < 20 && (await earnedBy(seller)) !== promised(); look++) await sleep(250)
  const sums = { promised: promised(), earned: await earnedBy(seller) }
  await seller.forget(torrent)
  const got = first + second + third
  return { dear: first, cheap: second, free: third, rate: (got / (ended - began)) * 1_000, ...sums }
}
