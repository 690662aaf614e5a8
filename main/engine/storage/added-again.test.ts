// A torrent that is removed, its data kept, and added again: what the first left behind is used, or cleared away by the
// time all is there.

import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Priority } from '../../../app/torrent/details.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { sampleTorrent, type SampleTorrent } from './testing/sample-torrent.ts'

const PIECE = 4096

/** The middle file has no piece of its own. */
const sample = ({ folder }: RealStorage, priorities: readonly Priority[] = [2, 2, 2]): SampleTorrent =>
  sampleTorrent({
    root: join(folder, 'torrent'),
    pieceLength: PIECE,
    files: [
      { path: ['a'], length: 6000 },
      { path: ['b'], length: 5000 },
      { path: ['c'], length: 9000 },
    ],
    priorities,
  })

/** The first life: `b` alone is wanted, and one of its pieces is there, of which `a` has a part, kept aside. */
const begun = async (storage: RealStorage): Promise<string> => {
  const torrent = sample(storage, [0, 2, 0])
  const { store } = await storage.open(torrent.spec)
  await store.write(1, torrent.piece(1))
  await store.close()
  const { id, root } = torrent.spec
  await storage.storage.forget(id)
  storage.session.remove(id)
  return join(root, 'b.part')
}

const downloadAll = async (storage: RealStorage): Promise<SampleTorrent> => {
  const torrent = sample(storage)
  const { store } = await storage.open(torrent.spec)
  for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
  await store.close()
  for (const [file, name] of ['a', 'b', 'c'].entries())
    expect(await readFile(join(torrent.spec.root, name))).toEqual(Buffer.from(torrent.file(file)))
  return torrent
}

describe('what an earlier life of the torrent left of a file', () => {
  it('is not there beside the finished one', async () => {
    await using storage = await realStorage()
    const left = await begun(storage)
    expect(existsSync(left)).toBe(true)
    const { spec } = await downloadAll(storage)
    expect((await readdir(spec.root)).toSorted()).toEqual(['a', 'b', 'c'])
    expect(storage.events.faults).toEqual([])
  })

  it('stays when it holds a byte that is not in the finished one', async () => {
    await using storage = await realStorage()
    const left = await begun(storage)
    const mine = Buffer.concat([await readFile(left), Buffer.from('mine')])
    await writeFile(left, mine)
    const { spec } = await downloadAll(storage)
    expect((await readdir(spec.root)).toSorted()).toEqual(['a', 'b', 'b.part', 'c'])
    expect(await readFile(left)).toEqual(mine)
  })
})
