import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { type SampleTorrent, sampleTorrent } from './testing/sample-torrent.ts'

const PIECE = 4096

const sample = (storage: RealStorage, name = 'torrent'): SampleTorrent =>
  sampleTorrent({
    root: join(storage.folder, name),
    pieceLength: PIECE,
    files: [
      { path: ['sub', 'a'], length: 20_000 },
      { path: ['b'], length: 9000 },
    ],
  })

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 15_000
  while (!holds()) {
    if (performance.now() > end) throw new Error('did not come about')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The store has tried again at least once. */
const anAttempt = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1500))

describe('a root that goes away', () => {
  it('is waited for, never made again, and taken up where it was', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.write(1, torrent.piece(1))

    await rename(torrent.spec.root, `${torrent.spec.root}-away`)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const asked = performance.now()
    const written = [2, 3].map((piece) => store.write(piece, torrent.piece(piece)))
    await until(() => storage.events.faults.length > 0)
    expect(performance.now() - asked, 'though the file it writes to is open').toBeLessThan(1000)
    expect(storage.events.faults).toEqual(['missing'])
    await expect(store.read(0, 0, 10)).rejects.toMatchObject({ fault: 'missing' })
    await anAttempt()
    expect(existsSync(torrent.spec.root)).toBe(false)

    await rename(`${torrent.spec.root}-away`, torrent.spec.root)
    await Promise.all(written)
    await until(() => storage.events.cures > 0)
    expect(storage.events.gone).toEqual([])
    for (const piece of [4, 5, 6, 7]) await store.write(piece, torrent.piece(piece))
    await store.close()
    expect(await readFile(store.pathOf(0))).toEqual(Buffer.from(torrent.file(0)))
    expect(await readFile(store.pathOf(1))).toEqual(Buffer.from(torrent.file(1)))
  })

  it('is not made again by a restart either', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await storage.open(torrent.spec)
    await first.store.write(0, torrent.piece(0))
    await first.store.close()
    await rename(storage.folder, `${storage.folder}-away`)
    await storage.restart()
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.bitfield, 'taken at its word until the disk is back').toEqual(Uint8Array.of(0b1000_0000))
    void store.write(1, torrent.piece(1))
    await until(() => storage.events.faults.length > 0)
    await anAttempt()
    expect(existsSync(storage.folder)).toBe(false)

    await rename(`${storage.folder}-away`, storage.folder)
    await rm(join(torrent.spec.root, 'sub'), { recursive: true })
    await until(() => storage.events.cures > 0)
    expect(storage.events.gone, 'the files that did not come back').toEqual([0])
    expect(Buffer.compare(await store.read(1, 0, PIECE), torrent.piece(1))).toBe(0)
    await store.close()
  })

  it('means for a single file that the file is gone', async () => {
    await using storage = await realStorage()
    const root = join(storage.folder, 'one')
    const files = [{ path: ['one'], length: 10_000 }]
    const torrent = sampleTorrent({ root, pieceLength: PIECE, files, single: true })
    const first = await storage.open(torrent.spec)
    await first.store.write(0, torrent.piece(0))
    await first.store.close()
    await rename(`${root}.part`, `${root}.away`)
    const { store } = await storage.open(torrent.spec)
    void store.write(1, torrent.piece(1))
    await until(() => storage.events.faults.length > 0)
    await anAttempt()
    expect(await readdir(storage.folder)).toEqual(['one.away'])
    await rename(`${root}.away`, `${root}.part`)
    await until(() => storage.events.cures > 0)
    await store.close()
    expect((await storage.open(torrent.spec)).resume.bitfield).toEqual(Uint8Array.of(0b1100_0000))
  })
})

