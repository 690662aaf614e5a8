// The disk of our own state is full, in real: a small tmpfs that only root may mount.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, statfsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { ServedEngine } from './testing/served-engine.ts'
import { isWhole, layTorrent, makeTorrent } from './testing/made-torrent.ts'

const root = process.getuid?.() === 0 && process.platform === 'linux'

/** A stopped engine whose state lies on a file system of 4 MB. */
const engineOnSmallDisk = async (): Promise<{ engine: ServedEngine; state: string; unmount: Disposable }> => {
  const engine = await ServedEngine.create()
  await engine.stop()
  const state = join(engine.folder, 'state')
  await rm(state, { recursive: true })
  mkdirSync(state)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'swiftseed-test', state])
  await engine.start()
  return { engine, state, unmount: { [Symbol.dispose]: () => void execFileSync('umount', ['-l', state]) } }
}

/** Leaves not a page of room, or just this many bytes. */
const fill = async (state: string, left = 0): Promise<string> => {
  const path = join(state, 'other')
  const { bavail, bsize } = statfsSync(state)
  await writeFile(path, Buffer.alloc(bavail * bsize - left))
  return path
}

const added = async (engine: ServedEngine, torrent: Uint8Array): Promise<unknown> => {
  const candidate = await engine.call('add.inspectFile', { bytes: torrent, name: 'a.torrent' })
  if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
  const { ref } = candidate.value
  return engine.call('add.confirm', { ref, folder: engine.downloads, start: false, priorities: null })
}

/** Enough metadata that the pages SQLite has left over are not enough. */
const large = (): ReturnType<typeof makeTorrent> => makeTorrent({ 'large.bin': 100_000_000 })

