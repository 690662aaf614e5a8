import { existsSync } from 'node:fs'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { DetailsUpdate } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { openSession } from './session/session-db.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { isWhole, layTorrent, makeTorrent, type Made } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const queue = (over: Partial<EngineSettings['queue']>): EngineSettings => {
  const settings = testSettings()
  return { ...settings, queue: { ...settings.queue, ...over } }
}

const seeding = (over: Partial<EngineSettings['seeding']>): EngineSettings => {
  const settings = testSettings()
  return { ...settings, seeding: { ...settings.seeding, ...over } }
}

const slow = (down: number): EngineSettings => {
  const settings = testSettings()
  return { ...settings, limits: { ...settings.limits, down } }
}

const link = async (leecher: ServedEngine, seeder: ServedEngine, id: TorrentId): Promise<void> => {
  await leecher.call('torrents.addPeer', { id, address: `127.0.0.1:${await seeder.port()}` })
}

const stateOf = (engine: ServedEngine, id: TorrentId): string => {
  const row = engine.row(id)
  return `${row?.place} ${row?.status === 'queued' ? 'queued' : row?.status === 'stopped' ? 'stopped' : 'runs'}`
}

const statesOf = (engine: ServedEngine, ids: readonly TorrentId[]): string[] => ids.map((id) => stateOf(engine, id))

/** Three that nobody has, in a queue with one place. */
const three = async (engine: ServedEngine): Promise<readonly [TorrentId, TorrentId, TorrentId]> => {
  const [a, b, c] = [1, 2, 3].map((n) => makeTorrent({ 'one.bin': 20_000 + n }))
  if (!a || !b || !c) throw new Error('three')
  for (const { torrent } of [a, b, c]) await engine.add(torrent)
  return [a.id, b.id, c.id]
}

/** Its data is there, and it seeds. */
const seeder = async (made: Made, settings = testSettings()): Promise<ServedEngine> => {
  const engine = await ServedEngine.create(settings)
  await layTorrent(engine.downloads, made)
  await engine.add(made.torrent)
  return engine
}

const logOf = async (engine: ServedEngine, id: TorrentId): Promise<string[]> => {
  await engine.call('details.watch', { id, tab: 'log' })
  await new Promise((resolve) => setImmediate(resolve))
  const update = engine.events.findLast(([name]) => name === 'details.update')?.[1] as DetailsUpdate
  return update.details.tab === 'log' ? update.details.entries.map(({ event }) => event.code) : []
}

const checksOf = async (engine: ServedEngine, id: TorrentId): Promise<number> =>
  (await logOf(engine, id)).filter((code) => code === 'checked').length

