// What was there before us, or was made of a file since, is the user's: nothing of it is lost unless it is given up.

import fc from 'fast-check'
import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasBit } from './bits.ts'
import type { OpenedStore } from './store.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { sampleTorrent, type SampleTorrent } from './testing/sample-torrent.ts'

const PIECE = 4096
const PATHS = [['sub', 'a'], ['b'], ['c'], ['sub', 'd']]

const sample = (storage: RealStorage, lengths = [20_000, 9000, 300, 12_000]): SampleTorrent =>
  sampleTorrent({
    root: join(storage.folder, 'torrent'),
    pieceLength: PIECE,
    files: lengths.map((length, index) => ({ path: PATHS[index] ?? ['x'], length })),
  })

const placeOf = ({ spec }: SampleTorrent, file: number): string => join(spec.root, ...(spec.files[file]?.path ?? []))

const lay = async (torrent: SampleTorrent, file: number, bytes: Uint8Array): Promise<void> => {
  const path = placeOf(torrent, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}

const layAll = async (torrent: SampleTorrent): Promise<void> => {
  for (const file of torrent.spec.files.keys()) await lay(torrent, file, torrent.file(file))
}

/** An editor's hand: the bytes from `at` on, and the time. */
const edit = async (torrent: SampleTorrent, file: number, at: number, text = 'mine'): Promise<Buffer> => {
  const path = placeOf(torrent, file)
  const bytes = await readFile(path)
  bytes.write(text, at)
  await writeFile(path, bytes)
  await utimes(path, new Date(), new Date(Date.now() - 1_234_567))
  return bytes
}

const bitsOf = ({ resume }: OpenedStore, torrent: SampleTorrent): number[] =>
  Array.from({ length: torrent.pieceCount }, (_, piece) => piece).filter((piece) => hasBit(resume.bitfield, piece))

/** Gives the store every piece it lacks; ends when all are written, or it refuses. */
const fetchAll = async (
  { store, resume }: OpenedStore,
  torrent: SampleTorrent,
  storage: RealStorage,
): Promise<void> => {
  const faults = storage.events.faults.length
  const missing = Array.from({ length: torrent.pieceCount }, (_, piece) => piece).filter(
    (piece) => !hasBit(resume.bitfield, piece),
  )
  for (const piece of missing) {
    const written = store.write(piece, torrent.piece(piece)).then(() => true)
    const refused = (async () => {
      while (storage.events.faults.length === faults) await new Promise((resolve) => setImmediate(resolve))
      return false
    })()
    if (!(await Promise.race([written, refused]))) return
    storage.events.faults.push('-')
    await refused
    storage.events.faults.pop()
  }
  await store.settle()
}

describe('a file that was right', () => {
  it('and that its owner edits is named, and nothing is written to it', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await layAll(torrent)
    await (await storage.open(torrent.spec)).store.close()
    const mine = await edit(torrent, 0, 10_000)
    await storage.restart()
    const again = await storage.open(torrent.spec)
    expect(await again.store.changed()).toEqual([0])
    await fetchAll(again, torrent, storage)
    expect(storage.events.faults).toEqual(['changed'])
    await again.store.close()
    expect(await readFile(placeOf(torrent, 0))).toEqual(mine)
    expect(await readdir(torrent.spec.root, { recursive: true })).toHaveLength(5)
  })

  it.each([
    ['is small, and shares its piece with others', 2, (path: string) => writeFile(path, 'x'.repeat(300)), [2]],
    ['is shorter, with other bytes', 0, (path: string) => writeFile(path, 'x'.repeat(15_000)), [0]],
    ['is blanked with zeros', 1, (path: string) => writeFile(path, new Uint8Array(9000)), [1]],
  ])('and %s is named alone', async (_, file, change, named) => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await layAll(torrent)
    await (await storage.open(torrent.spec)).store.close()
    await change(placeOf(torrent, file))
    await utimes(placeOf(torrent, file), new Date(), new Date(Date.now() - 1_234_567))
    await storage.restart()
    const { store } = await storage.open(torrent.spec)
    expect(await store.changed()).toEqual(named)
    await store.check(new AbortController().signal, () => undefined)
    expect(await store.changed(), 'after a check as well').toEqual(named)
    await store.close()
  })

  it('and is the same again is no longer in the way', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await layAll(torrent)
    await (await storage.open(torrent.spec)).store.close()
    await edit(torrent, 0, 10_000)
    const changed = await storage.open(torrent.spec)
    expect(await changed.store.changed()).toEqual([0])
    await changed.store.close()
    await lay(torrent, 0, torrent.file(0))
    const { store } = await storage.open(torrent.spec)
    await store.check(new AbortController().signal, () => undefined)
    expect(await store.changed()).toEqual([])
    await store.close()
  })

  it('and goes is fetched again: nothing of it is left to lose', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await layAll(torrent)
    await (await storage.open(torrent.spec)).store.close()
    await rm(placeOf(torrent, 0))
    const again = await storage.open(torrent.spec)
    expect(await again.store.changed()).toEqual([])
    await fetchAll(again, torrent, storage)
    await again.store.close()
    expect(await readFile(placeOf(torrent, 0))).toEqual(Buffer.from(torrent.file(0)))
  })

  it.each([
    ['is cut short', 0, 15_000],
    ['is cut short within its first piece', 0, 1000],
    ['is cut short in a piece it shares', 1, 8900],
    ['is emptied', 2, 0],
  ])('and %s is fetched again, laid there by its owner or by us: nothing foreign is in it', async (_, file, length) => {
    for (const ours of [false, true]) {
      await using storage = await realStorage()
      const torrent = sample(storage)
      if (!ours) await layAll(torrent)
      const first = await storage.open(torrent.spec)
      await fetchAll(first, torrent, storage)
      await first.store.close()
      await truncate(placeOf(torrent, file), length)
      const again = await storage.open(torrent.spec)
      expect(await again.store.changed()).toEqual([])
      await fetchAll(again, torrent, storage)
      await again.store.close()
      expect(storage.events.faults).toEqual([])
      expect(await readFile(placeOf(torrent, file))).toEqual(Buffer.from(torrent.file(file)))
      expect(await readdir(torrent.spec.root, { recursive: true })).toHaveLength(5)
    }
  })

  it.each([
    ['where no whole piece is left', 0, 1000],
    ['in a file of no piece of its own', 2, 100],
  ])('and is cut short and edited, %s, is met by the write and loses nothing', async (_, file, length) => {
    for (const ours of [false, true]) {
      await using storage = await realStorage()
      const torrent = sample(storage)
      if (!ours) await layAll(torrent)
      const first = await storage.open(torrent.spec)
      await fetchAll(first, torrent, storage)
      await first.store.close()
      await truncate(placeOf(torrent, file), length)
      const mine = await edit(torrent, file, 50)
      const again = await storage.open(torrent.spec)
      await fetchAll(again, torrent, storage)
      expect(storage.events.faults).toEqual(['changed'])
      expect(await again.store.changed()).toEqual([file])
      await again.store.close()
      expect(await readFile(placeOf(torrent, file))).toEqual(mine)
    }
  })

  it('and was downloaded by us, then edited, is its owner’s as well: it stays when the torrent goes', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await storage.open(torrent.spec)
    await fetchAll(first, torrent, storage)
    await first.store.close()
    const mine = await edit(torrent, 0, 10_000)
    await storage.restart()
    const again = await storage.open(torrent.spec)
    expect(await again.store.changed()).toEqual([0])
    await fetchAll(again, torrent, storage)
    expect(storage.events.faults).toEqual(['changed'])
    await again.store.close()
    expect(await readFile(placeOf(torrent, 0))).toEqual(mine)
    const left = await storage.storage.leftovers(torrent.spec)
    expect(left.files.toSorted()).toEqual([1, 2, 3].map((file) => placeOf(torrent, file)).toSorted())
  })

  it('and that the disk damaged, without anybody’s hand, is mended', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await storage.open(torrent.spec)
    await fetchAll(first, torrent, storage)
    await first.store.close()
    const { mtime } = await stat(placeOf(torrent, 0))
    await edit(torrent, 0, 10_000)
    await utimes(placeOf(torrent, 0), mtime, mtime)
    const { store } = await storage.open(torrent.spec)
    await store.check(new AbortController().signal, () => undefined)
    expect(await store.changed()).toEqual([])
    await store.write(2, torrent.piece(2))
    await store.close()
    expect(await readFile(placeOf(torrent, 0))).toEqual(Buffer.from(torrent.file(0)))
  })
})

