// What stories about controlling a torrent have in common: engines that seed, and what is told of a torrent.

import type { DetailsUpdate } from '../../../app/torrent/details.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { testSettings } from '../swarm/testing/sample-swarm.ts'
import { layTorrent, type Made } from './made-torrent.ts'
import { ServedEngine } from './served-engine.ts'

export const link = async (leecher: ServedEngine, seeder: ServedEngine, id: TorrentId): Promise<void> => {
  await leecher.call('torrents.addPeer', { id, address: `127.0.0.1:${await seeder.port()}` })
}

/** Its data is there, and it seeds. */
export const seeder = async (made: Made, settings = testSettings()): Promise<ServedEngine> => {
  const engine = await ServedEngine.create(settings)
  await layTorrent(engine.downloads, made)
  await engine.add(made.torrent)
  return engine
}

export const logOf = async (engine: ServedEngine, id: TorrentId): Promise<string[]> => {
  await engine.call('details.watch', { id, tab: 'log' })
  await new Promise((resolve) => setImmediate(resolve))
  const update = engine.events.findLast(([name]) => name === 'details.update')?.[1] as DetailsUpdate
  return update.details.tab === 'log' ? update.details.entries.map(({ event }) => event.code) : []
}
