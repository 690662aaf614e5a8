import fc from 'fast-check'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Priority } from '../../../app/torrent/details.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { isWanted, randomFrom, type SampleTorrent, sampleTorrent } from './testing/sample-torrent.ts'
import {
  PIECE,
  sample,
  writeAll,
  expectReads,
  namesIn,
  piecesIn,
  expectNothingBegun,
  expectOnlyOwnFiles,
} from './testing/stored-sample.ts'

describe('a torrent on disk', () => {
  it('makes nothing before the first write, and .part names until a file is whole', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume).toEqual({ bitfield: new Uint8Array(1), hashed: 0, partials: [] })
    expect(existsSync(storage.folder)).toBe(false)
    await store.write(0, torrent.piece(0))
    expect(await namesIn(torrent.spec.root)).toEqual(['deep/a.part'])
    expect(store.pathOf(0)).toBe(join(torrent.spec.root, 'deep', 'a.part'))
    await store.close()
  })

  it('ends with exactly the files of the torrent, each as it should be', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await writeAll(store, torrent)
    await store.close()
    expect(await namesIn(torrent.spec.root)).toEqual(['b', 'deep/a', 'empty'])
    expect(new Set(storage.events.done)).toEqual(new Set([0, 1, 2]))
    for (const file of [0, 1, 2]) expect(await readFile(store.pathOf(file))).toEqual(Buffer.from(torrent.file(file)))
  })

  it('is a file in the save folder when it is a single one', async () => {
    await using storage = await realStorage()
    const files = [{ path: ['one.iso'], length: 10_000 }]
    const root = join(storage.folder, 'one.iso')
    const torrent = sampleTorrent({ root, pieceLength: PIECE, files, single: true })
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    expect(await namesIn(storage.folder)).toEqual(['one.iso.part'])
    await writeAll(store, torrent)
    await store.close()
    expect(await namesIn(storage.folder)).toEqual(['one.iso'])
    expect(await readFile(root)).toEqual(Buffer.from(torrent.bytes))
  })

  it('hashes nothing after an orderly end', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const first = await storage.open(torrent.spec)
    for (const piece of [1, 3]) await first.store.write(piece, torrent.piece(piece))
    await first.store.close()
    await storage.restart()
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume).toEqual({ bitfield: Uint8Array.of(0b0101_0000), hashed: 0, partials: [] })
    await expectReads(store, torrent, (piece) => piece === 1 || piece === 3)
    await store.close()
  })

  it('remembers blocks of unfinished pieces', async () => {
    await using storage = await realStorage()
    const torrent = sampleTorrent({
      root: join(storage.folder, 'torrent'),
      pieceLength: 65_536,
      files: [{ path: ['a'], length: 100_000 }],
    })
    const first = await storage.open(torrent.spec)
    const partial = { piece: 1, have: Uint8Array.of(1, 0, 1), data: new Uint8Array(34_464).fill(7) }
    first.store.savePartials([partial])
    await first.store.close()
    await storage.restart()
    const again = await storage.open(torrent.spec)
    expect(again.resume.partials).toHaveLength(1)
    const [found] = again.resume.partials
    expect(found?.have).toEqual(partial.have)
    expect(found?.data.subarray(0, 16_384)).toEqual(partial.data.subarray(0, 16_384))
    await again.store.write(1, torrent.piece(1))
    await again.store.close()
    expect((await storage.open(torrent.spec)).resume.partials).toEqual([])
  })
})

