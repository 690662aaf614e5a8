// What a user saves over a downloaded file while it is seeded is theirs: nobody's swarm takes it back unasked.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { link, seeder } from './testing/control.ts'
import { makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const MINE = Buffer.alloc(200_000, 'my own words ')

describe('a downloaded file that its owner saves anew while it is seeded', () => {
  it.each(['the torrent', 'the engine'])(
    'is there, and asked about, once %s was stopped and started',
    async (what) => {
      const made = makeTorrent({ 'a.bin': 300_000, 'b.bin': 300_000 }, [], 65_536)
      const { id } = made
      await using source = await seeder(made)
      await using engine = await ServedEngine.create()
      await source.until(id, ({ status }) => status === 'seeding')
      await engine.add(made.torrent)
      await link(engine, source, id)
      await engine.until(id, ({ status }) => status === 'seeding')
      const path = join(engine.downloads, 'album', 'a.bin')
      await expect
        .poll(() =>
          readFile(path).then(
            (bytes) => bytes.length,
            () => 0,
          ),
        )
        .toBe(300_000)
      await writeFile(path, MINE)
      if (what === 'the torrent') {
        await engine.call('torrents.stop', { ids: [id] })
        await engine.until(id, ({ status }) => status === 'stopped')
        await engine.call('torrents.start', { ids: [id] })
      } else {
        await engine.stop()
        await engine.start()
      }
      await link(engine, source, id)
      const row = await engine.until(id, ({ status }) => status === 'error')
      expect(row.reason).toMatchObject({ code: 'changed', name: 'a.bin', files: 1 })
      expect((await readFile(path)).equals(MINE)).toBe(true)
    },
    30_000,
  )
})
