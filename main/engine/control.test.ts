import { join } from 'node:path'
import { describe, it } from 'vitest'
import type { EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { openSession } from './session/session-db.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { isWhole, layTorrent, makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'
import { link, seeder, logOf } from './testing/control.ts'

const queue = (over: Partial<EngineSettings['queue']>): EngineSettings => {
  const settings = testSettings()
  return { ...settings, queue: { ...settings.queue, ...over } }
}

const seeding = (over: Partial<EngineSettings['seeding']>): EngineSettings => {
  const settings = testSettings()
  return { ...settings, seeding: { ...settings.seeding, ...over } }
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

describe('the queue', () => {
  it('runs as many as may, in order, and the next when one stops', async ({ expect }) => {
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

  it('moves up, down, to the top and to the bottom, and remembers', async ({ expect }) => {
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

  it('lets what is forced run besides, until it is started in the usual way', async ({ expect }) => {
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

  it('takes what is forced back when told to, and leaves what is not forced, or is stopped, as it is', async ({
    expect,
  }) => {
    await using engine = await ServedEngine.create(queue({ downloads: 1 }))
    const [a, b, c] = await three(engine)
    await engine.call('torrents.forceStart', { ids: [b, c] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 runs', '3 runs'])
    await engine.call('torrents.backToQueue', { ids: [a, c] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 runs', '3 queued'])
    expect([a, b, c].map((id) => engine.row(id)?.forced)).toEqual([false, true, false])
    await engine.call('torrents.stop', { ids: [b] })
    await engine.call('torrents.backToQueue', { ids: [b] })
    expect(statesOf(engine, [a, b, c])).toEqual(['1 runs', '2 stopped', '3 queued'])
    await engine.call('torrents.stop', { ids: [a] })
    await engine.until(c, (row) => row.status !== 'queued')
  })

  it('follows new maxima at once', async ({ expect }) => {
    await using engine = await ServedEngine.create(queue({ downloads: 1 }))
    const ids = await three(engine)
    await engine.ask('engine.configure', queue({ downloads: null }))
    await engine.until(ids[2], (row) => row.status !== 'queued')
    await engine.ask('engine.configure', queue({ downloads: 2, total: 1 }))
    await engine.until(ids[1], (row) => row.status === 'queued')
    expect(statesOf(engine, ids)).toEqual(['1 runs', '2 queued', '3 queued'])
  })

  it('stops all, and starts all by the same maxima', async ({ expect }) => {
    await using engine = await ServedEngine.create(queue({ downloads: 2 }))
    const ids = await three(engine)
    await engine.ask('engine.stopAll', undefined)
    expect(statesOf(engine, ids)).toEqual(['1 stopped', '2 stopped', '3 stopped'])
    expect(ids.every((id) => engine.row(id)?.peers === 0)).toBe(true)
    await engine.ask('engine.startAll', undefined)
    expect(statesOf(engine, ids)).toEqual(['1 runs', '2 runs', '3 queued'])
  })

  it('gives the place of a finished download to the next, and makes seeds wait for each other', async ({ expect }) => {
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

describe('a goal', { concurrent: true }, () => {
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

  it('of ratio stops the torrent, is told, and is overruled by starting it', async ({ expect }) => {
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

  it('may take the torrent off the list, never its files', async ({ expect }) => {
    const { made, giver, taker } = await shared(seeding({ ratio: 1, action: 'remove' }))
    await using _a = giver
    await using _b = taker
    await expect.poll(() => giver.row(made.id), { timeout: 10_000 }).toBeUndefined()
    expect(await isWhole(giver.downloads, made)).toBe(true)
    await expect
      .poll(() => giver.events.find(([name]) => name === 'notice')?.[1])
      .toEqual({ kind: 'goal-removed', name: 'album', goal: 'ratio' })
  }, 30_000)

  it('of its own, or none, goes before that of the settings', async ({ expect }) => {
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

  it('of time counts what was seeded in earlier runs', async ({ expect }) => {
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

describe('options of a torrent', { concurrent: true }, () => {
  it('stay as they are chosen, and the rest as it was', async ({ expect }) => {
    const { id, torrent } = makeTorrent({ 'one.bin': 20_000 })
    await using engine = await ServedEngine.create()
    await engine.add(torrent)
    await engine.call('torrents.setOptions', { ids: [id], options: { limits: { up: 20_480, weight: 9 } } })
    await engine.call('torrents.setOptions', { ids: [id], options: { order: { sequential: true } } })
    await engine.stop()
    await engine.start()
    expect(await engine.call('torrents.options', { ids: [id] })).toEqual({
      ok: true,
      value: [
        {
          limits: { down: null, up: 20_480, weight: 9, connections: null },
          order: { sequential: true, firstLast: false },
          goals: { ratio: 'global', minutes: 'global', action: 'global' },
        },
      ],
    })
  })

  it('of several are told in the order asked for, without those that are not there', async ({ expect }) => {
    const [a, b] = [makeTorrent({ 'one.bin': 20_000 }), makeTorrent({ 'two.bin': 30_000 })]
    await using engine = await ServedEngine.create()
    for (const { torrent } of [a, b]) await engine.add(torrent, { start: false })
    await engine.call('torrents.setOptions', { ids: [b.id], options: { limits: { weight: 5 } } })
    const gone = 'f'.repeat(40) as typeof a.id
    const got = await engine.call('torrents.options', { ids: [b.id, gone, a.id] })
    expect(got.ok && got.value.map(({ limits }) => limits.weight)).toEqual([5, 1])
    expect(await engine.call('torrents.options', { ids: [gone] })).toEqual({ ok: false, error: { code: 'not-found' } })
  })

  it('hold its rate down from the start', async ({ expect }) => {
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
