// One seller with few slots and a limited upload, more buyers than it has slots to sell, and peers that pay nothing,
// all real engines on loopback with desks in memory: whose the upload is while every bid stands. For tests and for the
// bench.

import { setTimeout as sleep } from 'node:timers/promises'
import { ChainModel } from '../../../../app/speed/testing/chain-model.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, type Joined } from '../../swarm/testing/sample-swarm.ts'
import { limitedUp, until } from './auction.ts'
import { BTT, Trader } from './trader.ts'

export interface CrowdSpec {
  /** The seller's upload limit, B/s, and its slots. */
  readonly rate: number
  readonly slots: number
  /** Peers that bid, each a little more than the one before, and peers that pay nothing. */
  readonly bidders: number
  readonly free: number
  readonly seconds: number
}

export interface Crowd {
  /** Accepted by each, bytes. */
  readonly bidders: readonly number[]
  readonly free: readonly number[]
  /** Of the whole upload, what went to peers that pay nothing. */
  readonly freePart: number
  /** Of all, B/s. */
  readonly rate: number
  /** Base units promised by each bidder meanwhile. */
  readonly promised: readonly bigint[]
}

const PIECE = 65_536
const SETTLE_MS = 1_500
const SPARE_SECONDS = 10

const accepted = (leech: Joined): number => leech.torrent.counts().downloaded
const bids = ({ views }: Trader): boolean =>
  views.some(({ buyer: { state } }) => state === 'ACTIVE' || state === 'PAUSED')

export const measureCrowd = async ({ rate, slots, bidders, free, seconds }: CrowdSpec): Promise<Crowd> => {
  await using stack = new AsyncDisposableStack()
  const chain = new ChainModel()
  const settings = limitedUp(rate)
  const narrow = { ...settings, limits: { ...settings.limits, slots } }
  const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: narrow }))
  const sample = sampleTorrent(PIECE * Math.ceil((rate * (seconds + SPARE_SECONDS)) / PIECE), PIECE)
  seller.join(sample, { have: 'all', data: sample.data })
  const buyers: { readonly trader: Trader; readonly leech: Joined }[] = []
  for (let at = 0; at < bidders; at++) {
    const wish = { number: at + 2, chain, deposit: 100_000n * BTT, price: BigInt(at + 2) * BTT }
    const trader = stack.use(await Trader.open(wish))
    trader.buy(sample.id, 1_000n * BTT)
    buyers.push({ trader, leech: trader.join(sample, { peers: [seller.address] }) })
  }
  await until('bids accepted', () => buyers.every(({ trader }) => bids(trader)))
  // They come to slots that are all taken.
  const others: Joined[] = []
  for (let at = 0; at < free; at++)
    others.push(joinSample(stack.use(await openSwarm()), sample, { peers: [addressOf(seller.swarm)] }))
  await sleep(SETTLE_MS)
  const all = [...buyers.map(({ leech }) => leech), ...others]
  const before = all.map(accepted)
  const promised = buyers.map(({ trader }) => trader.promised)
  const start = performance.now()
  await sleep(seconds * 1_000)
  const got = all.map((leech, at) => accepted(leech) - (before[at] ?? 0))
  const sum = got.reduce((total, bytes) => total + bytes, 0)
  return {
    bidders: got.slice(0, bidders),
    free: got.slice(bidders),
    freePart: got.slice(bidders).reduce((total, bytes) => total + bytes, 0) / sum,
    rate: sum / ((performance.now() - start) / 1_000),
    promised: buyers.map(({ trader }, at) => trader.promised - (promised[at] ?? 0n)),
  }
}