const layouts = fc
  .array(fc.record({ length: fc.integer({ min: 0, max: 12_000 }), pad: fc.boolean(), deep: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  .filter((list) => list.some(({ length, pad }) => length > 0 && !pad))

describe('any torrent', () => {
  it('reads back what was written, across restarts and changes of mind', async () => {
    await using storage = await realStorage()
    let run = 0
    const property = fc.asyncProperty(layouts, fc.integer(), async (list, seed) => {
      const random = randomFrom(seed)
      const files = list.map(({ length, pad, deep }, i) => ({
        path: deep ? ['d', `${i}`] : [`${i}.part`],
        length,
        pad,
      }))
      const priorities = list.map((): Priority => (random() < 0.4 ? 0 : 2))
      const root = join(storage.folder, `${run++}`)
      const torrent = sampleTorrent({ root, pieceLength: 2048, files, priorities, seed })
      await lives(storage, torrent, random)
    })
    await fc.assert(property, { numRuns: 40 })
  }, 60_000)
})

async function lives(storage: RealStorage, torrent: SampleTorrent, random: () => number): Promise<void> {
  let had = new Set<number>()
  let priorities = torrent.spec.priorities
  const expectKeptWanted = (has: (piece: number) => boolean): void => {
    for (const piece of had) if (isWanted(torrent, piece, priorities)) expect(has(piece), `piece ${piece}`).toBe(true)
  }
  for (let life = 0; life < 3; life++) {
    const { store, resume } = await storage.open({ ...torrent.spec, priorities })
    expect(resume.hashed).toBe(0)
    const found = piecesIn(resume.bitfield, torrent)
    for (const piece of found) expect(had.has(piece)).toBe(true)
    expectKeptWanted((piece) => found.has(piece))
    had = found
    for (let step = 0; step < 6; step++) {
      const piece = Math.floor(random() * torrent.pieceCount)
      await store.write(piece, torrent.piece(piece))
      had.add(piece)
      if (random() < 0.2) {
        priorities = priorities.map((): Priority => (random() < 0.4 ? 0 : 2))
        await store.setPriorities(priorities)
        const gone = storage.events.gone.splice(0)
        expectKeptWanted((each) => !gone.includes(each))
        for (const each of gone) had.delete(each)
        await expectNothingBegun(torrent, priorities)
      }
    }
    await expectReads(store, torrent, (piece) => had.has(piece))
    await store.close()
  }
  const { store } = await storage.open({ ...torrent.spec, priorities: torrent.spec.files.map(() => 2) })
  await writeAll(store, torrent)
  await store.close()
  await expectOnlyOwnFiles(torrent)
}

describe('data that is there already', () => {
  it('is hashed whole for a new torrent, and what is right is kept', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(join(torrent.spec.root, 'deep'), { recursive: true })
    await writeFile(join(torrent.spec.root, 'deep', 'a'), torrent.file(0))
    const broken = torrent.file(2)
    broken[8000] = (broken[8000] ?? 0) ^ 1
    await writeFile(join(torrent.spec.root, 'b.part'), broken)
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.bitfield).toEqual(Uint8Array.of(0b1111_0000))
    expect(resume.hashed).toBe(torrent.spec.length)
    await store.write(4, torrent.piece(4))
    await store.close()
    await expectOnlyOwnFiles(torrent)
  })

  it("gives way to nothing of ours when it is another's", async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(torrent.spec.root, { recursive: true })
    await writeFile(join(torrent.spec.root, 'b'), 'mine')
    await writeFile(join(torrent.spec.root, 'b.part'), 'mine too')
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.bitfield).toEqual(new Uint8Array(1))
    await writeAll(store, torrent)
    await store.close()
    expect(await namesIn(torrent.spec.root)).toEqual(['b', 'b (1)', 'b.part', 'deep/a', 'empty'])
    expect(await readFile(join(torrent.spec.root, 'b'), 'utf8')).toBe('mine')
    expect(await readFile(join(torrent.spec.root, 'b.part'), 'utf8')).toBe('mine too')
    expect(store.pathOf(2)).toBe(join(torrent.spec.root, 'b (1)'))
    const again = await storage.open(torrent.spec)
    expect(again.resume).toMatchObject({ hashed: 0, bitfield: Uint8Array.of(0b1111_1000) })
    await expectReads(again.store, torrent)
    await again.store.close()
  })

  it('is looked at no further when told to stop', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    await mkdir(torrent.spec.root, { recursive: true })
    await writeFile(join(torrent.spec.root, 'b'), torrent.file(2))
    await expect(storage.open(torrent.spec, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.hashed).toBeGreaterThan(0)
    await store.close()
  })
})

