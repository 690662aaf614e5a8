import fc from 'fast-check'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Priority } from '../../../app/torrent/details.ts'
import { hasBit } from './bits.ts'
import type { TorrentStore } from './store.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { isWanted, randomFrom, type SampleFile, type SampleTorrent, sampleTorrent } from './testing/sample-torrent.ts'

const PIECE = 4096

const plain: readonly SampleFile[] = [
  { path: ['deep', 'a'], length: 10_000 },
  { path: ['empty'], length: 0 },
  { path: ['b'], length: 9000 },
]

const sample = (storage: RealStorage, files = plain, priorities?: readonly Priority[]): SampleTorrent =>
  sampleTorrent({
    root: join(storage.folder, 'torrent'),
    pieceLength: PIECE,
    files,
    ...(priorities === undefined ? {} : { priorities }),
  })

async function writeAll(store: TorrentStore, torrent: SampleTorrent): Promise<void> {
  for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
}

async function expectReads(
  store: TorrentStore,
  torrent: SampleTorrent,
  has: (piece: number) => boolean = () => true,
): Promise<void> {
  for (let piece = 0; piece < torrent.pieceCount; piece++) {
    if (!has(piece)) continue
    const expected = torrent.piece(piece)
    expect(Buffer.compare(await store.read(piece, 0, expected.length), expected), `piece ${piece}`).toBe(0)
  }
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()

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

const piecesIn = (bits: Uint8Array, { pieceCount }: SampleTorrent): Set<number> =>
  new Set(Array.from({ length: pieceCount }, (_, piece) => piece).filter((piece) => hasBit(bits, piece)))

/** No unwanted file is there that is not complete: those have a name with another .part behind. */
async function expectNothingBegun({ spec }: SampleTorrent, priorities: readonly Priority[]): Promise<void> {
  const names = existsSync(spec.root) ? await namesIn(spec.root) : []
  const begun = spec.files.flatMap(({ path }, file) => (priorities[file] === 0 ? [`${path.join('/')}.part`] : []))
  expect(names.filter((name) => begun.includes(name))).toEqual([])
}

async function expectOnlyOwnFiles({ spec, file }: SampleTorrent): Promise<void> {
  const real = spec.files.flatMap((each, index) => (each.pad ? [] : [{ path: each.path.join('/'), index }]))
  expect(await namesIn(spec.root)).toEqual(real.map(({ path }) => path).toSorted())
  for (const { path, index } of real) expect(await readFile(join(spec.root, path))).toEqual(Buffer.from(file(index)))
}

describe('an unwanted file', () => {
  const files: readonly SampleFile[] = [
    { path: ['a'], length: 6000 },
    { path: ['skipped'], length: 20_000 },
    { path: ['tiny'], length: 100 },
    { path: ['c'], length: 6000 },
  ]

  it('is not made, though pieces it shares are kept', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files, [2, 0, 0, 2])
    const { store } = await storage.open(torrent.spec)
    await writeAll(store, torrent)
    await store.close()
    expect(await namesIn(torrent.spec.root)).toEqual(['a', 'c'])
    const again = await storage.open(torrent.spec)
    expect(piecesIn(again.resume.bitfield, torrent)).toEqual(new Set([0, 1, 6, 7]))
    await expectReads(again.store, torrent, (piece) => [0, 1, 6, 7].includes(piece))
    expect(await namesIn(join(storage.stateFolder, 'aside', torrent.spec.id))).toEqual(['1', '6'])
    await again.store.close()
  })

  it('gets its bytes when it becomes wanted, and nothing stays aside', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files, [2, 0, 0, 2])
    const { store } = await storage.open(torrent.spec)
    for (const piece of [0, 1, 6, 7]) await store.write(piece, torrent.piece(piece))
    await store.setPriorities([2, 2, 2, 2])
    for (const piece of [2, 3, 4, 5]) await store.write(piece, torrent.piece(piece))
    await store.close()
    await expectOnlyOwnFiles(torrent)
    expect(await namesIn(join(storage.stateFolder, 'aside'))).toEqual([])
  })

  it('leaves the disk when it was begun, but for what wanted files need, and comes back when it is wanted', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files)
    const { store } = await storage.open(torrent.spec)
    for (const piece of [0, 1, 2, 3, 6]) await store.write(piece, torrent.piece(piece))
    await store.setPriorities([2, 0, 2, 2])
    expect(new Set(storage.events.gone)).toEqual(new Set([2, 3]))
    expect(await namesIn(torrent.spec.root)).toEqual(['a', 'c.part', 'tiny'])
    await expectReads(store, torrent, (piece) => [0, 1, 6].includes(piece))
    await store.close()
    await storage.restart()
    const again = await storage.open({ ...torrent.spec, priorities: [2, 0, 2, 2] })
    expect(again.resume.hashed).toBe(0)
    expect(piecesIn(again.resume.bitfield, torrent)).toEqual(new Set([0, 1, 6]))
    await again.store.setPriorities([2, 2, 2, 2])
    for (const piece of [2, 3, 4, 5, 7]) await again.store.write(piece, torrent.piece(piece))
    await again.store.close()
    await expectOnlyOwnFiles(torrent)
    expect(await namesIn(join(storage.stateFolder, 'aside'))).toEqual([])
  })

  it('stays when it is complete, or was there before us', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files)
    await mkdir(torrent.spec.root, { recursive: true })
    await writeFile(join(torrent.spec.root, 'skipped'), torrent.file(1).subarray(0, 15_000))
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.write(1, torrent.piece(1))
    await store.setPriorities([0, 2, 2, 2])
    expect(await namesIn(torrent.spec.root)).toContain('a')
    await store.close()
    const other = sample(storage, [
      { path: ['b'], length: 9000 },
      { path: ['x'], length: 5000 },
    ])
    const found = { ...other.spec, root: join(storage.folder, 'other') }
    await mkdir(found.root)
    await writeFile(join(found.root, 'b'), other.file(0).subarray(0, 8192))
    const second = await storage.open(found)
    expect(second.resume.bitfield).toEqual(Uint8Array.of(0b1100_0000))
    await second.store.setPriorities([0, 2])
    expect(await namesIn(found.root)).toEqual(['b'])
    await second.store.close()
  })

  it('of a torrent that is a single file leaves too, and is no missing disk', async () => {
    await using storage = await realStorage()
    const torrent = sampleTorrent({
      root: join(storage.folder, 'one.bin'),
      single: true,
      pieceLength: PIECE,
      files: [{ path: ['one.bin'], length: 9000 }],
    })
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.setPriorities([0])
    expect(await namesIn(storage.folder)).toEqual([])
    await store.setPriorities([2])
    await writeAll(store, torrent)
    await store.close()
    expect(storage.events.faults).toEqual([])
    expect(await readFile(torrent.spec.root)).toEqual(Buffer.from(torrent.file(0)))
  })

  it('takes the folders with it that are empty then', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.write(3, torrent.piece(3))
    await store.setPriorities([0, 2, 2])
    expect(existsSync(join(torrent.spec.root, 'deep'))).toBe(false)
    expect(await namesIn(torrent.spec.root)).toEqual(['b.part'])
    await store.close()
  })

  it('is gone after a restart too when it was skipped while the torrent was closed', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files)
    const first = await storage.open(torrent.spec)
    await first.store.write(3, torrent.piece(3))
    await first.store.close()
    const { store, resume } = await storage.open({ ...torrent.spec, priorities: [2, 0, 2, 2] })
    expect(resume.bitfield).toEqual(new Uint8Array(1))
    expect(await namesIn(torrent.spec.root)).toEqual([])
    await store.close()
  })
})

