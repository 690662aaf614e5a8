import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it } from 'vitest'
import bencode from '../../app/bencode/bencode.js'
import type { DetailsUpdate } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { isWhole, layTorrent, makeTorrent, type Made } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const link = async (leecher: ServedEngine, seeder: ServedEngine, id: TorrentId): Promise<void> => {
  await leecher.call('torrents.addPeer', { id, address: `127.0.0.1:${await seeder.port()}` })
}

const album = { 'one.bin': 100_000, 'two/three.bin': 50_000, 'empty.txt': 0, 'two/four.bin': 33_000 }

const logOf = async (engine: ServedEngine, id: TorrentId): Promise<{ code: string }[]> => {
  await engine.call('details.watch', { id, tab: 'log' })
  await new Promise((resolve) => setImmediate(resolve))
  const update = engine.events.findLast(([name]) => name === 'details.update')?.[1] as DetailsUpdate
  return update.details.tab === 'log' ? update.details.entries.map(({ event }) => event) : []
}

/** A seeding and an empty engine that know the torrent. */
const couple = async (made: Made): Promise<{ seeder: ServedEngine; leecher: ServedEngine }> => {
  const seeder = await ServedEngine.create()
  const leecher = await ServedEngine.create(testSettings({ localTrackers: true }))
  await layTorrent(seeder.downloads, made)
  await seeder.add(made.torrent)
  await seeder.until(made.id, (row) => row.status === 'seeding')
  return { seeder, leecher }
}

/** The same, and the empty one has downloaded it all. */
const pairOfSeeds = async (made: Made): Promise<{ seeder: ServedEngine; leecher: ServedEngine }> => {
  const both = await couple(made)
  await both.leecher.add(made.torrent)
  await link(both.leecher, both.seeder, made.id)
  await both.leecher.until(made.id, (row) => row.status === 'seeding')
  return both
}