describe('files that changed while we were away', () => {
  const downloaded = async (storage: RealStorage): Promise<SampleTorrent> => {
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await writeAll(store, torrent)
    await store.close()
    return torrent
  }

  it('cost their pieces when they are gone or cut short', async () => {
    await using storage = await realStorage()
    const torrent = await downloaded(storage)
    await truncate(join(torrent.spec.root, 'b'), 8000)
    const first = await storage.open(torrent.spec)
    expect(first.resume).toMatchObject({ bitfield: Uint8Array.of(0b1111_0000), hashed: 12_288 - 8192 + 4096 })
    await first.store.close()
    await rm(join(torrent.spec.root, 'b'))
    const second = await storage.open(torrent.spec)
    expect(second.resume.bitfield).toEqual(Uint8Array.of(0b1100_0000))
    await writeAll(second.store, torrent)
    await second.store.close()
    await expectOnlyOwnFiles(torrent)
  })

  it('are hashed when someone wrote to them', async () => {
    await using storage = await realStorage()
    const torrent = await downloaded(storage)
    const path = join(torrent.spec.root, 'deep', 'a')
    const bytes = torrent.file(0)
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    await writeFile(path, bytes)
    await utimes(path, new Date(), new Date(Date.now() + 10_000))
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.bitfield).toEqual(Uint8Array.of(0b1011_1000))
    expect(resume.hashed).toBe(3 * PIECE)
    await store.close()
  })

  it('are missed while open too: nobody is told we have what cannot be read', async () => {
    await using storage = await realStorage()
    const torrent = await downloaded(storage)
    const { store } = await storage.open(torrent.spec)
    await rm(join(torrent.spec.root, 'b'))
    await expect(store.read(3, 0, 100)).rejects.toMatchObject({ fault: 'missing' })
    expect(new Set(storage.events.gone)).toEqual(new Set([2, 3, 4]))
    await writeAll(store, torrent)
    await store.close()
    await expectOnlyOwnFiles(torrent)
  })
})

describe('a check', () => {
  it('finds what is there, whatever was said before', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    for (const piece of [0, 1, 2]) await store.write(piece, torrent.piece(piece))
    await writeFile(join(torrent.spec.root, 'b'), torrent.file(2))
    await rm(join(torrent.spec.root, 'b.part'))
    const progress: number[] = []
    const found = await store.check(new AbortController().signal, ({ checked }) => progress.push(checked))
    expect(found).toEqual(Uint8Array.of(0b1111_1000))
    expect(progress.at(-1)).toBe(5)
    await expectReads(store, torrent)
    await store.close()
    expect((await storage.open(torrent.spec)).resume).toMatchObject({ hashed: 0, bitfield: found })
  })

  it('changes nothing when it is stopped', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await writeAll(store, torrent)
    const stop = new AbortController()
    await expect(store.check(stop.signal, () => stop.abort())).rejects.toMatchObject({ name: 'AbortError' })
    await expectReads(store, torrent)
    await store.close()
    expect((await storage.open(torrent.spec)).resume.bitfield).toEqual(Uint8Array.of(0b1111_1000))
  })

  it('keeps writes waiting, and a close too', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    for (const piece of [0, 1, 2]) await store.write(piece, torrent.piece(piece))
    const checked = store.check(new AbortController().signal, () => undefined)
    const written = store.write(3, torrent.piece(3))
    const settled = store.settle()
    const closed = store.close()
    expect(await checked).toEqual(Uint8Array.of(0b1110_0000))
    await Promise.all([written, settled, closed])
    expect((await storage.open(torrent.spec)).resume).toMatchObject({ bitfield: Uint8Array.of(0b1111_0000), hashed: 0 })
  })

  it('says when the root is gone, and believes nothing of it', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await writeAll(store, torrent)
    await store.close()
    const open = await storage.open(torrent.spec)
    await rename(torrent.spec.root, `${torrent.spec.root}-away`)
    const checked = open.store.check(new AbortController().signal, () => undefined)
    await expect(checked).rejects.toMatchObject({ fault: 'missing' })
    await open.store.close()
    await rename(`${torrent.spec.root}-away`, torrent.spec.root)
    expect((await storage.open(torrent.spec)).resume.bitfield).toEqual(Uint8Array.of(0b1111_1000))
  })
})
