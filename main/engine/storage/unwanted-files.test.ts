import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyBits, setBit } from './bits.ts'
import { realStorage } from './testing/real-storage.ts'
import { simulatedStorage } from './testing/simulated-storage.ts'
import { isWanted, type SampleFile, sampleTorrent } from './testing/sample-torrent.ts'
import { PIECE, sample, writeAll, expectReads, namesIn, piecesIn, expectOnlyOwnFiles } from './testing/stored-sample.ts'

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

  it('that cannot be removed is on record as being there, so that its disk is missed when it goes', async () => {
    const storage = await simulatedStorage()
    const torrent = sampleTorrent({
      root: '/save/one.bin',
      single: true,
      pieceLength: PIECE,
      files: [{ path: ['one.bin'], length: 9000 }],
    })
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    expect(storage.journal.state().rootMade).toBe(true)
    storage.refuse = (call, path) => (call === 'remove' && path.startsWith('/save/') ? 'EACCES' : null)
    await store.setPriorities([0]).catch(() => undefined)
    expect(storage.events.faults).toEqual(['denied'])
    expect(storage.journal.state().rootMade).toBe(true)
  })

  it('stays when the user keeps it, over restarts, and goes on where it was when it is wanted again', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files)
    const { store } = await storage.open(torrent.spec)
    for (const piece of [0, 1, 2, 3, 6]) await store.write(piece, torrent.piece(piece))
    await store.setPriorities([2, 0, 2, 2], [1])
    expect(storage.events.gone).toEqual([])
    expect(await namesIn(torrent.spec.root)).toEqual(['a', 'c.part', 'skipped.part', 'tiny'])
    // A piece it shares is fetched for its neighbour, and is not lost to it.
    await store.write(7, torrent.piece(7))
    await expectReads(store, torrent, (piece) => [0, 1, 2, 3, 6, 7].includes(piece))
    await store.close()
    await storage.restart()
    const again = await storage.open({ ...torrent.spec, priorities: [2, 0, 2, 2], kept: [1] })
    expect(again.resume.hashed).toBe(0)
    expect(piecesIn(again.resume.bitfield, torrent)).toEqual(new Set([0, 1, 2, 3, 6, 7]))
    await again.store.setPriorities([2, 2, 2, 2])
    for (const piece of [4, 5]) await again.store.write(piece, torrent.piece(piece))
    await again.store.close()
    await expectOnlyOwnFiles(torrent)
    expect(await namesIn(join(storage.stateFolder, 'aside'))).toEqual([])
  })

  it('leaves the disk after all when it is not kept any more', async () => {
    await using storage = await realStorage()
    const torrent = sample(storage, files)
    const { store } = await storage.open(torrent.spec)
    for (const piece of [2, 3]) await store.write(piece, torrent.piece(piece))
    await store.setPriorities([2, 0, 2, 2], [1])
    await store.setPriorities([2, 0, 2, 2])
    expect(await namesIn(torrent.spec.root)).toEqual([])
    expect(new Set(storage.events.gone)).toEqual(new Set([2, 3]))
    await store.close()
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

describe('what is said to be at stake before files are skipped', () => {
  const files: readonly SampleFile[] = [
    { path: ['a'], length: 6000 },
    { path: ['b'], length: 20_000 },
    { path: ['pad'], length: 2000, pad: true },
    { path: ['tiny'], length: 100 },
    { path: ['c'], length: 9000 },
    { path: ['d'], length: 30_000 },
  ]

  it('is what is lost then, neither more nor less', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(Array.from({ length: 17 }, (_, piece) => piece)),
        fc.subarray([0, 1, 3, 4, 5]),
        fc.subarray([0, 1, 3, 4, 5]),
        async (had, before, skipped) => {
          await using storage = await realStorage()
          const priorities = files.map((_, file): 0 | 2 => (before.includes(file) ? 0 : 2))
          const torrent = sample(storage, files, priorities)
          const { store } = await storage.open(torrent.spec)
          for (const piece of had) if (isWanted(torrent, piece)) await store.write(piece, torrent.piece(piece))
          await store.settle()
          const have = emptyBits(torrent.pieceCount)
          for (const piece of had) if (isWanted(torrent, piece)) setBit(have, piece)
          const said = storage.storage.atStake(torrent.spec, have, skipped)
          const names = new Set(await namesIn(torrent.spec.root).catch(() => []))
          await store.setPriorities(priorities.map((priority, file) => (skipped.includes(file) ? 0 : priority)))
          expect(said.bytes).toBe(storage.events.gone.reduce((sum, piece) => sum + torrent.piece(piece).length, 0))
          const left = new Set(await namesIn(torrent.spec.root).catch(() => []))
          for (const file of said.files) {
            const name = `${files[file]?.path[0]}.part`
            expect({ name, before: names.has(name), after: left.has(name) }).toEqual({
              name,
              before: true,
              after: false,
            })
          }
          expect(said.files.length > 0).toBe(said.bytes > 0)
          await store.close()
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
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
