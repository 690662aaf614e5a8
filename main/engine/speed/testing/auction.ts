// One seller with a limited upload, buyers that bid this and that, and peers that pay nothing, all real engines on
// loopback with desks in memory: what each gets in some seconds, and what was paid. For tests and for the bench.

import { setTimeout as sleep } from 'node:timers/promises'
import { ChainModel } from '../../../../app/speed/testing/chain-model.ts'
import {
  addressOf,
  openSwarm,
  joinSample,
  sampleTorrent,
  testSettings,
  type Joined,
} from '../../swarm/testing/sample-swarm.ts'
import { BTT, Trader } from './trader.ts'

export interface AuctionSpec {
  /** The seller's upload limit, B/s. */
  readonly rate: number
  /** Of each buyer, BTT per MiB. */
  readonly prices: readonly number[]
  /** Peers that pay nothing. */
  readonly free: number
  readonly seconds: number
}

export interface Auction {
  /** Accepted by each buyer and then each of the others, bytes. */
  readonly buyers: readonly number[]
  readonly free: readonly number[]
  /** Of all, B/s. */
  readonly rate: number
  /** Base units promised by each buyer and held by the seller at the end, and what verified bytes come to. */
  readonly promised: readonly bigint[]
  readonly owed: readonly bigint[]
  readonly earned: bigint
  readonly crashes: number
}

const PIECE = 65_536
const MIB = 1_048_576n
const PATIENCE_MS = 20_000
/** Until shares are even. */
const SETTLE_MS = 2_000
const SPARE_SECONDS = 10

export const until = async (what: string, holds: () => boolean, patience = PATIENCE_MS): Promise<void> => {
  const deadline = performance.now() + patience
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`no ${what}`)
    await sleep(10)
  }
}

const accepted = (leech: Joined): number => leech.torrent.counts().downloaded

export const limitedUp = (up: number) => ({ ...testSettings(), limits: { ...testSettings().limits, up } })

export const isPaying = ({ house }: Trader): boolean =>
  [...house.torrents].some(({ lines }) =>
    [...lines.keys()].some((key) => house.sessions.view(key)?.buyer.state === 'ACTIVE'),
  )

/**
 * One buyer among equals at a seller that all together want more of than it has: which part of the data the others
 * have, in the mean, when the buyer has all of it.
 */
export const othersWhenDone = async (rate: number, bytes: number, equals: number): Promise<number> => {
  await using stack = new AsyncDisposableStack()
  const chain = new ChainModel()
  const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(rate) }))
  const sample = sampleTorrent(bytes, PIECE)
  seller.join(sample, { have: 'all', data: sample.data })
  const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: 2n * BTT }))
  buyer.buy(sample.id, 5n * BTT)
  const others: Joined[] = []
  for (let at = 0; at < equals; at++)
    others.push(joinSample(stack.use(await openSwarm()), sample, { peers: [seller.address] }))
  await buyer.join(sample, { peers: [seller.address] }).complete
  return others.reduce((sum, one) => sum + accepted(one), 0) / (equals * bytes)
}

export const measureAuction = async ({ rate, prices, free, seconds }: AuctionSpec): Promise<Auction> => {
  await using stack = new AsyncDisposableStack()
  const chain = new ChainModel()
  const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(rate) }))
  const sample = sampleTorrent(PIECE * Math.ceil((rate * (seconds + SPARE_SECONDS)) / PIECE), PIECE)
  seller.join(sample, { have: 'all', data: sample.data })
  const buyers: { readonly trader: Trader; readonly leech: Joined }[] = []
  for (const [at, price] of prices.entries()) {
    const wish = { number: at + 2, chain, deposit: 100_000n * BTT, price: BigInt(price) * BTT }
    const trader = stack.use(await Trader.open(wish))
    const leech = trader.join(sample, { peers: [seller.address] })
    trader.buy(sample.id, 1_000n * BTT)
    buyers.push({ trader, leech })
  }
  const others: Joined[] = []
  for (let at = 0; at < free; at++)
    others.push(joinSample(stack.use(await openSwarm()), sample, { peers: [addressOf(seller.swarm)] }))
  await until('bid accepted', () => buyers.every(({ trader }) => isPaying(trader)))
  const all = [...buyers.map(({ leech }) => leech), ...others]
  await until('data', () => all.every((leech) => accepted(leech) > 0))
  await sleep(SETTLE_MS)
  const before = all.map(accepted)
  const start = performance.now()
  await sleep(seconds * 1_000)
  const got = all.map((leech, at) => accepted(leech) - (before[at] ?? 0))
  const elapsed = (performance.now() - start) / 1_000
  for (const { trader } of buyers) trader.switchOff(sample.id)
  const verified = (trader: Trader): bigint =>
    [...trader.house.torrents].reduce(
      (sum, { lines }) =>
        sum + [...lines.keys()].reduce((of, key) => of + (trader.house.sessions.view(key)?.buyer.verified ?? 0n), 0n),
      0n,
    )
  return {
    buyers: got.slice(0, buyers.length),
    free: got.slice(buyers.length),
    rate: got.reduce((sum, bytes) => sum + bytes, 0) / elapsed,
    promised: buyers.map(({ trader }) => trader.promised),
    owed: buyers.map(({ trader }, at) => (verified(trader) * BigInt(prices[at] ?? 0) * BTT) / MIB),
    earned: seller.desk.earned,
    crashes: [seller, ...buyers.map(({ trader }) => trader)].reduce((sum, { crashes }) => sum + crashes.length, 0),
  }
}
