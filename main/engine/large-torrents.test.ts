// Torrents of very many files, in the whole engine.

import { describe, expect, it } from 'vitest'
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
    expect(files.ok && files.value.length).toBe(37_000)
  }, 40_000)

  it('may come as metadata of a magnet link', async () => {
    await using seeder = await ServedEngine.create()
    await using leecher = await ServedEngine.create()
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
