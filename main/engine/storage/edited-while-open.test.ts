// What a user makes of a complete file while its torrent is in use is theirs, however its pieces come to be lost.

import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyBits } from './bits.ts'
import type { OpenedStore } from './store.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { sampleTorrent, type SampleTorrent } from './testing/sample-torrent.ts'

const PIECE = 4096
const MINE = Buffer.alloc(15_000, 'my own words ')

const sample = ({ folder }: RealStorage): SampleTorrent =>
  sampleTorrent({
    root: join(folder, 'torrent'),
    pieceLength: PIECE,
    files: [
      { path: ['a'], length: 20_000 },
      { path: ['b'], length: 9000 },
    ],
  })

const placeOf = ({ spec }: SampleTorrent): string => join(spec.root, 'a')

/** All of it is written, finished and durable. */
const downloaded = async (storage: RealStorage, torrent: SampleTorrent): Promise<OpenedStore> => {
  const opened = await storage.open(torrent.spec)
  for (let piece = 0; piece < torrent.pieceCount; piece++) await opened.store.write(piece, torrent.piece(piece))
  await opened.store.settle()
  return opened
}

/** A swarm that has everything; ends when all is written, or the store refuses. */
const offerAll = async ({ store }: OpenedStore, torrent: SampleTorrent, storage: RealStorage): Promise<void> => {
  const { faults } = storage.events
  let written = 0
  for (let piece = 0; piece < torrent.pieceCount; piece++)
    void store.write(piece, torrent.piece(piece)).then(() => written++)
  await expect.poll(() => written === torrent.pieceCount || faults.length > 0).toBe(true)
}

const CHANGES: readonly [string, (path: string) => Promise<void>][] = [
  ['saved shorter', (path) => writeFile(path, MINE)],
  ['saved as long as it was', (path) => writeFile(path, Buffer.alloc(20_000, 'my own words '))],
  [
    'replaced by another',
    async (path) => {
      await rm(path)
      await writeFile(path, MINE)
    },
  ],
]

describe('a complete file that its owner changes while the torrent is open', () => {
  it.each(CHANGES)('and that is %s is named once it was closed, and nothing is written to it', async (_, change) => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await downloaded(storage, torrent)
    await change(placeOf(torrent))
    const mine = await readFile(placeOf(torrent))
    await first.store.close()
    await storage.restart()
    const again = await storage.open(torrent.spec)
    expect(await again.store.changed()).toEqual([0])
    await offerAll(again, torrent, storage)
    expect(storage.events.faults).toEqual(['changed'])
    await again.store.close()
    expect(await readFile(placeOf(torrent))).toEqual(mine)
  })

  it.each([CHANGES[0], CHANGES[2]].flatMap((each) => (each ? [each] : [])))(
    'and that is %s, and found to lack what a peer asks for, is not written to either',
    async (_, change) => {
      await using storage = await realStorage()
      const torrent = sample(storage)
      const opened = await downloaded(storage, torrent)
      await opened.store.close()
      const again = await storage.open(torrent.spec)
      await change(placeOf(torrent))
      await expect(again.store.read(4, 0, 100)).rejects.toMatchObject({ fault: 'missing' })
      expect(storage.events.gone).toContain(4)
      await offerAll(again, torrent, storage)
      expect(storage.events.faults).toEqual(['changed'])
      expect(await again.store.changed()).toEqual([0])
      await again.store.close()
      expect(await readFile(placeOf(torrent))).toEqual(MINE)
    },
  )

  it('is named when nothing is claimed of it any more', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await downloaded(storage, torrent)
    await first.store.close()
    await writeFile(placeOf(torrent), MINE)
    const all = Array.from({ length: torrent.pieceCount }, (_, piece) => piece)
    storage.session.journal.lost(torrent.spec.id, all)
    const again = await storage.open(torrent.spec)
    expect(again.resume.bitfield).toEqual(emptyBits(torrent.pieceCount))
    expect(await again.store.changed()).toEqual([0])
    await offerAll(again, torrent, storage)
    await again.store.close()
    expect(await readFile(placeOf(torrent))).toEqual(MINE)
  })

  it('by nothing but cutting it is fetched again: nothing foreign is in it', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await downloaded(storage, torrent)
    await truncate(placeOf(torrent), 15_000)
    await first.store.close()
    const again = await storage.open(torrent.spec)
    expect(await again.store.changed()).toEqual([])
    await offerAll(again, torrent, storage)
    await again.store.close()
    expect(storage.events.faults).toEqual([])
    expect(await readFile(placeOf(torrent))).toEqual(Buffer.from(torrent.file(0)))
  })

  it('and that is what it was, but for bytes the disk itself lost, is mended', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await downloaded(storage, torrent)
    await first.store.close()
    await mkdir(torrent.spec.root, { recursive: true })
    storage.session.journal.lost(torrent.spec.id, [1])
    const again = await storage.open(torrent.spec)
    expect(await again.store.changed()).toEqual([])
    await offerAll(again, torrent, storage)
    await again.store.close()
    expect(storage.events.faults).toEqual([])
    expect(await readFile(placeOf(torrent))).toEqual(Buffer.from(torrent.file(0)))
  })
})
