import { existsSync } from 'node:fs'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { ok } from '../../app/result.ts'
import type { EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { isWhole, layTorrent, makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'
import { link, seeder, logOf } from './testing/control.ts'

const slow = (down: number): EngineSettings => {
  const settings = testSettings()
  return { ...settings, limits: { ...settings.limits, down } }
}

const checksOf = async (engine: ServedEngine, id: TorrentId): Promise<number> =>
  (await logOf(engine, id)).filter((code) => code === 'checked').length

describe('checks', { concurrent: true }, () => {
  const two = async (): Promise<{ engine: ServedEngine; ids: TorrentId[] }> => {
    const engine = await ServedEngine.create()
    const ids: TorrentId[] = []
    for (const size of [30_000_000, 20_000_000]) {
      const made = makeTorrent({ 'one.bin': size })
      const folder = join(engine.folder, String(size))
      await layTorrent(folder, made)
      await engine.add(made.torrent, { folder })
      await engine.until(made.id, (row) => row.status === 'seeding')
      ids.push(made.id)
    }
    return { engine, ids }
  }

  it('go one at a time, and say so', async ({ expect }) => {
    const { engine, ids } = await two()
    await using _ = engine
    await engine.call('torrents.recheck', { ids })
    const [first, second] = ids.map((id) => engine.row(id))
    expect(first?.status).toBe('checking')
    expect(second).toMatchObject({ status: 'queued', reason: { code: 'turn', for: 'check' } })
    for (const id of ids) await engine.until(id, (row) => row.status === 'seeding')
    // The first was when it was added.
    for (const id of ids) expect(await checksOf(engine, id)).toBe(2)
  }, 60_000)

  it('stop with the torrent, survive a restart, and go on when it is started', async ({ expect }) => {
    const { engine, ids } = await two()
    await using _ = engine
    const [id] = ids
    if (!id) throw new Error('one')
    await engine.call('torrents.recheck', { ids: [id] })
    await engine.call('torrents.stop', { ids: [id] })
    expect(engine.row(id)).toMatchObject({ status: 'stopped', reason: { code: 'check-held' } })
    await engine.stop()
    await engine.start()
    expect(engine.row(id)).toMatchObject({ status: 'stopped', reason: { code: 'check-held' } })
    await engine.call('torrents.start', { ids: [id] })
    expect(engine.row(id)?.status).toBe('checking')
    await engine.until(id, (row) => row.status === 'seeding')
    expect(await checksOf(engine, id)).toBe(1)
  }, 60_000)

  it('can be called off: what was known before stands', async ({ expect }) => {
    const { engine, ids } = await two()
    await using _ = engine
    const [id] = ids
    if (!id) throw new Error('one')
    await engine.call('torrents.recheck', { ids: [id] })
    await engine.call('torrents.cancelCheck', { ids: [id] })
    const row = await engine.until(id, (one) => one.status === 'seeding')
    expect(row.progress).toBe(1)
    expect(await checksOf(engine, id)).toBe(1)
  }, 60_000)

  it('of a stopped torrent leave it stopped', async ({ expect }) => {
    const { engine, ids } = await two()
    await using _ = engine
    await engine.call('torrents.stop', { ids })
    await engine.call('torrents.recheck', { ids })
    for (const id of ids) await engine.until(id, (row) => row.status === 'stopped')
    for (const id of ids) expect(await checksOf(engine, id)).toBe(2)
  }, 60_000)
})

describe('a file', { concurrent: true }, () => {
  it('skipped half-way leaves the disk, the rest comes whole, and it comes too when it is wanted again', async ({
    expect,
  }) => {
    const made = makeTorrent({ 'a.bin': 300_000, 'b.bin': 900_000, 'c.bin': 300_000 })
    await using source = await seeder(made)
    await source.until(made.id, (row) => row.status === 'seeding')
    await using engine = await ServedEngine.create(slow(400_000))
    await engine.add(made.torrent)
    await link(engine, source, made.id)
    const album = join(engine.downloads, 'album')
    await expect.poll(() => existsSync(join(album, 'b.bin.part')), { timeout: 15_000 }).toBe(true)
    await engine.until(made.id, (row) => row.have > 300_000)
    await engine.call('torrents.setPriorities', { id: made.id, files: [1], priority: 0 })
    await expect.poll(() => existsSync(join(album, 'b.bin.part')), { timeout: 10_000 }).toBe(false)
    await engine.ask('engine.configure', testSettings())
    await link(engine, source, made.id)
    const row = await engine.until(made.id, (one) => one.status === 'seeding')
    expect(row).toMatchObject({ wanted: 600_000, have: 600_000 })
    await expect.poll(() => readdir(album).then((names) => names.toSorted())).toEqual(['a.bin', 'c.bin'])
    await engine.call('torrents.setPriorities', { id: made.id, files: [1], priority: 3 })
    await link(engine, source, made.id)
    await engine.until(made.id, (one) => one.wanted === 1_500_000 && one.status === 'seeding')
    await expect.poll(() => isWhole(engine.downloads, made).catch(() => false)).toBe(true)
    await engine.call('torrents.stop', { ids: [made.id] })
    await engine.until(made.id, (one) => one.status === 'stopped')
    await expect.poll(() => readdir(join(engine.folder, 'state', 'aside'), { recursive: true })).toEqual([made.id])
  }, 60_000)

  it('skipped and kept stays half-way, after a restart too, and goes on from there; it is said before what is at stake', async ({
    expect,
  }) => {
    const made = makeTorrent({ 'a.bin': 300_000, 'b.bin': 900_000 })
    const { id } = made
    await using source = await seeder(made)
    await source.until(id, (row) => row.status === 'seeding')
    await using engine = await ServedEngine.create(slow(300_000))
    await engine.add(made.torrent)
    expect(await engine.call('torrents.atStake', { id, files: [0, 1] })).toEqual(ok({ files: [], bytes: 0 }))
    await link(engine, source, id)
    await engine.until(id, (row) => row.have > 500_000)
    const part = join(engine.downloads, 'album', 'b.bin.part')
    await expect.poll(() => existsSync(part)).toBe(true)
    const stake = await engine.call('torrents.atStake', { id, files: [1] })
    if (!stake.ok) throw new Error(stake.error.code)
    expect(stake.value.files).toEqual([1])
    expect(stake.value.bytes).toBeGreaterThan(100_000)
    await engine.call('torrents.setPriorities', { id, files: [1], priority: 0, keep: true })
    await engine.until(id, (row) => row.wanted === 300_000)
    await engine.stop()
    await engine.start()
    await engine.until(id, (row) => row.status !== 'checking')
    expect(existsSync(part)).toBe(true)
    // What is kept can be lost later all the same, and is asked about then.
    expect(await engine.call('torrents.atStake', { id, files: [1] })).toMatchObject({ value: { files: [1] } })
    await engine.ask('engine.configure', testSettings())
    await engine.call('torrents.setPriorities', { id, files: [1], priority: 2 })
    await link(engine, source, id)
    const row = await engine.until(id, (one) => one.status === 'seeding' && one.wanted === 1_200_000)
    expect(row.downloaded, 'nothing was fetched twice').toBeLessThan(1_200_000 + 200_000)
    await expect.poll(() => isWhole(engine.downloads, made).catch(() => false)).toBe(true)
  }, 60_000)

  it('skipped while the torrent is stopped leaves the disk as well', async ({ expect }) => {
    const made = makeTorrent({ 'a.bin': 300_000, 'b.bin': 900_000 })
    await using source = await seeder(made)
    await source.until(made.id, (row) => row.status === 'seeding')
    await using engine = await ServedEngine.create(slow(300_000))
    await engine.add(made.torrent)
    await link(engine, source, made.id)
    await engine.until(made.id, (row) => row.have > 400_000)
    await engine.call('torrents.stop', { ids: [made.id] })
    const album = join(engine.downloads, 'album')
    await expect.poll(() => existsSync(join(album, 'b.bin.part'))).toBe(true)
    await engine.call('torrents.setPriorities', { id: made.id, files: [1], priority: 0 })
    await expect.poll(() => existsSync(join(album, 'b.bin.part')), { timeout: 10_000 }).toBe(false)
    expect(engine.row(made.id)?.status).toBe('stopped')
  }, 60_000)
})

describe('a disk that goes away', { concurrent: true }, () => {
  it('in the middle of a download is waited for, told, and taken up by itself; others have its place meanwhile', async ({
    expect,
  }) => {
    const made = makeTorrent({ 'one.bin': 3_000_000 })
    await using source = await seeder(made)
    await source.until(made.id, (row) => row.status === 'seeding')
    const settings = slow(300_000)
    await using engine = await ServedEngine.create({ ...settings, queue: { ...settings.queue, downloads: 1 } })
    await engine.add(made.torrent)
    const other = makeTorrent({ 'one.bin': 30_000 })
    await engine.add(other.torrent, { folder: join(engine.folder, 'elsewhere') })
    await link(engine, source, made.id)
    await engine.until(made.id, (row) => row.have > 200_000)
    expect(engine.row(other.id)?.status).toBe('queued')
    const root = join(engine.downloads, 'album')
    await rename(root, `${root}-away`)
    const waiting = await engine.until(made.id, (row) => row.status === 'waiting')
    expect(waiting.reason).toEqual({ code: 'disk', fault: 'missing' })
    await engine.until(other.id, (row) => row.status !== 'queued')
    expect(existsSync(root)).toBe(false)
    await rename(`${root}-away`, root)
    await engine.until(made.id, (row) => row.status === 'downloading' || row.status === 'stalled', 10_000)
    await engine.until(other.id, (row) => row.status === 'queued')
    await engine.ask('engine.configure', testSettings())
    await link(engine, source, made.id)
    await engine.until(made.id, (row) => row.status === 'seeding', 20_000)
    await expect.poll(() => isWhole(engine.downloads, made).catch(() => false)).toBe(true)
  }, 60_000)

  it('is noticed by a seed that nobody asks for anything, and taken up by itself when it is back', async ({
    expect,
  }) => {
    const made = makeTorrent({ 'one.bin': 200_000, 'two.bin': 100_000 })
    await using engine = await seeder(made)
    await engine.until(made.id, (row) => row.status === 'seeding')
    await rename(engine.downloads, `${engine.downloads}-away`)
    const row = await engine.until(made.id, (one) => one.status === 'waiting', 10_000)
    expect(row).toMatchObject({ reason: { code: 'disk', fault: 'missing' }, progress: 1 })
    expect(existsSync(engine.downloads)).toBe(false)
    await rename(`${engine.downloads}-away`, engine.downloads)
    await engine.until(made.id, (one) => one.status === 'seeding', 10_000)
    expect(engine.row(made.id)?.progress).toBe(1)
  }, 40_000)

  it('in the middle of a check is waited for, and the check goes on', async ({ expect }) => {
    const made = makeTorrent({ 'one.bin': 2_000_000 })
    await using engine = await seeder(made)
    await engine.until(made.id, (row) => row.status === 'seeding')
    await engine.call('torrents.stop', { ids: [made.id] })
    await engine.until(made.id, (row) => row.status === 'stopped')
    // With the folder it lies in, as an unplugged disk takes both.
    const root = engine.downloads
    await rename(root, `${root}-away`)
    await engine.call('torrents.recheck', { ids: [made.id] })
    const row = await engine.until(made.id, (one) => one.status === 'waiting')
    expect(row.reason).toEqual({ code: 'disk', fault: 'missing' })
    await rename(`${root}-away`, root)
    await engine.until(made.id, (one) => one.status === 'stopped', 10_000)
    expect(await checksOf(engine, made.id)).toBe(2)
    expect(engine.row(made.id)?.progress).toBe(1)
  }, 40_000)
})