describe('a file that is given up', () => {
  it('is downloaded over, and is ours from then on', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await layAll(torrent)
    await (await storage.open(torrent.spec)).store.close()
    await edit(torrent, 0, 10_000)
    await storage.restart()
    const { events } = storage
    const again = await storage.storage.open(torrent.spec, { events, takeOver: [0] })
    expect(await again.store.changed()).toEqual([])
    await fetchAll(again, torrent, storage)
    await again.store.close()
    expect(await readFile(placeOf(torrent, 0))).toEqual(Buffer.from(torrent.file(0)))
    expect((await storage.storage.leftovers(torrent.spec)).files).toEqual([placeOf(torrent, 0)])
  })
})

describe('data from before us', () => {
  it('with gaps is gone on with, unasked', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const begun = torrent.file(0)
    begun.fill(0, 8192, 16_384)
    await lay(torrent, 0, begun)
    await lay(torrent, 1, torrent.file(1))
    const opened = await storage.open(torrent.spec)
    expect(bitsOf(opened, torrent)).toEqual([0, 1, 4, 5, 6])
    expect(await opened.store.changed()).toEqual([])
    await fetchAll(opened, torrent, storage)
    await opened.store.close()
    expect(storage.events.faults).toEqual([])
    for (const file of torrent.spec.files.keys()) {
      expect(await readFile(placeOf(torrent, file))).toEqual(Buffer.from(torrent.file(file)))
    }
  })

  it('next to a file that is missing is not touched where it is right already', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await lay(torrent, 0, torrent.file(0))
    const before = await stat(placeOf(torrent, 0))
    const opened = await storage.open(torrent.spec)
    expect(await opened.store.changed()).toEqual([])
    await fetchAll(opened, torrent, storage)
    await opened.store.close()
    const after = await stat(placeOf(torrent, 0))
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
    expect((await storage.storage.leftovers(torrent.spec)).files).not.toContain(placeOf(torrent, 0))
  })
})

