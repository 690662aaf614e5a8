// Transmission and qBittorrent at one seller: with Speed on and off in turns, where nothing may change for them, and
// beside somebody who buys. Their data is compared with what it should be.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished, type Peer } from '../../e2e/peers/peer.ts'
import { startQbittorrent } from '../../e2e/peers/qbittorrent.ts'
import { startTransmission } from '../../e2e/peers/transmission.ts'
import { singleFileTorrent, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { median } from '../measure/median.ts'
import { btt, type Resident, type Town } from './town.ts'

const PIECE = 65_536
const PATIENCE_MS = 120_000
const BUDGET = 10_000
const PEERS_SECONDS = 300

export interface Foreigners {
  /** Seconds until both are done: medians. */
  readonly off: number
  readonly on: number
  readonly beside: number
}

const compared = async (peer: Peer, { infoHash, name }: TestTorrent, folder: string): Promise<void> => {
  const [path = ''] = await peer.files(infoHash)
  const [got, whole] = await Promise.all([readFile(path), readFile(join(folder, name))])
  if (Buffer.compare(got, whole) !== 0) throw new Error(`${peer.name} got something else`)
}

/** Seconds until each of them has it. */
const fetched = async (town: Town, seller: Resident, peers: readonly Peer[], torrent: TestTorrent): Promise<number> => {
  const start = performance.now()
  await Promise.all(
    peers.map(async (peer) => {
      await peer.download(torrent.bytes, join(town.folder, `${peer.name}-${torrent.name}`))
      await seller.meet(torrent, `127.0.0.1:${peer.port}`)
      await finished(peer, torrent.infoHash, PATIENCE_MS)
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  for (const peer of peers) await compared(peer, torrent, town.folder)
  return seconds
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
  const round = async (name: string, sells: boolean, buys: boolean): Promise<number> => {
    await seller.speed.setSelling(sells, btt(1))
    const torrent = await singleFileTorrent(town.folder, { name, size, trackers: [], pieceLength: PIECE })
    await seller.seed(torrent, town.folder)
    if (buys) {
      await buyer.add(torrent, join(buyer.member.folder, name))
      await buyer.buy(torrent, BUDGET)
      await buyer.meet(torrent, await seller.address())
    }
    const seconds = await fetched(town, seller, peers, torrent)
    if (buys) await buyer.forget(torrent)
    await seller.forget(torrent)
    return seconds
  }
  const took = { off: [] as number[], on: [] as number[] }
  for (const [turn, which] of (['off', 'on', 'on', 'off'] as const).entries())
    took[which].push(await round(`others-${turn}.bin`, which === 'on', false))
  const beside = await round('others-beside.bin', true, true)
  return { off: median(took.off), on: median(took.on), beside }
}