describe('links', () => {
  it('are never followed out of the root', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const outside = join(storage.folder, 'outside')
    await mkdir(outside, { recursive: true })
    await mkdir(torrent.spec.root, { recursive: true })
    await symlink(outside, join(torrent.spec.root, 'sub'))
    const { store } = await storage.open(torrent.spec)
    void store.write(0, torrent.piece(0))
    await until(() => storage.events.faults.length > 0)
    expect(storage.events.faults).toEqual(['outside'])
    expect(await readdir(outside)).toEqual([])
    await store.close()
  })

  it('are not followed in place of a file', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.close()
    const victim = join(storage.folder, 'victim')
    await writeFile(victim, 'precious')
    const path = join(torrent.spec.root, 'sub', 'a.part')
    await rm(path)
    await symlink(victim, path)
    const again = await storage.open(torrent.spec)
    expect(again.resume.bitfield).toEqual(new Uint8Array(1))
    for (let piece = 0; piece < torrent.pieceCount; piece++) await again.store.write(piece, torrent.piece(piece))
    await again.store.close()
    expect(await readFile(victim, 'utf8')).toBe('precious')
    expect((await storage.storage.leftovers(torrent.spec)).files).not.toContain(victim)
  })

  it('are not followed in place of the root', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(join(storage.folder, 'home'), { recursive: true })
    await symlink(join(storage.folder, 'home'), torrent.spec.root)
    const { store } = await storage.open(torrent.spec)
    void store.write(0, torrent.piece(0))
    await until(() => storage.events.faults.length > 0)
    expect(storage.events.faults).toEqual(['outside'])
    expect(await readdir(join(storage.folder, 'home'))).toEqual([])
    await store.close()
  })

  it('within the root are as good as folders', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(join(torrent.spec.root, 'real'), { recursive: true })
    await symlink(join(torrent.spec.root, 'real'), join(torrent.spec.root, 'sub'))
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
    await store.close()
    expect(await readdir(join(torrent.spec.root, 'real'))).toEqual(['a'])
  })
})

describe('what removing a torrent would take', () => {
  it('is the files we wrote and nothing else, deepest folders first, never the save folder', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < 6; piece++) await store.write(piece, torrent.piece(piece))
    await store.close()
    await writeFile(join(torrent.spec.root, 'sub', 'mine'), 'mine')
    const { root } = torrent.spec
    expect(await storage.storage.leftovers(torrent.spec)).toEqual({
      files: [join(root, 'sub', 'a'), join(root, 'b.part')],
      bytes: 24_576,
      folders: [join(root, 'sub'), root],
    })
  })

  it('is nothing for data that was there before us', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(join(torrent.spec.root, 'sub'), { recursive: true })
    await writeFile(join(torrent.spec.root, 'sub', 'a'), torrent.file(0))
    await writeFile(join(torrent.spec.root, 'b'), torrent.file(1))
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.bitfield).toEqual(Uint8Array.of(0b1111_1111))
    await store.close()
    expect((await storage.storage.leftovers(torrent.spec)).files).toEqual([])
  })

  it("leaves another's file alone that took the place of ours", async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await store.write(7, torrent.piece(7))
    await store.close()
    await rm(join(torrent.spec.root, 'b.part'))
    await writeFile(join(torrent.spec.root, 'b'), torrent.file(1))
    expect((await storage.storage.leftovers(torrent.spec)).files).toEqual([])
  })

  it.each([
    ['replaced by another', true, 20_000],
    ['saved as long as they were', false, 20_000],
    ['saved shorter', false, 12_000],
  ])('is no complete file of which the user made something else: %s', async (_, anew, length) => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    const [path, other] = [join(torrent.spec.root, 'sub', 'a'), join(torrent.spec.root, 'b')]
    if (anew) await rm(path)
    await writeFile(path, Buffer.alloc(length, 'mine '))
    await utimes(path, new Date(), new Date(Date.now() - 3_600_000))
    for (const state of ['open', 'closed']) {
      expect((await storage.storage.leftovers(torrent.spec)).files).toEqual([other])
      expect(await storage.storage.others(torrent.spec, false)).toBe(1)
      expect(await storage.storage.others(torrent.spec, true)).toBe(2)
      if (state === 'open') await store.close()
    }
  })

  it('is not an empty file that the user has written something in', async () => {
    await using storage = await realStorage()
    const files = [
      { path: ['a'], length: 5000 },
      { path: ['empty'], length: 0 },
    ]
    const torrent = sampleTorrent({ root: join(storage.folder, 'torrent'), pieceLength: PIECE, files })
    const { store } = await storage.open(torrent.spec)
    for (const piece of [0, 1]) await store.write(piece, torrent.piece(piece))
    await store.close()
    const path = join(torrent.spec.root, 'empty')
    expect((await storage.storage.leftovers(torrent.spec)).files).toContain(path)
    await writeFile(path, 'mine')
    expect((await storage.storage.leftovers(torrent.spec)).files).toEqual([join(torrent.spec.root, 'a')])
    expect(await storage.storage.others(torrent.spec, false)).toBe(1)
  })

  it('is the file itself for a single one, whatever it is named now', async () => {
    await using storage = await realStorage()
    const root = join(storage.folder, 'one')
    const files = [{ path: ['one'], length: 5000 }]
    const torrent = sampleTorrent({ root, pieceLength: PIECE, files, single: true })
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.close()
    expect(await storage.storage.leftovers(torrent.spec)).toEqual({ files: [`${root}.part`], bytes: 4096, folders: [] })
  })
})
