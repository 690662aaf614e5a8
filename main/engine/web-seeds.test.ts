import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import bencode from '../../app/bencode/bencode.js'
import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import type { TrackersDetails, WebSeedRow } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { makeTorrent, type Made } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'
import { serveFiles, type FileServer } from './web-seeds/testing/file-server.ts'

const SIZES = { 'a folder/ü #1?.bin': 300_000, 'b.bin': 70_001, 'empty.txt': 0, 'c/d.bin': 1_234 }
const settings = testSettings({ localTrackers: true })

let engine: ServedEngine
let server: FileServer
let made: Made

beforeEach(async () => {
  engine = await ServedEngine.create(settings)
  made = makeTorrent(SIZES)
  server = await serveFiles(
    Object.fromEntries(made.files.map(({ path, data }) => [`/pub/album/${path.join('/')}`, data])),
  )
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const withSeeds = (...urls: string[]): Uint8Array =>
  bencode.encode({ ...(bencode.decode(made.torrent) as object), 'url-list': urls })

/** The first file is called otherwise on disk than in the torrent. */
const isHere = async (): Promise<boolean> => {
  for (const [file, { data }] of made.files.entries()) {
    const path = await engine.ask('engine.path', { id: made.id, file })
    if (!path.ok || Buffer.compare(await readFile(path.value), data) !== 0) return false
  }
  return true
}

const seedsOf = async (id: TorrentId): Promise<readonly WebSeedRow[]> => {
  const from = engine.events.length
  await engine.call('details.watch', { id, tab: 'trackers' })
  const update = await expect
    .poll(() => engine.events.slice(from).find(([name]) => name === 'details.update')?.[1])
    .toBeDefined()
    .then(() => engine.events.slice(from).find(([name]) => name === 'details.update')?.[1])
  return ((update as EngineEvents['details.update']).details as TrackersDetails).webSeeds
}

describe('web seeds of a torrent in the list', () => {
  it('bring all its files, whatever they are called, and are not peers', async () => {
    const id = await engine.add(withSeeds(`${server.origin}/pub/`))
    const row = await engine.until(id, ({ status }) => status === 'seeding')
    expect(await isHere()).toBe(true)
    expect(row).toMatchObject({ peers: 0, seeds: 0, downloaded: 371_235 })
    expect(server.asked.some(({ path }) => path === '/pub/album/a%20folder/%C3%BC%20%231%3F.bin')).toBe(true)
    expect(await seedsOf(id)).toMatchObject([{ url: `${server.origin}/pub/`, downloaded: 371_235, problem: null }])
  })

  it('are contacted for no torrent that is stopped, and for a magnet link once its files are known', async () => {
    const seeder = await ServedEngine.create(settings)
    await seeder.add(withSeeds(`${server.origin}/pub/`))
    await seeder.until(made.id, ({ status }) => status === 'seeding')
    const before = server.asked.length
    const peer = `127.0.0.1:${await seeder.port()}`
    const link = `magnet:?xt=urn:btih:${made.id}&dn=album&x.pe=${peer}&ws=${encodeURIComponent(`${server.origin}/pub`)}`
    const candidate = await engine.call('add.inspectLink', { link })
    const ref = candidate.ok ? candidate.value.ref : 0
    await engine.call('add.confirm', { ref, folder: engine.downloads, start: false, priorities: null })
    await sleep(1_500)
    expect(server.asked).toHaveLength(before)
    expect(await seedsOf(made.id)).toMatchObject([{ state: 'stopped' }])
    await engine.call('torrents.start', { ids: [made.id] })
    await engine.until(made.id, ({ status }) => status === 'seeding')
    expect(await isHere()).toBe(true)
    await seeder[Symbol.asyncDispose]()
  })

  it('may lack a file, which then comes from elsewhere', async () => {
    const half = await serveFiles({ '/album/b.bin': made.files[1]?.data ?? new Uint8Array() })
    const id = await engine.add(withSeeds(`${half.origin}/`))
    await expect.poll(async () => (await seedsOf(id))[0]?.missingFiles).toBeGreaterThan(0)
    await expect.poll(() => engine.row(id)?.have ?? 0, { timeout: 10_000 }).toBeGreaterThan(30_000)
    expect((await seedsOf(id))[0]).toMatchObject({ problem: 'not-there' })
    await engine.call('torrents.setWebSeeds', { id, urls: [`${half.origin}/`, `${server.origin}/pub/`] })
    await engine.until(id, ({ status }) => status === 'seeding')
    expect(await isHere()).toBe(true)
    await half[Symbol.asyncDispose]()
  })

  it('are added and removed by the user, and remembered', async () => {
    const id = await engine.add(made.torrent, { start: false })
    expect(await seedsOf(id)).toEqual([])
    const urls = [`${server.origin}/pub/`]
    expect(await engine.call('torrents.setWebSeeds', { id, urls })).toMatchObject({ ok: true })
    await engine.stop()
    await engine.start(settings)
    expect((await seedsOf(id)).map(({ url }) => url)).toEqual(urls)
    await engine.call('torrents.start', { ids: [id] })
    await engine.until(id, ({ status }) => status === 'seeding')
    await engine.call('torrents.setWebSeeds', { id, urls: [] })
    expect(await seedsOf(id)).toEqual([])
  })

  it('that fail are named in the log, once', async () => {
    const id = await engine.add(withSeeds(`${server.origin}/nowhere/`, `${server.origin}/pub/`))
    await engine.until(id, ({ status }) => status === 'seeding')
    await engine.call('details.watch', { id, tab: 'log' })
    const entries = () =>
      engine.events
        .filter(([name]) => name === 'details.update')
        .flatMap(([, data]) => JSON.stringify(data).match(/web-seed-failed/g) ?? [])
    await expect.poll(() => entries().length).toBe(1)
  })

  it('count where peers do: in the row and the graph while they send, in the totals for good, blocks as they come', async () => {
    const big = makeTorrent({ 'big.bin': 9_000_000 }, [], 4_194_304)
    server.hold('/pub/album/big.bin', big.files[0]?.data ?? new Uint8Array())
    await engine.stop()
    const slow = { ...settings, limits: { ...settings.limits, down: 150_000 } }
    await engine.start(slow)
    const torrent = bencode.encode({
      ...(bencode.decode(big.torrent) as object),
      'url-list': [`${server.origin}/pub/`],
    })
    const id = await engine.add(torrent)
    const row = await engine.until(id, ({ downRate, downloaded }) => downRate > 50_000 && downloaded > 400_000)
    expect(row).toMatchObject({ status: 'downloading', peers: 0 })
    const stats = engine.events.findLast(([name]) => name === 'session.stats')?.[1]
    expect((stats as EngineEvents['session.stats']).downRate).toBeGreaterThan(50_000)

    await engine.call('details.watch', { id, tab: 'overview' })
    const graph = (): number => {
      const update = engine.events.findLast(([name]) => name === 'details.update')?.[1]
      const { details } = update as EngineEvents['details.update']
      return details.tab === 'overview' ? details.downHistory.reduce((sum, rate) => sum + rate, 0) : 0
    }
    await expect.poll(graph).toBeGreaterThan(100_000)

    // Not a piece of it is whole; the blocks are kept all the same, as they come.
    const blocks = join(engine.folder, 'state', 'partials')
    const kept = async (): Promise<number> => {
      const names = await readdir(blocks)
      const sizes = names.map(async (name) => (await stat(join(blocks, name)).catch(() => null))?.size ?? 0)
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    }
    await expect.poll(kept, { timeout: 5_000 }).toBeGreaterThan(400_000)
    const before = await kept()
    await expect.poll(kept, { timeout: 5_000 }).toBeGreaterThan(before + 100_000)

    await engine.call('torrents.stop', { ids: [id] })
    const stopped = await engine.until(id, ({ status }) => status === 'stopped')
    await engine.stop()
    await engine.start(slow)
    expect(engine.row(id)?.downloaded).toBe(stopped.downloaded)
    expect(stopped.downloaded).toBeGreaterThan(400_000)
  }, 30_000)
})
