// Torrents of very many files, in the whole engine.

import { describe, expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { ok, type Result } from '../../app/result.ts'
import { filesIn } from '../../app/torrent/packed-files.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { filesTorrent } from './metainfo/testing/hostile-torrents.ts'
import { longestTurn } from './testing/longest-turn.ts'
import { layTorrent, makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const large = (n: number): Uint8Array => filesTorrent(37_000, (file) => [`folder ${n}.${file % 100}`, `file ${file}`])

describe('torrents of very many files', () => {
  it('are taken up at the start without holding up the engine, 37,000 in each, and all are in the list', async () => {
    await using engine = await ServedEngine.create()
    const ids: TorrentId[] = []
    for (const n of [1, 2, 3]) ids.push(await engine.add(large(n), { start: false }))
    await engine.stop()
    expect(await longestTurn(() => engine.start())).toBeLessThan(100)
    for (const id of ids) await engine.until(id, (row) => row.status === 'stopped' && row.size === 37_000)
    const files = await engine.call('torrents.files', { id: ids[0] as TorrentId })
    expect(files.ok && files.value.lengths.length).toBe(37_000)
  }, 40_000)

  it('are looked at, added, shown, changed, started and stopped without holding up the engine, 100,000 files in one', async () => {
    await using engine = await ServedEngine.create()
    const name = 'a.torrent'
    // What is measured is the engine, not the first compilation.
    await engine.add(large(1), { start: false })
    const bytes = filesTorrent(100_000, (n) => ['a folder', `${n % 300}`, 'b', `${n}.txt`])
    const longest: Record<string, number> = {}
    const measure = async <T>(what: string, act: () => Promise<Result<T, AppError>>): Promise<T> => {
      const done: T[] = []
      longest[what] = await longestTurn(async () => {
        const outcome = await act()
        if (outcome.ok) done.push(outcome.value)
      })
      return done[0] as T
    }
    const { ref, id, files } = await measure('inspect', () => engine.call('add.inspectFile', { bytes, name }))
    expect(files && [...filesIn(files)].at(-1)).toEqual({ path: ['a folder', '99', 'b', '99999.txt'], length: 1 })
    await measure('pending', () => engine.call('add.pending'))
    const options = { ref, folder: engine.downloads, start: false, priorities: null }
    await measure('confirm', () => engine.call('add.confirm', options))
    await measure('files', () => engine.call('torrents.files', { id }))
    const some = Array.from({ length: 99_000 }, (_, file) => file)
    await measure('skip', () => engine.call('torrents.setPriorities', { id, files: some, priority: 0 }))
    await measure('watch', () => engine.call('details.watch', { id, tab: 'files' }))
    const till = (status: string) => engine.until(id, (row) => row.status === status).then(ok)
    await measure('start', async () => (await engine.call('torrents.start', { ids: [id] }), till('stalled')))
    await measure('stop', async () => (await engine.call('torrents.stop', { ids: [id] }), till('stopped')))
    expect(Object.entries(longest).filter(([, ms]) => ms >= 100)).toEqual([])
  }, 40_000)

  it('may come as metadata of a magnet link', async () => {
    await using seeder = await ServedEngine.create()
    await using leecher = await ServedEngine.create(testSettings({ localTrackers: true }))
    const made = makeTorrent(
      Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`some folder/${'x'.repeat(150)} ${n}`, 1])),
    )
    expect(made.torrent.length).toBeGreaterThan(65_536)
    await layTorrent(seeder.downloads, made)
    await seeder.add(made.torrent)
    await seeder.until(made.id, (row) => row.status === 'seeding')
    const link = `magnet:?xt=urn:btih:${made.id}&x.pe=127.0.0.1:${await seeder.port()}`
    const candidate = await leecher.call('add.inspectLink', { link })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    await leecher.call('add.confirm', {
      ref: candidate.value.ref,
      folder: leecher.downloads,
      start: true,
      priorities: null,
    })
    await leecher.until(made.id, (row) => row.status === 'seeding', 30_000)
  }, 60_000)
})
