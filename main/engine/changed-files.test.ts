// A user's own files that change under a torrent: it stands still, says which, and does what the user decides.

import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { link, logOf, seeder } from './testing/control.ts'
import { isWhole, layTorrent, makeTorrent, type Made } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const album = { 'one.bin': 100_000, 'notes.txt': 2000, 'two/three.bin': 50_000 }
const notes = (engine: ServedEngine): string => join(engine.downloads, 'album', 'notes.txt')

/** The owner writes other notes, as long as the old ones. */
const edit = async (engine: ServedEngine, text = 'my own words '): Promise<Buffer> => {
  const mine = Buffer.from(text.repeat(200)).subarray(0, 2000)
  await writeFile(notes(engine), mine)
  await utimes(notes(engine), new Date(), new Date(Date.now() - 3_600_000))
  return mine
}

/** An owner who seeded files of their own and edited the notes while it was stopped, and somebody who has the old ones. */
const edited = async (): Promise<{
  made: Made
  owner: ServedEngine
  other: ServedEngine
  mine: Buffer
  id: TorrentId
}> => {
  const made = makeTorrent(album)
  const { id } = made
  const [owner, other] = [await seeder(made), await seeder(made)]
  await owner.until(id, ({ status }) => status === 'seeding')
  await other.until(id, ({ status }) => status === 'seeding')
  await owner.call('torrents.stop', { ids: [id] })
  await owner.until(id, ({ status }) => status === 'stopped')
  const mine = await edit(owner)
  await owner.call('torrents.start', { ids: [id] })
  await owner.until(id, ({ reason }) => reason?.code === 'changed')
  return { made, owner, other, mine, id }
}

describe('a file of the user’s that changed', () => {
  it('is named, and kept through stops, restarts and checks', async () => {
    const { id, mine, other, owner } = await edited()
    await using _a = owner
    await using _b = other
    expect(owner.row(id)).toMatchObject({
      status: 'error',
      reason: { code: 'changed', name: 'notes.txt', files: 1 },
    })
    expect(await owner.call('torrents.changed', { id })).toEqual({ ok: true, value: [{ file: 1, path: 'notes.txt' }] })
    expect(await logOf(owner, id)).toContain('changed')
    await link(owner, other, id)
    await owner.call('torrents.stop', { ids: [id] })
    await owner.until(id, ({ reason, status }) => status === 'stopped' && reason?.code === 'changed')
    await owner.call('torrents.recheck', { ids: [id] })
    await owner.until(id, ({ status }) => status !== 'stopped')
    await owner.until(id, ({ reason, status }) => status === 'stopped' && reason?.code === 'changed')
    await owner.call('torrents.start', { ids: [id] })
    await owner.until(id, ({ reason, status }) => status === 'error' && reason?.code === 'changed')
    await owner.stop()
    await owner.start()
    await owner.until(id, ({ reason, status }) => status === 'error' && reason?.code === 'changed')
    await link(owner, other, id)
    expect(await readFile(notes(owner))).toEqual(mine)
    expect((await readdir(join(owner.downloads, 'album'), { recursive: true })).toSorted()).toEqual([
      'notes.txt',
      'one.bin',
      'two',
      join('two', 'three.bin'),
    ])
  })

  it('is downloaded over once it is given up', async () => {
    const { id, made, other, owner } = await edited()
    await using _a = owner
    await using _b = other
    expect(await owner.call('torrents.writeOver', { id, files: [0] })).toMatchObject({ ok: true })
    await expect
      .poll(() => owner.call('torrents.changed', { id }))
      .toEqual({ ok: true, value: [{ file: 1, path: 'notes.txt' }] })
    await owner.call('torrents.writeOver', { id, files: [1] })
    await owner.until(id, ({ reason }) => reason?.code !== 'changed')
    await link(owner, other, id)
    await owner.until(id, ({ status }) => status === 'seeding')
    await expect.poll(() => isWhole(owner.downloads, made).catch(() => false)).toBe(true)
  })

  it('stays when it is skipped, and the rest goes on', async () => {
    const { id, mine, other, owner } = await edited()
    await using _a = owner
    await using _b = other
    await owner.call('torrents.setPriorities', { id, files: [1], priority: 0 })
    await owner.until(id, ({ reason }) => reason?.code !== 'changed')
    await link(owner, other, id)
    await owner.until(id, ({ status }) => status === 'seeding')
    expect(await readFile(notes(owner))).toEqual(mine)
  })

  it('is no longer asked about when it is as it was', async () => {
    const { id, made, other, owner } = await edited()
    await using _a = owner
    await using _b = other
    await layTorrent(owner.downloads, made)
    await owner.call('torrents.recheck', { ids: [id] })
    expect(await owner.until(id, ({ status }) => status === 'seeding')).toMatchObject({ progress: 1, downloaded: 0 })
  })

  it('does not go with the torrent, and it is said so before', async () => {
    const { id, other, owner } = await edited()
    await using _a = owner
    await using _b = other
    expect(await owner.call('torrents.removable', { ids: [id] })).toEqual({
      ok: true,
      value: { files: 0, bytes: 0, others: 3 },
    })
    expect(await owner.ask('engine.remove', { ids: [id] })).toMatchObject({ value: [{ files: [] }] })
  })
})

