// Our engine as a peer among the others.

import { join } from 'node:path'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import type { PeerOptions, Progress } from '../../e2e/peers/peer.ts'
import { freePort } from '../../e2e/peers/ports.ts'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { linkAs, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import { settingsFor, startEngine, type EngineClient } from './engine-client.ts'
import type { MeasuredPeer } from './transfer-run.ts'

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
  onEvent((name, data) => {
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
    const { length } = await command('torrents.files', { id })
    return Promise.all(Array.from({ length }, (_, file) => own('engine.path', { id, file })))
  }
  return { log: () => log, row, add, files }
}

export const startSwiftseed = async (options: PeerOptions = {}): Promise<MeasuredPeer> => {
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
    heldUpMs: client.heldUpMs,
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
