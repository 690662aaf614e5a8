// Hashing what is on disk, by us and by everyone we are measured against: each answers how long it took and how much
// processor time. The file has been read just before, so that it is in the page cache for all of them alike.

import { execFile } from 'node:child_process'
import { access, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { EngineClient } from '../../e2e/peers/engine-client.ts'
import { rawLoop } from './raw-loop.ts'
import { meter } from './usage.ts'

const run = promisify(execFile)
/** Asking costs our engine time, so not too often. */
const POLL_MS = 10
const LIMIT_MS = 300_000

export interface Hashed {
  readonly seconds: number
  /** Null: not known. */
  readonly cpuSeconds: number | null
  /** How long the event loop was held up at worst; ours alone. */
  readonly heldUpMs?: number
}

export interface Contender {
  readonly name: string
  hash(): Promise<Hashed>
}

/** What is hashed: the file or the folder, its .torrent, and where both lie. */
export interface Ground {
  readonly path: string
  /** Those in it, in the torrent's order, and a list of them on disk. */
  readonly files: readonly string[]
  readonly listPath: string
  readonly torrentPath: string
  readonly torrent: TestTorrent
  readonly pieceLength: number
}

const cores = availableParallelism()

const python = async (script: string, ...args: readonly (string | number)[]): Promise<Hashed> => {
  const { stdout } = await run('/usr/bin/python3', [join(import.meta.dirname, script), ...args.map(String)], {
    timeout: LIMIT_MS,
  })
  return JSON.parse(stdout) as Hashed
}

/** SHA-1 on every core, with nothing around it. */
export const raw = ({ files, listPath }: Ground): readonly Contender[] => [
  { name: 'raw: hashlib', hash: () => python('raw-sha1.py', listPath, cores, 'file') },
  { name: 'raw: plain loop', hash: () => rawLoop(files, cores) },
  { name: 'memory only', hash: () => python('raw-sha1.py', listPath, cores, 'memory') },
]

export const libtorrent = ({ path, torrentPath, pieceLength }: Ground, what: 'recheck' | 'create'): Contender => ({
  name: 'libtorrent',
  hash: () => python('libtorrent-hash.py', what, path, torrentPath, cores, pieceLength),
})

/** Null where it is not installed. It has no choice of threads. */
export const transmissionCreate = async ({ path, pieceLength }: Ground): Promise<Contender | null> => {
  const installed = await access('/usr/bin/transmission-create').then(
    () => true,
    () => false,
  )
  if (!installed) return null
  const made = join(dirname(path), 'transmission.torrent')
  return {
    name: 'transmission-create',
    hash: async () => {
      const began = performance.now()
      await run('transmission-create', ['-o', made, '-s', String(pieceLength / 1024), path], { timeout: LIMIT_MS })
      const seconds = (performance.now() - began) / 1_000
      await rm(made)
      return { seconds, cpuSeconds: null }
    },
  }
}

/** Measures one call to our engine: from asking to the answer that all is hashed. */
const measured = async (engine: EngineClient, act: () => Promise<void>): Promise<Hashed> => {
  await engine.lateness()
  const used = meter(engine.pid)
  const began = performance.now()
  await act()
  const seconds = (performance.now() - began) / 1_000
  const { cpuSeconds } = used.read()
  used.stop()
  return { seconds, cpuSeconds, heldUpMs: (await engine.lateness()).heldUpMs }
}

const statusOf = async (engine: EngineClient, id: string): Promise<string> => {
  const { rows } = await engine.command('torrents.snapshot', undefined)
  return rows.find((row) => row.id === id)?.status ?? 'absent'
}

/** Adds the torrent on its data, complete and stopped. */
export const addWhole = async (engine: EngineClient, { torrent, path }: Ground): Promise<void> => {
  const { ref } = await engine.command('add.inspectFile', { bytes: new Uint8Array(torrent.bytes), name: 'a.torrent' })
  await engine.command('add.confirm', { ref, folder: dirname(path), start: true, priorities: null })
  const seeding = async () => (await statusOf(engine, torrent.infoHash)) === 'seeding'
  await until('swiftseed to have checked its data', seeding, { withinMs: LIMIT_MS })
  await engine.command('torrents.stop', { ids: [torrent.infoHash as TorrentId] })
  const stopped = async () => (await statusOf(engine, torrent.infoHash)) === 'stopped'
  await until('swiftseed to have stopped', stopped, { withinMs: 10_000 })
}

export const ourRecheck = (engine: EngineClient, { torrent }: Ground): Contender => ({
  name: 'swiftseed',
  hash: () =>
    measured(engine, async () => {
      await engine.command('torrents.recheck', { ids: [torrent.infoHash as TorrentId] })
      let seen = false
      for (;;) {
        const status = await statusOf(engine, torrent.infoHash)
        if (status === 'checking') seen = true
        else if (seen) break
        await sleep(POLL_MS)
      }
    }),
})

export const ourCreate = (engine: EngineClient, { path, pieceLength, torrent }: Ground): Contender => ({
  name: 'swiftseed',
  hash: () =>
    measured(engine, async () => {
      const made = await engine.own('engine.create', {
        ref: 1,
        paths: [path],
        name: torrent.name,
        pieceLength,
        trackers: [],
        webSeeds: [],
        isPrivate: false,
        comment: '',
        source: '',
        hidden: false,
        dated: false,
        seed: false,
      })
      if (made.id !== torrent.infoHash) throw new Error(`made ${made.id}, not ${torrent.infoHash}`)
    }),
})