describe.skipIf(!root)('a full disk of our own state', () => {
  it('refuses an addition, loses nothing, and stores again once there is room', async () => {
    const { engine, state, unmount } = await engineOnSmallDisk()
    await using _engine = engine
    using _unmount = unmount
    const [kept, refused] = [makeTorrent({ 'a.bin': 20_000 }), large()]
    await engine.add(kept.torrent, { start: false })
    const other = await fill(state)
    expect(await added(engine, refused.torrent)).toEqual({ ok: false, error: { code: 'state-disk', fault: 'full' } })
    expect(engine.row(refused.id)).toBeUndefined()
    // It waits on: the same dialog may try again.
    const waiting = await engine.call('add.pending')
    expect(waiting.ok && waiting.value.map(({ id }) => id)).toEqual([refused.id])
    expect(engine.row(kept.id)?.status).toBe('stopped')

    // Nothing is lost of what changes while there is no room.
    await setTrackers(engine, kept.id)
    await rm(other)
    expect(await added(engine, refused.torrent)).toMatchObject({ ok: true, value: { id: refused.id } })
    await engine.stop()
    await engine.start()
    expect(engine.row(kept.id)?.status).toBe('stopped')
    await engine.until(refused.id, ({ status }) => status === 'stopped')
    expect(await engine.call('torrents.trackers', { id: kept.id })).toEqual({ ok: true, value: LONG_TIERS })
    await engine.stop()
  }, 30_000)

  it('does not keep the engine from starting as long as a little room is left', async () => {
    const { engine, state, unmount } = await engineOnSmallDisk()
    await using _engine = engine
    using _unmount = unmount
    const kept = makeTorrent({ 'a.bin': 20_000 })
    await engine.add(kept.torrent, { start: false })
    await engine.stop()
    await fill(state, 100_000)
    await engine.start()
    expect(engine.row(kept.id)?.status).toBe('stopped')
    expect(await added(engine, large().torrent)).toEqual({ ok: false, error: { code: 'state-disk', fault: 'full' } })
    await engine.stop()
  })

  it('is never taken for a damaged list of torrents, and the window hears of it', async () => {
    const { engine, state, unmount } = await engineOnSmallDisk()
    await using _engine = engine
    using _unmount = unmount
    const kept = makeTorrent({ 'a.bin': 20_000 })
    await engine.add(kept.torrent, { start: false })
    await engine.stop()
    const other = await fill(state)
    await engine.start()
    expect(readdirSync(state).filter((name) => name.includes('damaged'))).toEqual([])
    expect(engine.row(kept.id)?.status).toBe('stopped')
    expect(notices(engine)).toEqual([{ kind: 'state-disk-full' }])
    expect(await added(engine, large().torrent)).toEqual({ ok: false, error: { code: 'state-disk', fault: 'full' } })
    await engine.stop()
    await rm(other)
    engine.events.length = 0
    await engine.start()
    expect(engine.row(kept.id)?.status).toBe('stopped')
    expect(notices(engine)).toEqual([])
    await engine.stop()
  })

  it('lets an engine seed from its start on, and what is changed meanwhile is stored once there is room', async () => {
    const { engine, state, unmount } = await engineOnSmallDisk()
    await using _engine = engine
    using _unmount = unmount
    const whole = makeTorrent({ 'whole.bin': 300_000 })
    await layTorrent(engine.downloads, whole)
    await engine.add(whole.torrent)
    await engine.until(whole.id, ({ status }) => status === 'seeding')
    await engine.stop()
    const other = await fill(state)

    await engine.start()
    await engine.until(whole.id, ({ status }) => status === 'seeding')
    await using leecher = await ServedEngine.create()
    await leecher.add(whole.torrent)
    await leecher.call('torrents.addPeer', { id: whole.id, address: `127.0.0.1:${await engine.port()}` })
    await leecher.until(whole.id, ({ progress }) => progress === 1)
    await setTrackers(engine, whole.id)

    await rm(other)
    await engine.stop()
    await engine.start()
    expect(await engine.call('torrents.trackers', { id: whole.id })).toEqual({ ok: true, value: LONG_TIERS })
    await engine.until(whole.id, ({ status }) => status === 'seeding')
    await engine.stop()
  }, 30_000)

  it('holds a download before its first byte, and lets it go on by itself', async () => {
    const { engine, state, unmount } = await engineOnSmallDisk()
    await using _engine = engine
    using _unmount = unmount
    const wanted = makeTorrent({ 'wanted.bin': 300_000 })
    await using seed = await ServedEngine.create()
    await layTorrent(seed.downloads, wanted)
    await seed.add(wanted.torrent)
    await seed.until(wanted.id, ({ status }) => status === 'seeding')
    await engine.add(wanted.torrent)
    await engine.until(wanted.id, ({ status }) => status === 'downloading' || status === 'stalled')
    await engine.stop()
    const other = await fill(state)

    await engine.start()
    await engine.call('torrents.addPeer', { id: wanted.id, address: `127.0.0.1:${await seed.port()}` })
    // Of it, not of the disk the torrent is saved on, where there is room.
    await engine.until(wanted.id, ({ reason }) => reason?.code === 'disk' && reason.fault === 'state-full')
    expect(await isWhole(engine.downloads, wanted).catch(() => false)).toBe(false)
    await rm(other)
    await engine.until(wanted.id, ({ progress }) => progress === 1)
    await engine.stop()
    expect(await isWhole(engine.downloads, wanted)).toBe(true)
  }, 30_000)

  it('does not let a check hash what it could not keep, and ends it by itself', async () => {
    const { engine, state, unmount } = await engineOnSmallDisk()
    await using _engine = engine
    using _unmount = unmount
    const whole = makeTorrent({ 'whole.bin': 300_000 })
    await layTorrent(engine.downloads, whole)
    await engine.add(whole.torrent)
    await engine.until(whole.id, ({ status }) => status === 'seeding')
    const other = await fill(state)
    await setTrackers(engine, whole.id)
    await engine.call('torrents.recheck', { ids: [whole.id] })
    await engine.until(whole.id, ({ reason }) => reason?.code === 'disk' && reason.fault === 'state-full')
    await rm(other)
    await engine.until(whole.id, ({ status }) => status === 'seeding')
    expect(engine.row(whole.id)?.progress).toBe(1)
    await engine.stop()
  }, 30_000)
})

const notices = (engine: ServedEngine): unknown[] =>
  engine.events.filter(([name]) => name === 'notice').map(([, data]) => data)

/** More than fits into what is left of a page of the database. */
const LONG_TIERS = Array.from({ length: 200 }, (_, n) => [`http://127.0.0.1:9/${'x'.repeat(1_000)}/${n}`])

const setTrackers = async (engine: ServedEngine, id: TorrentId): Promise<void> => {
  const crashes = (): number =>
    engine.events.filter(([name, data]) => name === 'engine.log' && /full/.test(JSON.stringify(data))).length
  const before = crashes()
  expect(await engine.call('torrents.setTrackers', { id, tiers: LONG_TIERS })).toEqual({ ok: true, value: undefined })
  expect(crashes()).toBe(before + 1)
}