type Found = { readonly kind: 'none' | 'right' | 'gaps' | 'other' | 'long' | 'short' | 'edited'; readonly at: number }

const found = (right: Uint8Array, { kind, at }: Found): Uint8Array | null => {
  const from = Math.floor((at / 100) * right.length)
  switch (kind) {
    case 'none':
      return null
    case 'right':
      return right
    case 'gaps':
      return right.slice().fill(0, from, from + 3000)
    case 'other':
      return right.map((byte) => byte ^ 0x55)
    case 'long':
      return Buffer.concat([right, Buffer.from('and more')])
    case 'short':
      return right.slice(0, from)
    case 'edited':
      return right.map((byte, index) => (index >= from && index < from + 20 ? byte ^ 0xff : byte))
  }
}

/** Where a file is now, whatever it is called. */
const byInode = async (folder: string): Promise<Map<number, string>> => {
  const paths = new Map<number, string>()
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    const path = join(folder, name)
    const info = await stat(path)
    if (info.isFile()) paths.set(info.ino, path)
  }
  return paths
}

describe('whatever was there', () => {
  it('loses no byte until it is given up, and then all is downloaded', async () => {
    const file = fc.record({
      kind: fc.constantFrom<Found['kind'][]>('none', 'right', 'gaps', 'other', 'long', 'short', 'edited'),
      at: fc.integer({ min: 0, max: 99 }),
    })
    const lengths = fc.tuple(...PATHS.map(() => fc.integer({ min: 1, max: 14_000 })))
    const property = fc.asyncProperty(lengths, fc.tuple(...PATHS.map(() => file)), async (sizes, files) => {
      await using storage = await realStorage()
      const torrent = sample(storage, sizes)
      for (const [index, what] of files.entries()) {
        const bytes = found(torrent.file(index), what)
        if (bytes !== null) await lay(torrent, index, bytes)
      }
      const before = new Map<number, Buffer>()
      for (const [inode, path] of await byInode(torrent.spec.root)) before.set(inode, await readFile(path))
      let given: readonly number[] = []
      for (let round = 0; round < 6; round++) {
        const { events } = storage
        const opened = await storage.storage.open(torrent.spec, { events, takeOver: given })
        if (given.length === 0) {
          await fetchAll(opened, torrent, storage)
          await expectKept(torrent, before)
        }
        const changed = await opened.store.changed()
        if (given.length > 0 && changed.length === 0) await fetchAll(opened, torrent, storage)
        given = await opened.store.changed()
        await opened.store.close()
        if (given.length === 0) break
      }
      for (const index of torrent.spec.files.keys()) {
        const all = await Promise.all([...(await byInode(torrent.spec.root)).values()].map((path) => readFile(path)))
        expect(all.some((bytes) => bytes.subarray(0, sizes[index]).equals(torrent.file(index)))).toBe(true)
      }
    })
    await fc.assert(property, { numRuns: 25 })
  }, 60_000)
})

/** Zeros may have been filled. */
const expectKept = async ({ spec }: SampleTorrent, before: ReadonlyMap<number, Buffer>): Promise<void> => {
  const now = await byInode(spec.root)
  for (const [inode, bytes] of before) {
    const path = now.get(inode)
    if (path === undefined) throw new Error('a file is gone')
    const after = await readFile(path)
    expect(after.length).toBeGreaterThanOrEqual(bytes.length)
    expect(bytes.every((byte, index) => byte === 0 || after[index] === byte)).toBe(true)
  }
}
