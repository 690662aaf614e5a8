import { mkdir, readFile, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasBit } from './bits.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { sampleTorrent, type SampleTorrent } from './testing/sample-torrent.ts'
import type { TorrentStore } from './store.ts'

const sample = (storage: RealStorage): SampleTorrent =>
  sampleTorrent({
    root: join(storage.folder, 'file'),
    pieceLength: 65_536,
    single: true,
    files: [{ path: ['file'], length: 600_000 }],
  })

/** Writes what is missing or was lost, until all is there. */
const complete = async (storage: RealStorage, store: TorrentStore, torrent: SampleTorrent): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    const lost = storage.events.gone.splice(0)
    const pieces = round === 0 ? Array.from({ length: torrent.pieceCount }, (_, piece) => piece) : lost
    for (const piece of pieces) await store.write(piece, torrent.piece(piece))
    await store.settle()
  }
}

const expectWhole = async (storage: RealStorage, torrent: SampleTorrent): Promise<void> => {
  await storage.restart()
  const { store, resume } = await storage.open(torrent.spec)
  for (let piece = 0; piece < torrent.pieceCount; piece++) expect(hasBit(resume.bitfield, piece)).toBe(true)
  expect(await readFile(store.pathOf(0))).toEqual(Buffer.from(torrent.file(0)))
  await store.close()
}

describe('a file that somebody', () => {
  it.each([
    ['puts a folder in the place of', (path: string) => mkdir(path)],
    ['puts a link in the place of', (path: string) => symlink('another', path)],
    ['puts another file in the place of', (path: string) => writeFile(path, 'not ours')],
    ['takes away', async () => undefined],
  ])('%s while it is downloaded is made anew, and what is there now is left alone', async (_, put) => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(storage.folder)
    await writeFile(join(storage.folder, 'another'), 'another’s')
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < 4; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    const path = store.pathOf(0)
    await rm(path)
    await put(path)
    await store.write(4, torrent.piece(4))
    await store.settle()
    expect(storage.events.gone.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
    await store.close()
    await storage.restart()
    const again = await storage.open(torrent.spec)
    await complete(storage, again.store, torrent)
    await again.store.close()
    expect(await readFile(join(storage.folder, 'another'), 'utf8')).toBe('another’s')
    await expectWhole(storage, torrent)
  })

  it('cuts short while it is downloaded does not pass for whole, though it was written to since', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < 8; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    await truncate(store.pathOf(0), 100_000)
    for (let piece = 8; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    expect(storage.events.gone.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7])
    await complete(storage, store, torrent)
    await store.close()
    await expectWhole(storage, torrent)
  })

  it('changes right after the end is hashed at the next start', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await complete(storage, store, torrent)
    await store.close()
    const path = join(storage.folder, 'file')
    const bytes = await readFile(path)
    await writeFile(path, bytes.fill(0, 0, 10))
    await storage.restart()
    const again = await storage.open(torrent.spec)
    expect(hasBit(again.resume.bitfield, 0)).toBe(false)
    expect(hasBit(again.resume.bitfield, 1)).toBe(true)
    await again.store.close()
  })

  it('copies to a disk that rounds its time is taken for the same', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await complete(storage, store, torrent)
    await store.close()
    const path = join(storage.folder, 'file')
    const even = Math.floor(Date.now() / 2_000) * 2
    await rename(path, path)
    await utimes(path, even, even)
    await storage.restart()
    const again = await storage.open(torrent.spec)
    expect(again.resume.hashed).toBe(0)
    await again.store.close()
  })
})
