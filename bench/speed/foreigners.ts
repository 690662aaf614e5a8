// Transmission and qBittorrent at one seller: with Speed on and off in turns, where nothing may change for them, and
// beside somebody who buys. Their data is compared with what it should be.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Peer } from '../../e2e/peers/peer.ts'
import { startQbittorrent } from '../../e2e/peers/qbittorrent.ts'
import { startTransmission } from '../../e2e/peers/transmission.ts'
import { singleFileTorrent, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import { median } from '../measure/median.ts'
import { btt, type Resident, type Town } from './town.ts'

const PIECE = 65_536
const PATIENCE_MS = 120_000
const LOOK_MS = 100
const BUDGET = 10_000
const PEERS_SECONDS = 400
/** Enough for a buyer to be at it until the others are done. */
const BESIDE_TIMES = 8

export interface Foreigners {
  /** Of both together from the first byte to the last, B/s: medians. */
  readonly off: number
  readonly on: number
  readonly beside: number
}

const compared = async (peer: Peer, { infoHash, name }: TestTorrent, folder: string): Promise<void> => {
  const [path = ''] = await peer.files(infoHash)
  const [got, whole] = await Promise.all([readFile(path), readFile(join(folder, name))])
  if (Buffer.compare(got, whole) !== 0) throw new Error(`${peer.name} got something else`)
}

/** B/s of all of them. They take ten seconds and more to begin, each as long as it likes. */
const fetched = async (town: Town, seller: Resident, peers: readonly Peer[], torrent: TestTorrent): Promise<number> => {
  let first = Infinity
  await Promise.all(
    peers.map(async (peer) => {
      await peer.download(torrent.bytes, join(town.folder, `${peer.name}-${torrent.name}`))
      await seller.meet(torrent, `127.0.0.1:${peer.port}`)
      const isHere = async (): Promise<boolean> => {
        const { done, complete } = await peer.progress(torrent.infoHash)
        if (done > 0) first = Math.min(first, performance.now())
        return complete
      }
      await until(`${peer.name} to finish`, isHere, { withinMs: PATIENCE_MS, everyMs: LOOK_MS })
    }),
  )
  const seconds = (performance.now() - first) / 1_000
  for (const peer of peers) await compared(peer, torrent, town.folder)
  return (peers.length * torrent.size) / seconds
}

export const measureForeigners = async (
  town: Town,
  seller: Resident,
  buyer: Resident,
  size: number,
): Promise<Foreigners> => {
  await using ending = new AsyncDisposableStack()
  const on = { lifetimeSeconds: PEERS_SECONDS } as const
  const peers = [ending.use(await startTransmission(on)), ending.use(await startQbittorrent(on))]
  const seeded = async (name: string, bytes: number): Promise<TestTorrent> => {
    const torrent = await singleFileTorrent(town.folder, { name, size: bytes, trackers: [], pieceLength: PIECE })
    await seller.seed(torrent, town.folder)
    return torrent
  }
  const round = async (name: string, sells: boolean): Promise<number> => {
    await seller.speed.setSelling(sells, btt(1))
    const torrent = await seeded(name, size)
    const rate = await fetched(town, seller, peers, torrent)
    await seller.forget(torrent)
    return rate
  }
  const rates = { off: [] as number[], on: [] as number[] }
  for (const [turn, which] of (['off', 'on', 'on', 'off'] as const).entries())
    rates[which].push(await round(`others-${turn}.bin`, which === 'on'))
  await seller.speed.setSelling(true, btt(1))
  const bought = await seeded('beside.bin', BESIDE_TIMES * size)
  await buyer.add(bought, join(buyer.member.folder, 'beside'))
  await buyer.buy(bought, BUDGET)
  await buyer.meet(bought, await seller.address())
  await until('the buyer to pay', () => buyer.isPaying(bought), { withinMs: PATIENCE_MS })
  const beside = await round('others-beside.bin', true)
  if ((await buyer.row(bought.infoHash))?.progress === 1) throw new Error('the buyer was done before the others')
  await buyer.forget(bought)
  await seller.forget(bought)
  return { off: median(rates.off), on: median(rates.on), beside }
}