describe('bytes kept aside', () => {
  const files: readonly SampleFile[] = [
    { path: ['a'], length: 6000 },
    { path: ['b'], length: 6000 },
  ]

  it('are missed when someone removed them, though the file is as long as it should be', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files, [2, 0])
    const { store } = await storage.open(torrent.spec)
    await store.write(1, torrent.piece(1))
    await store.setPriorities([2, 2])
    await store.write(2, torrent.piece(2))
    await store.setPriorities([2, 0])
    await store.close()
    await rm(join(storage.stateFolder, 'aside', torrent.spec.id), { recursive: true })
    const { resume } = await storage.open({ ...torrent.spec, priorities: [2, 0] })
    expect(resume.bitfield).toEqual(Uint8Array.of(0b0010_0000))
  })

  it('do not count when the journal does not know them', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files)
    const first = await storage.open(torrent.spec)
    await writeAll(first.store, torrent)
    await first.store.close()
    const aside = join(storage.stateFolder, 'aside', torrent.spec.id)
    await mkdir(aside)
    await writeFile(join(aside, '1'), new Uint8Array(PIECE))
    const { store } = await storage.open(torrent.spec)
    await expectReads(store, torrent)
    await store.close()
  })

  it('go with the torrent', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files, [2, 0])
    const { store } = await storage.open(torrent.spec)
    await store.write(1, torrent.piece(1))
    await store.close()
    await storage.storage.forget(torrent.spec.id)
    expect(await readdir(join(storage.stateFolder, 'aside'))).toEqual([])
  })
})

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