describe('the engine', { concurrent: true }, () => {
  it('finds data that is there, seeds it, and another engine downloads it whole', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    await leecher.add(made.torrent)
    await link(leecher, seeder, made.id)
    const row = await leecher.until(made.id, (one) => one.status === 'seeding')
    expect(row).toMatchObject({ progress: 1, have: 183_000, size: 183_000, downloaded: 183_000 })
    await expect.poll(() => isWhole(leecher.downloads, made).catch(() => false)).toBe(true)
    const finished = ([name, data]: [string, unknown]): boolean =>
      name === 'engine.finished' && (data as { id: string }).id === made.id
    await expect.poll(() => leecher.events.some(finished)).toBe(true)
  })

  it('fetches metadata for a magnet link, then the files', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    const magnet = `magnet:?xt=urn:btih:${made.id}&x.pe=127.0.0.1:${await seeder.port()}`
    const candidate = await leecher.call('add.inspectLink', { link: magnet })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    const ref = candidate.value.ref
    expect(candidate.value).toMatchObject({ files: null, metadata: 'fetching' })
    await expect
      .poll(() =>
        leecher.events.some(
          ([name, data]) => name === 'add.offered' && (data as { ref: number; files: unknown }).files !== null,
        ),
      )
      .toBe(true)
    await leecher.call('add.confirm', { ref, folder: leecher.downloads, start: true, priorities: null })
    await leecher.until(made.id, (row) => row.status === 'seeding')
    await expect.poll(() => isWhole(leecher.downloads, made).catch(() => false)).toBe(true)
  })

  it('adds a magnet before its metadata is there, and goes on by itself when it comes', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    const candidate = await leecher.call('add.inspectLink', { link: `magnet:?xt=urn:btih:${made.id}&dn=soon` })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    await leecher.call('add.confirm', {
      ref: candidate.value.ref,
      folder: leecher.downloads,
      start: true,
      priorities: null,
    })
    await leecher.until(made.id, (row) => row.status === 'metadata' && row.name === 'soon')
    await link(leecher, seeder, made.id)
    const row = await leecher.until(made.id, (one) => one.status === 'seeding')
    expect(row.name).toBe('album')
  })

  it('contacts nobody for what comes from outside', async ({ expect }) => {
    await using engine = await ServedEngine.create()
    const offered = await engine.ask('engine.offer', {
      kind: 'link',
      link: `magnet:?xt=urn:btih:${'ab'.repeat(20)}&tr=http://127.0.0.1:9/announce`,
    })
    if (!offered.ok) throw new Error(JSON.stringify(offered.error))
    expect(offered.value).toMatchObject({ fromOutside: true, metadata: 'idle' })
    const web = await engine.ask('engine.offer', { kind: 'link', link: 'http://127.0.0.1:9/x.torrent' })
    expect(web).toEqual({ ok: false, error: { code: 'not-a-torrent-link' } })
    expect((await engine.call('torrents.snapshot')).ok && engine.row('ab'.repeat(20) as TorrentId)).toBeUndefined()
  })

  it('merges the trackers and web seeds of a torrent it has', async ({ expect }) => {
    const made = makeTorrent(album, ['http://127.0.0.1:9/a'])
    await using engine = await ServedEngine.create()
    await engine.add(made.torrent, { start: false })
    const again = bencode.encode({
      ...(bencode.decode(made.torrent) as object),
      'announce-list': [['http://127.0.0.1:9/a'], ['http://127.0.0.1:9/b']],
      'url-list': ['http://127.0.0.1:9/data/'],
    })
    const candidate = await engine.call('add.inspectFile', { bytes: again, name: 'x' })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    expect(candidate.value.duplicateOf).toBe('album')
    const added = await engine.call('add.confirm', {
      ref: candidate.value.ref,
      folder: engine.downloads,
      start: true,
      priorities: null,
    })
    expect(added).toEqual({ ok: true, value: { id: made.id, mergedTrackers: 1, mergedWebSeeds: 1 } })
    expect(engine.row(made.id)?.status).toBe('stopped')
    const magnet = await engine.call('torrents.magnet', { id: made.id })
    expect(magnet.ok && magnet.value).toContain(`ws=${encodeURIComponent('http://127.0.0.1:9/data/')}`)
    expect(engine.row(made.id)?.status).toBe('stopped')
    expect(await engine.call('torrents.trackers', { id: made.id })).toEqual({
      ok: true,
      value: [['http://127.0.0.1:9/a'], ['http://127.0.0.1:9/b']],
    })
  })

  it('takes up its torrents after a clean stop without hashing anything', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await pairOfSeeds(made)
    await using _a = seeder
    await using _b = leecher
    await leecher.stop()
    await leecher.start()
    const row = await leecher.until(made.id, (one) => one.status === 'seeding')
    expect(row.downloaded).toBe(183_000)
    expect((await logOf(leecher, made.id)).find((event) => event.code === 'resumed')).toMatchObject({
      pieces: 12,
      hashed: 0,
    })
  })

  it('keeps a stopped torrent stopped, with no peer, and starts it again where it was', async ({ expect }) => {
    const made = makeTorrent({ 'big.bin': 2_000_000 })
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    await leecher.ask('engine.configure', { ...slow(200_000) })
    await leecher.add(made.torrent)
    await link(leecher, seeder, made.id)
    await leecher.until(made.id, (row) => row.have > 100_000)
    await leecher.call('torrents.stop', { ids: [made.id] })
    const stopped = await leecher.until(made.id, (row) => row.status === 'stopped' && row.peers === 0)
    await seeder.until(made.id, (row) => row.peers === 0)
    await leecher.stop()
    await leecher.start()
    const again = leecher.row(made.id)
    expect(again?.status).toBe('stopped')
    // What was on its way to the disk when it was stopped came on top.
    expect(again?.have).toBeGreaterThanOrEqual(stopped.have)
    expect(again?.have).toBeLessThan(2_000_000)
    await leecher.call('torrents.start', { ids: [made.id] })
    await link(leecher, seeder, made.id)
    const row = await leecher.until(made.id, (one) => one.status === 'seeding')
    expect(row.downloaded).toBeLessThanOrEqual(2_000_000 + 16_384)
  })

  it('writes nothing of a skipped file, and gets it when it is wanted after all', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    await leecher.add(made.torrent, { priorities: Uint8Array.of(2, 0, 0, 2) })
    await link(leecher, seeder, made.id)
    await leecher.until(made.id, (row) => row.status === 'seeding' && row.wanted === 133_000)
    await expect.poll(() => existsSync(join(leecher.downloads, 'album', 'two', 'four.bin'))).toBe(true)
    expect(existsSync(join(leecher.downloads, 'album', 'two', 'three.bin'))).toBe(false)
    expect(existsSync(join(leecher.downloads, 'album', 'two', 'three.bin.part'))).toBe(false)
    await leecher.call('torrents.setPriorities', { id: made.id, files: [1, 2], priority: 3 })
    await leecher.until(made.id, (row) => row.status === 'seeding' && row.have === 183_000)
    await expect.poll(() => isWhole(leecher.downloads, made).catch(() => false)).toBe(true)
  })

  it('finds out by a recheck what the disk damaged, and gets it again', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await pairOfSeeds(made)
    await using _a = seeder
    await using _b = leecher
    const path = join(leecher.downloads, 'album', 'one.bin')
    await expect.poll(() => existsSync(path)).toBe(true)
    await leecher.call('torrents.stop', { ids: [made.id] })
    await leecher.until(made.id, (row) => row.status === 'stopped')
    const { atime, mtime } = await stat(path)
    const bytes = await readFile(path)
    bytes[5] = (bytes[5] ?? 0) ^ 1
    await writeFile(path, bytes)
    await utimes(path, atime, mtime)
    await leecher.call('torrents.recheck', { ids: [made.id] })
    await leecher.until(made.id, (row) => row.status === 'stopped' && row.have === 183_000 - 16_384)
    await leecher.call('torrents.start', { ids: [made.id] })
    await link(leecher, seeder, made.id)
    await leecher.until(made.id, (row) => row.status === 'seeding')
    await expect.poll(() => isWhole(leecher.downloads, made).catch(() => false)).toBe(true)
  })

  it('never overwrites a folder of the same name that is not the torrent', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    const mine = join(leecher.downloads, 'album', 'one.bin')
    await mkdir(dirname(mine), { recursive: true })
    await writeFile(mine, 'my own words')
    await leecher.add(made.torrent)
    await link(leecher, seeder, made.id)
    await leecher.until(made.id, (row) => row.status === 'seeding')
    expect(await readFile(mine, 'utf8')).toBe('my own words')
    const left = await leecher.ask('engine.remove', { ids: [made.id] })
    expect(left.ok && left.value[0]?.root).toBe(join(leecher.downloads, `album [${made.id.slice(0, 8)}]`))
  })

  it('removes a torrent and names only files it wrote', async ({ expect }) => {
    const made = makeTorrent(album)
    const { seeder, leecher } = await pairOfSeeds(made)
    await using _a = seeder
    await using _b = leecher
    await expect.poll(() => isWhole(leecher.downloads, made).catch(() => false)).toBe(true)
    await writeFile(join(leecher.downloads, 'album', 'notes.txt'), 'mine')
    const left = await leecher.ask('engine.remove', { ids: [made.id] })
    if (!left.ok) throw new Error(JSON.stringify(left.error))
    const names = left.value[0]?.files.map((path) => path.slice(leecher.downloads.length + 1)).toSorted()
    expect(names).toEqual(['album/empty.txt', 'album/one.bin', 'album/two/four.bin', 'album/two/three.bin'])
    expect(leecher.row(made.id)).toBeUndefined()
    const seeded = await seeder.ask('engine.remove', { ids: [made.id] })
    expect(seeded.ok && seeded.value[0]?.files).toEqual([])
  })

  it('waits for a folder that went away, and goes on when it is back', async ({ expect }) => {
    const made = makeTorrent({ 'big.bin': 3_000_000 })
    const { seeder, leecher } = await couple(made)
    await using _a = seeder
    await using _b = leecher
    await leecher.ask('engine.configure', { ...slow(300_000) })
    await leecher.add(made.torrent)
    await link(leecher, seeder, made.id)
    await leecher.until(made.id, (row) => row.have > 100_000)
    await leecher.call('torrents.stop', { ids: [made.id] })
    await leecher.until(made.id, (row) => row.status === 'stopped')
    const root = join(leecher.downloads, 'album')
    const { rename } = await import('node:fs/promises')
    await rename(root, `${root}-away`)
    await leecher.call('torrents.start', { ids: [made.id] })
    const waiting = await leecher.until(made.id, (row) => row.status === 'waiting')
    expect(waiting.reason).toEqual({ code: 'disk', fault: 'missing' })
    expect(existsSync(root)).toBe(false)
    await rename(`${root}-away`, root)
    await link(leecher, seeder, made.id)
    await leecher.until(made.id, (row) => row.status !== 'waiting')
    await link(leecher, seeder, made.id)
    await leecher.ask('engine.configure', testSettings())
    await leecher.until(made.id, (row) => row.status === 'seeding', 20_000)
  }, 40_000)

  it('refuses what is no torrent, with the reason', async ({ expect }) => {
    await using engine = await ServedEngine.create()
    const answers = await Promise.all([
      engine.call('add.inspectFile', { bytes: randomBytes(100), name: 'x.torrent' }),
      engine.call('add.inspectLink', { link: 'hello' }),
      engine.call('add.inspectLink', { link: 'magnet:?xt=urn:btih:zz' }),
      engine.call('torrents.files', { id: 'ab'.repeat(20) as TorrentId }),
    ])
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'torrent-invalid',
      'not-a-torrent-link',
      'magnet-invalid',
      'not-found',
    ])
  })

  it('forgets its state folder only when it is told to', async ({ expect }) => {
    await using engine = await ServedEngine.create()
    expect(existsSync(join(engine.folder, 'state'))).toBe(true)
    await engine.stop()
    await rm(join(engine.folder, 'state'), { recursive: true })
    await engine.start()
    expect((await engine.call('torrents.snapshot')).ok).toBe(true)
  })
})

const slow = (down: number) => ({ ...testSettings(), limits: { ...testSettings().limits, down } })