describe('what removing would take', () => {
  it('is what we downloaded, to the byte, and not what was there before', async () => {
    const made = makeTorrent(album)
    const { id } = made
    await using other = await seeder(made)
    await using owner = await ServedEngine.create()
    const before = join(owner.downloads, 'album', 'one.bin')
    await mkdir(join(owner.downloads, 'album'), { recursive: true })
    await writeFile(before, made.files[0]?.data ?? '')
    const { ino } = await stat(before)
    await owner.add(made.torrent)
    await owner.until(id, ({ status }) => status === 'stalled' || status === 'downloading')
    await link(owner, other, id)
    await owner.until(id, ({ status }) => status === 'seeding')
    await expect
      .poll(() => owner.call('torrents.removable', { ids: [id] }))
      .toEqual({
        ok: true,
        value: { files: 2, bytes: 52_000, others: 1 },
      })
    expect((await stat(before)).ino).toBe(ino)
  })
})

describe('a torrent added over files of other content', () => {
  it('asks before it writes to those that are partly its own', async () => {
    const made = makeTorrent(album)
    const { id } = made
    await using other = await seeder(made)
    await using owner = await ServedEngine.create()
    await layTorrent(owner.downloads, made)
    const path = join(owner.downloads, 'album', 'one.bin')
    const mine = await readFile(path)
    mine.write('my own words', 50_000)
    await writeFile(path, mine)
    await owner.add(made.torrent)
    await owner.until(id, ({ reason }) => reason?.code === 'changed')
    expect(await owner.call('torrents.changed', { id })).toEqual({ ok: true, value: [{ file: 0, path: 'one.bin' }] })
    await link(owner, other, id)
    expect(await readFile(path)).toEqual(mine)
  })

  it('goes on with what another client left unfinished, where there are only gaps', async () => {
    const made = makeTorrent(album)
    const { id } = made
    await using other = await seeder(made)
    await using owner = await ServedEngine.create()
    await layTorrent(owner.downloads, made)
    const path = join(owner.downloads, 'album', 'one.bin')
    await writeFile(path, (await readFile(path)).fill(0, 32_768, 65_536))
    await rm(join(owner.downloads, 'album', 'two'), { recursive: true })
    await owner.add(made.torrent)
    await owner.until(id, ({ status }) => status === 'stalled' || status === 'downloading')
    await link(owner, other, id)
    await owner.until(id, ({ status }) => status === 'seeding')
    await expect.poll(() => isWhole(owner.downloads, made).catch(() => false)).toBe(true)
  })
})

describe('a file of other content, put there while that of the torrent was skipped,', () => {
  it.each(['running', 'restarted'])('is asked about when that is wanted again: %s', async (state) => {
    const made = makeTorrent({ 'a.bin': 163_840, 'b.bin': 163_840, 'c.bin': 100_000 })
    const { id } = made
    await using other = await seeder(made)
    await using owner = await ServedEngine.create()
    await owner.add(made.torrent, { priorities: Uint8Array.from([2, 0, 2]) })
    await owner.until(id, ({ status }) => status === 'stalled')
    await link(owner, other, id)
    await owner.until(id, ({ status }) => status === 'seeding')
    const path = join(owner.downloads, 'album', 'b.bin')
    const mine = Buffer.alloc(163_840, 7)
    await writeFile(path, mine)
    await owner.call('torrents.setPriorities', { id, files: [1], priority: 2 })
    if (state === 'restarted') {
      await owner.stop()
      await owner.start()
    }
    await owner.until(id, ({ reason }) => reason?.code === 'changed')
    expect(await owner.call('torrents.changed', { id })).toEqual({ ok: true, value: [{ file: 1, path: 'b.bin' }] })
    expect(await readFile(path)).toEqual(mine)
    expect(await readdir(join(owner.downloads, 'album'))).toEqual(['a.bin', 'b.bin', 'c.bin'])
    await owner.call('torrents.writeOver', { id, files: [1] })
    await owner.until(id, ({ reason }) => reason?.code !== 'changed')
    await link(owner, other, id)
    await owner.until(id, ({ status, progress }) => status === 'seeding' && progress === 1)
    await expect.poll(() => isWhole(owner.downloads, made).catch(() => false)).toBe(true)
  })
})
