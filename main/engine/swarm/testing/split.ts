// One seed with a limited upload and several leechers that were granted this and that, all real engines on loopback:
// what each leecher accepts in some seconds. For the tests and for the bench.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Grant, PeerKey } from '../swarm.ts'
import { peerBooks } from './peer-books.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings, type Joined } from './sample-swarm.ts'
import { udpRelay } from './udp-relay.ts'

export interface SplitSpec {
  readonly utp: boolean
  /** The seed's upload limit, B/s. */
  readonly rate: number
  /** One leecher each. */
  readonly grants: readonly Grant[]
  readonly seconds: number
}

export interface Split {
  /** Accepted by each, bytes. */
  readonly shares: readonly number[]
  /** Of all, B/s. */
  readonly rate: number
  /** Bytes that went through UDP in all. */
  readonly overUdp: number
}

const PIECE = 65_536
const SETTLE_MS = 1_500
const PATIENCE_MS = 15_000
/** More than the best served can take until the end. */
const SPARE_SECONDS = 6

const until = async (what: string, holds: () => boolean): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`no ${what}`)
    await sleep(10)
  }
}

const accepted = (leech: Joined): number => leech.torrent.counts().downloaded

export const measureSplit = async ({ utp, rate, grants, seconds }: SplitSpec): Promise<Split> => {
  await using swarms = new AsyncDisposableStack()
  const settings = testSettings({ utp })
  const seeder = swarms.use(await openSwarm({ ...settings, limits: { ...settings.limits, up: rate } }))
  const relay = swarms.use(await udpRelay(seeder.stats().port ?? 0))
  const sample = sampleTorrent(PIECE * Math.ceil((rate * (seconds + SPARE_SECONDS)) / PIECE), PIECE)
  const books = peerBooks()
  const seed = joinSample(seeder, sample, { have: 'all', data: sample.data, meter: books.meter })
  const leeches: Joined[] = []
  for (const grant of grants) {
    const leecher = swarms.use(await openSwarm(settings))
    leeches.push(joinSample(leecher, sample, { peers: [utp ? relay.address : addressOf(seeder)] }))
    await until('connection', () => books.accounts.size === leeches.length)
    const key = [...books.accounts.keys()].at(-1) as PeerKey
    if (!seed.torrent.trade.grant(key, grant)) throw new Error('the connection is gone')
  }
  await until('data', () => leeches.every((leech) => accepted(leech) > 0))
  await sleep(SETTLE_MS)
  const before = leeches.map(accepted)
  const start = performance.now()
  await sleep(seconds * 1_000)
  const shares = leeches.map((leech, at) => accepted(leech) - (before[at] ?? 0))
  const elapsed = (performance.now() - start) / 1_000
  return { shares, rate: shares.reduce((a, b) => a + b, 0) / elapsed, overUdp: relay.relayed() }
}