describe('the queue', () => {
  it('runs as many as may, in order, and the next when one stops', async () => {
    await using engine = await ServedEngine.create(queue({ downloads: 1 }))
    const [a, b, c] = await three(engine)
    await engine.until(c, (row) => row.status === 'queued')
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 queued', '3 queued'])
    expect(engine.row(b)?.reason).toEqual({ code: 'turn', for: 'download' })
    await engine.call('torrents.stop', { ids: [a] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 stopped', '2 runs', '3 queued'])
    await engine.call('torrents.start', { ids: [a] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 queued', '3 queued'])
  })

  it('moves up, down, to the top and to the bottom, and remembers', async () => {
    await using engine = await ServedEngine.create(queue({ downloads: 1 }))
    const [a, b, c] = await three(engine)
    await engine.call('torrents.queue', { ids: [c], to: 'top' })
    expect(statesOf(engine, [a, b, c])).toEqual(['2 queued', '3 queued', '1 runs'])
    await engine.call('torrents.queue', { ids: [c], to: 'down' })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '3 queued', '2 queued'])
    await engine.call('torrents.queue', { ids: [a], to: 'bottom' })
    expect(statesOf(engine, [a, b, c])).toEqual(['3 queued', '2 queued', '1 runs'])
    await engine.stop()
    await engine.start(queue({ downloads: 1 }))
    await engine.until(c, (row) => row.status !== 'queued')
    expect(statesOf(engine, [a, b, c])).toEqual(['3 queued', '2 queued', '1 runs'])
  })

  it('lets what is forced run besides, until it is started in the usual way', async () => {
    await using engine = await ServedEngine.create(queue({ downloads: 1 }))
    const [a, b, c] = await three(engine)
    await engine.call('torrents.forceStart', { ids: [c] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 queued', '3 runs'])
    expect(engine.row(c)?.forced).toBe(true)
    await engine.stop()
    await engine.start(queue({ downloads: 1 }))
    await engine.until(c, (row) => row.status === 'stalled')
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 queued', '3 runs'])
    await engine.call('torrents.start', { ids: [c] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 queued', '3 queued'])
  })

  it('follows new maxima at once', async () => {
    await using engine = await ServedEngine.create(queue({ downloads: 1 }))
    const ids = await three(engine)
    await engine.ask('engine.configure', queue({ downloads: null }))
    await engine.until(ids[2], (row) => row.status !== 'queued')
    await engine.ask('engine.configure', queue({ downloads: 2, total: 1 }))
    await engine.until(ids[1], (row) => row.status === 'queued')
    expect(statesOf(engine, ids)).toEqual(['1 runs', '2 queued', '3 queued'])
  })

  it('stops all, and starts all by the same maxima', async () => {
    await using engine = await ServedEngine.create(queue({ downloads: 2 }))
    const ids = await three(engine)
    await engine.ask('engine.stopAll', undefined)
    expect(statesOf(engine, ids)).toEqual(['1 stopped', '2 stopped', '3 stopped'])
    expect(ids.every((id) => engine.row(id)?.peers === 0)).toBe(true)
    await engine.ask('engine.startAll', undefined)
    expect(statesOf(engine, ids)).toEqual(['1 runs', '2 runs', '3 queued'])
  })

  it('gives the place of a finished download to the next, and makes seeds wait for each other', async () => {
    const [first, second] = [makeTorrent({ 'one.bin': 60_000 }), makeTorrent({ 'one.bin': 50_000 })]
    await using source = await seeder(first)
    await source.until(first.id, (row) => row.status === 'seeding')
    await using engine = await ServedEngine.create(queue({ downloads: 1, seeds: 1 }))
    await layTorrent(join(engine.folder, 'there'), second)
    await engine.add(second.torrent, { folder: join(engine.folder, 'there') })
    await engine.until(second.id, (row) => row.status === 'seeding')
    await engine.call('torrents.queue', { ids: [second.id], to: 'bottom' })
    const third = makeTorrent({ 'one.bin': 40_000 })
    await engine.add(first.torrent)
    await engine.add(third.torrent)
    expect(engine.row(third.id)?.status).toBe('queued')
    await link(engine, source, first.id)
    await engine.until(third.id, (row) => row.status !== 'queued')
    const row = await engine.until(first.id, (one) => one.progress === 1 && one.status !== 'downloading')
    expect([row.status, row.reason]).toEqual(['queued', { code: 'turn', for: 'seed' }])
    await engine.call('torrents.queue', { ids: [first.id], to: 'top' })
    await engine.until(first.id, (one) => one.status === 'seeding')
    await engine.until(second.id, (one) => one.status === 'queued')
  }, 30_000)
})

describe('a goal', () => {
  /** One that seeds to a leecher until the leecher has all. */
  const shared = async (settings: EngineSettings) => {
    const made = makeTorrent({ 'one.bin': 200_000 })
    const giver = await seeder(made, settings)
    const taker = await ServedEngine.create()
    await taker.add(made.torrent)
    await giver.until(made.id, (row) => row.status === 'seeding')
    await link(taker, giver, made.id)
    await taker.until(made.id, (row) => row.status === 'seeding')
    return { made, giver, taker }
  }

  it('of ratio stops the torrent, is told, and is overruled by starting it', async () => {
    const { made, giver, taker } = await shared(seeding({ ratio: 1 }))
    await using _a = giver
    await using _b = taker
    const row = await giver.until(made.id, (one) => one.status === 'stopped')
    expect(row).toMatchObject({ ratio: 1, reason: { code: 'goal', goal: 'ratio' } })
    expect(await logOf(giver, made.id)).toContain('goal')
    await giver.ask('engine.startAll', undefined)
    expect(giver.row(made.id)?.status).toBe('stopped')
    await giver.call('torrents.start', { ids: [made.id] })
    await giver.until(made.id, (one) => one.status === 'seeding')
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    expect(giver.row(made.id)?.status).toBe('seeding')
    await giver.call('torrents.setOptions', { ids: [made.id], options: { goals: { ratio: 0.9 } } })
    await giver.until(made.id, (one) => one.status === 'stopped')
  }, 30_000)

  it('may take the torrent off the list, never its files', async () => {
    const { made, giver, taker } = await shared(seeding({ ratio: 1, action: 'remove' }))
    await using _a = giver
    await using _b = taker
    await expect.poll(() => giver.row(made.id), { timeout: 10_000 }).toBeUndefined()
    expect(await isWhole(giver.downloads, made)).toBe(true)
    await expect
      .poll(() => giver.events.find(([name]) => name === 'notice')?.[1])
      .toEqual({ kind: 'goal-removed', name: 'album', goal: 'ratio' })
  }, 30_000)

  it('of its own, or none, goes before that of the settings', async () => {
    const made = makeTorrent({ 'one.bin': 20_000 })
    await using engine = await seeder(made)
    await engine.until(made.id, (row) => row.status === 'seeding')
    await engine.call('torrents.setOptions', { ids: [made.id], options: { goals: { ratio: null } } })
    await engine.ask('engine.configure', seeding({ ratio: 0 }))
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    expect(engine.row(made.id)?.status).toBe('seeding')
    await engine.call('torrents.setOptions', { ids: [made.id], options: { goals: { ratio: 'global' } } })
    await engine.until(made.id, (row) => row.status === 'stopped')
  }, 20_000)

  it('of time counts what was seeded in earlier runs', async () => {
    const made = makeTorrent({ 'one.bin': 20_000 })
    await using engine = await seeder(made)
    await engine.until(made.id, (row) => row.status === 'seeding')
    await engine.stop()
    const session = openSession(join(engine.folder, 'state'))
    session.update(made.id, { seedingSeconds: 118 })
    session.close()
    await engine.start(seeding({ minutes: 2 }))
    const row = await engine.until(made.id, (one) => one.status === 'stopped')
    expect(row.reason).toEqual({ code: 'goal', goal: 'time' })
    await engine.stop()
    const after = openSession(join(engine.folder, 'state'))
    expect([...after.torrents()][0]?.seedingSeconds).toBeGreaterThanOrEqual(120)
    after.close()
    await engine.start(seeding({ minutes: 2 }))
    expect(engine.row(made.id)).toMatchObject({ status: 'stopped', reason: { code: 'goal', goal: 'time' } })
  }, 20_000)
})

describe('options of a torrent', () => {
  it('stay as they are chosen, and the rest as it was', async () => {
    const { id, torrent } = makeTorrent({ 'one.bin': 20_000 })
    await using engine = await ServedEngine.create()
    await engine.add(torrent)
    await engine.call('torrents.setOptions', { ids: [id], options: { limits: { up: 20_480, weight: 9 } } })
    await engine.call('torrents.setOptions', { ids: [id], options: { order: { sequential: true } } })
    await engine.stop()
    await engine.start()
    expect(await engine.call('torrents.options', { id })).toEqual({
      ok: true,
      value: {
        limits: { down: null, up: 20_480, weight: 9, connections: null },
        order: { sequential: true, firstLast: false },
        goals: { ratio: 'global', minutes: 'global', action: 'global' },
      },
    })
  })

  it('hold its rate down from the start', async () => {
    const made = makeTorrent({ 'one.bin': 2_000_000 })
    await using source = await seeder(made)
    await source.until(made.id, (row) => row.status === 'seeding')
    await using engine = await ServedEngine.create()
    await engine.add(made.torrent, { start: false })
    await engine.call('torrents.setOptions', { ids: [made.id], options: { limits: { down: 200_000 } } })
    await engine.call('torrents.start', { ids: [made.id] })
    await link(engine, source, made.id)
    await engine.until(made.id, (row) => row.have > 100_000)
    const before = engine.row(made.id)?.have ?? 0
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const moved = (engine.row(made.id)?.have ?? 0) - before
    expect(moved).toBeGreaterThan(100_000)
    expect(moved).toBeLessThan(900_000)
  }, 30_000)
})

describe('checks', () => {
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

  it('go one at a time, and say so', async () => {
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

  it('stop with the torrent, survive a restart, and go on when it is started', async () => {
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

  it('can be called off: what was known before stands', async () => {
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

  it('of a stopped torrent leave it stopped', async () => {
    const { engine, ids } = await two()
    await using _ = engine
    await engine.call('torrents.stop', { ids })
    await engine.call('torrents.recheck', { ids })
    for (const id of ids) await engine.until(id, (row) => row.status === 'stopped')
    for (const id of ids) expect(await checksOf(engine, id)).toBe(2)
  }, 60_000)
})

describe('a file', () => {
  it('skipped half-way leaves the disk, the rest comes whole, and it comes too when it is wanted again', async () => {
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

  it('skipped while the torrent is stopped leaves the disk as well', async () => {
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

describe('a disk that goes away', () => {
  it('in the middle of a download is waited for, told, and taken up by itself; others have its place meanwhile', async () => {
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

  it('in the middle of a check is waited for, and the check goes on', async () => {
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
