// What leaves the swarm says goodbye while a tracker takes its time; what comes in its place is announced after it.

import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { httpTracker } from './swarm/testing/http-tracker.ts'
import { layTorrent, makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const slowGoodbye = () => httpTracker({ delay: (event) => (event === 'stopped' ? 500 : 0) })

const confirm = (engine: ServedEngine, ref: number) =>
  engine.call('add.confirm', { ref, folder: engine.downloads, start: true, priorities: null })

const stateOf = async (engine: ServedEngine, id: TorrentId): Promise<string | undefined> => {
  const snapshot = await engine.call('torrents.snapshot')
  return snapshot.ok ? snapshot.value.rows.find((row) => row.id === id)?.status : undefined
}

describe('a torrent that is removed', () => {
  it('and added again at once is there, is announced last, and survives a restart', async () => {
    await using tracker = await slowGoodbye()
    await using engine = await ServedEngine.create()
    const made = makeTorrent({ 'a.bin': 40_000 }, [tracker.url])
    await layTorrent(engine.downloads, made)
    await engine.add(made.torrent)
    await engine.until(made.id, (row) => row.status === 'seeding')
    await expect.poll(() => tracker.answered).toEqual(['started'])
    // Asked for while the tracker has not yet taken leave of us.
    const [left, again] = await Promise.all([engine.ask('engine.remove', { ids: [made.id] }), engine.add(made.torrent)])
    expect(left.ok && left.value.map(({ id }) => id)).toEqual([made.id])
    expect(again).toBe(made.id)
    await expect.poll(() => tracker.answered).toEqual(['started', 'stopped', 'started'])
    await engine.until(made.id, (row) => row.status === 'seeding')
    await engine.stop()
    await engine.start()
    expect(await stateOf(engine, made.id)).toBeDefined()
  })

  it('twice at once is gone, and no error', async () => {
    await using tracker = await slowGoodbye()
    await using engine = await ServedEngine.create()
    const made = makeTorrent({ 'a.bin': 40_000 }, [tracker.url])
    await engine.add(made.torrent)
    await expect.poll(() => tracker.answered).toEqual(['started'])
    const twice = await Promise.all([1, 2].map(() => engine.ask('engine.remove', { ids: [made.id] })))
    expect(twice.map((left) => left.ok && left.value.length)).toEqual([1, 0])
    await engine.add(made.torrent)
    await engine.stop()
    await engine.start()
    expect(await stateOf(engine, made.id)).toBeDefined()
  })

  it('twice and added again, all at once, is there and survives a restart', async () => {
    await using tracker = await slowGoodbye()
    await using engine = await ServedEngine.create()
    const made = makeTorrent({ 'a.bin': 40_000 }, [tracker.url])
    await engine.add(made.torrent)
    await expect.poll(() => tracker.answered).toEqual(['started'])
    const remove = () => engine.ask('engine.remove', { ids: [made.id] })
    await Promise.all([remove(), remove(), engine.add(made.torrent)])
    expect(await stateOf(engine, made.id)).toBeDefined()
    await engine.stop()
    await engine.start()
    expect(await stateOf(engine, made.id)).toBeDefined()
  })
})

describe('what fetched the metadata of a magnet link', () => {
  it('is gone from the swarm before the torrent itself joins, and waits for no answer any more', async () => {
    await using tracker = await slowGoodbye()
    await using seeder = await ServedEngine.create()
    await using leecher = await ServedEngine.create(testSettings({ localTrackers: true }))
    const made = makeTorrent({ 'a.bin': 400_000 })
    await layTorrent(seeder.downloads, made)
    await seeder.add(made.torrent)
    await seeder.until(made.id, (row) => row.status === 'seeding')

    const peer = `127.0.0.1:${await seeder.port()}`
    const link = `magnet:?xt=urn:btih:${made.id}&tr=${encodeURIComponent(tracker.url)}&x.pe=${peer}`
    const candidate = await leecher.call('add.inspectLink', { link })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    const { ref } = candidate.value
    const arrived = (): boolean =>
      leecher.events.some(([name, data]) => name === 'add.offered' && Reflect.get(data as object, 'files') !== null)
    await expect.poll(() => [arrived(), ...tracker.answered], { interval: 5 }).toEqual([true, 'started'])
    // The tracker is still taking leave of what fetched the metadata.
    expect(await confirm(leecher, ref)).toMatchObject({ ok: true })
    expect(await leecher.call('add.pending')).toEqual({ ok: true, value: [] })
    // Nobody waits for that goodbye, and yet the next hello comes after it.
    await leecher.until(made.id, (row) => row.status === 'seeding')
    await expect.poll(() => tracker.answered.slice(0, 3)).toEqual(['started', 'stopped', 'started'])

    // Nothing else of it is left: once the torrent stops, no peer and no connection remain.
    await leecher.call('torrents.stop', { ids: [made.id] })
    await seeder.until(made.id, (row) => row.peers === 0)
    expect(await confirm(leecher, ref)).toEqual({ ok: false, error: { code: 'not-found' } })
  })
})
