// Our engine as a peer among the others.

import { join } from 'node:path'
import type { Details, DetailsTab, DetailsUpdate, PeerRow } from '../../app/torrent/details.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import type { Lateness } from './loop-lateness.ts'
import type { Peer, Progress } from './peer.ts'
import { freePort } from './ports.ts'
import { temporaryFolder } from './process.ts'
import { linkAs, type TestTorrent } from './torrent.ts'
import { until } from './until.ts'
import { settingsFor, startEngine, type EngineClient, type EngineOptions } from './engine-client.ts'

const CHECK_MS = 60_000

const progressOf = (row: TorrentRow): Progress => ({
  done: row.progress,
  complete: row.wanted !== null && row.have === row.wanted && row.status !== 'checking',
  downloaded: row.downloaded,
  uploaded: row.uploaded,
  peers: row.peers,
  state: `${row.status} ${row.reason?.code ?? ''}`.trim(),
})

const single = ({ files }: TestTorrent): boolean => files.length === 1 && files[0]?.path.length === 0

/** What the engine can do, as promises of values. */
const torrentsOf = ({ command, own, onEvent }: EngineClient) => {
  let log = ''
  let told: DetailsUpdate | null = null
  onEvent((name, data) => {
    if (name === 'details.update') told = data as DetailsUpdate
    if (name === 'engine.log') log = `${log}${(data as { text: string }).text}\n`.slice(-8_000)
  })
  const row = async (infoHash: string): Promise<TorrentRow> => {
    const { rows } = await command('torrents.snapshot', undefined)
    const found = rows.find(({ id }) => id === infoHash)
    if (!found) throw new Error('swiftseed does not have the torrent')
    return found
  }
  const add = async (source: Uint8Array | string, target: string): Promise<void> => {
    const { ref } =
      typeof source === 'string'
        ? await command('add.inspectLink', { link: source })
        : await command('add.inspectFile', { bytes: new Uint8Array(source), name: 'a.torrent' })
    await command('add.confirm', { ref, folder: target, start: true, priorities: null })
  }
  const files = async (infoHash: string): Promise<string[]> => {
    const id = infoHash as TorrentId
    const { lengths } = await command('torrents.files', { id })
    return Promise.all(Array.from(lengths, (_, file) => own('engine.path', { id, file })))
  }
  /** The engine tells at once what a tab shows that is opened. */
  const look = async (infoHash: string, tab: DetailsTab): Promise<Details | undefined> => {
    const id = infoHash as TorrentId
    await command('details.watch', { id, tab })
    return told?.id === id ? told.details : undefined
  }
  return { log: () => log, row, add, files, look }
}

export interface EnginePeer extends Peer {
  /** The worst of its event loop since the last question. */
  lateness(): Promise<Lateness>
  call(infoHash: string, address: string): Promise<void>
  /** The peers it is connected to at the moment. */
  seen(infoHash: string): Promise<readonly PeerRow[]>
  /** What the torrent's log says, for error messages. */
  story(infoHash: string): Promise<string>
  /** Bytes that web servers gave since the start. */
  fromWebSeeds(infoHash: string): Promise<number>
}

export const startSwiftseed = async (options: EngineOptions = {}): Promise<EnginePeer> => {
  const folder = await temporaryFolder('engine', options.parent)
  const port = await freePort()
  const client = startEngine(folder.path, options.lifetimeSeconds ?? 600)
  const engine = torrentsOf(client)
  const seeds = join(folder.path, 'seeds')
  const stateFolder = join(folder.path, 'state')
  await client.own('engine.start', { stateFolder, settings: settingsFor(port, options), version: '0.0.0' })
  return {
    name: 'swiftseed',
    pid: client.pid,
    port,
    output: engine.log,
    lateness: client.lateness,
    seed: async (torrent, data) => {
      const root = join(seeds, torrent.name)
      await linkAs(data, torrent, single(torrent) ? [root] : torrent.files.map(({ path }) => join(root, ...path)))
      await engine.add(torrent.bytes, seeds)
      const seeding = async () => (await engine.row(torrent.infoHash)).status === 'seeding'
      await until('swiftseed to have checked its data', seeding, { withinMs: CHECK_MS })
    },
    download: engine.add,
    progress: async (infoHash) => progressOf(await engine.row(infoHash)),
    files: engine.files,
    call: (infoHash, address) => client.command('torrents.addPeer', { id: infoHash as TorrentId, address }),
    seen: async (infoHash) => {
      const details = await engine.look(infoHash, 'peers')
      return details?.tab === 'peers' ? details.peers : []
    },
    story: async (infoHash) => {
      const details = await engine.look(infoHash, 'log')
      return details?.tab === 'log' ? JSON.stringify(details.entries.map(({ event }) => event)) : ''
    },
    fromWebSeeds: async (infoHash) => {
      const details = await engine.look(infoHash, 'trackers')
      return details?.tab === 'trackers' ? details.webSeeds.reduce((sum, { downloaded }) => sum + downloaded, 0) : 0
    },
    limitUpload: (rate) => {
      const { uploadLimit: _, ...rest } = options
      return client.own('engine.configure', settingsFor(port, rate === null ? rest : { ...rest, uploadLimit: rate }))
    },
    [Symbol.asyncDispose]: async () => {
      await client.end()
      await folder[Symbol.asyncDispose]()
    },
  }
}
