import { describe, expect, it } from 'vitest'
import type { DiskFault } from '../../../app/ipc/errors.ts'
import type { DiskCall } from './testing/faulty-disk.ts'
import { sampleTorrent } from './testing/sample-torrent.ts'
import { simulatedStorage, type SimulatedStorage } from './testing/simulated-storage.ts'

const PIECE = 4096
/** A long campaign sets it higher. */
const POINTS = Number(process.env['FAULT_POINTS'] ?? 12)

const REFUSALS: readonly (readonly [string, DiskFault, readonly DiskCall[]])[] = [
  ['ENOSPC', 'full', ['write', 'open', 'sync', 'makeFolder']],
  ['EDQUOT', 'full', ['write', 'sync']],
  ['EIO', 'io', ['write', 'sync', 'syncFolder', 'rename', 'info']],
  ['EACCES', 'denied', ['open', 'rename', 'makeFolder']],
  ['EROFS', 'read-only', ['open', 'makeFolder', 'rename']],
  ['EMFILE', 'too-many-files', ['open']],
  ['ENODEV', 'missing', ['write', 'sync', 'open']],
]

/** What is said of it where it is the disk of our own state that refuses. */
const OWN: { readonly [F in DiskFault]?: DiskFault } = {
  full: 'state-full',
  io: 'state',
  denied: 'state',
  'read-only': 'state',
  missing: 'state',
}

const torrent = sampleTorrent({
  root: '/save/torrent',
  pieceLength: PIECE,
  files: [
    { path: ['deep', 'er', 'a'], length: 20_000 },
    { path: ['empty'], length: 0 },
    { path: ['skipped'], length: 3000 },
    { path: ['pad'], length: 1000, pad: true },
    { path: ['b'], length: 30_000 },
  ],
  priorities: [2, 2, 0, 2, 2],
})

describe.each(REFUSALS)('a disk that says %s', (code, fault, calls) => {
  it.each(calls)('at %s delays a torrent and loses nothing of it', async (call) => {
    for (let point = 0; point < POINTS; point++) {
      const storage = await simulatedStorage({ barrier: { ms: 2000, bytes: 4 * PIECE } })
      const { store } = await storage.open(torrent.spec)
      let asks = 0
      let refusing = true
      let expected: DiskFault | null = null
      storage.refuse = (asked, path) => {
        if (asked !== call || asks++ < point || !refusing) return null
        expected ??= path.startsWith('/aside') ? (OWN[fault] ?? fault) : fault
        return code
      }

      const written = writeAll(store)
      await storage.clock.advance(3000)
      if (storage.events.faults.length > 0) {
        expect(storage.events.faults).toEqual([expected])
        expect(storage.events.cures).toBe(0)
        await storage.clock.advance(60_000)
        expect(storage.events.faults, 'once until cured').toHaveLength(1)
        refusing = false
        await storage.clock.advance(10_000)
        expect(storage.events.cures).toBe(1)
      }
      refusing = false
      await written
      await storage.clock.advance(10_000)
      await store.close()
      await expectComplete(storage)
    }
  })
})

describe('a root that goes away', () => {
  it('is noticed by the next write, though the file it goes to is open', async () => {
    const storage = await simulatedStorage()
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await storage.disk.rename('/save/torrent', '/save/away')
    await storage.clock.advance(300)
    void store.write(1, torrent.piece(1))
    await storage.clock.advance(0)
    expect(storage.events.faults).toEqual(['missing'])
    await storage.clock.advance(60_000)
    expect(await storage.disk.list('/save')).toEqual(['away'])
    await storage.disk.rename('/save/away', '/save/torrent')
    await storage.clock.advance(10_000)
    expect(storage.events).toMatchObject({ cures: 1, gone: [] })
    await store.close()
    expect((await storage.open(torrent.spec)).resume).toMatchObject({ hashed: 0 })
    expect((await storage.open(torrent.spec)).resume.bitfield[0]).toBe(0b1100_0000)
  })
})

describe('while the disk refuses', () => {
  it('answers reads of what waits from memory', async () => {
    const storage = await simulatedStorage()
    const { store } = await storage.open(torrent.spec)
    storage.refuse = (call) => (call === 'open' ? 'ENOSPC' : null)
    void store.write(3, torrent.piece(3))
    await storage.clock.advance(100)
    expect(storage.events.faults).toEqual(['full'])
    expect(store.readNow(3, 10, 100)).toEqual(torrent.piece(3).subarray(10, 110))
    expect(await store.read(3, 10, 100)).toEqual(torrent.piece(3).subarray(10, 110))
  })

  it('says when it can keep no more', async () => {
    const storage = await simulatedStorage({ memory: 3 * PIECE })
    const { store } = await storage.open(torrent.spec)
    storage.refuse = () => 'EIO'
    const written = [0, 1, 2].map((piece) => store.write(piece, torrent.piece(piece)))
    expect(store.saturated).toBe(true)
    await storage.clock.advance(0)
    storage.refuse = () => null
    await storage.clock.advance(10_000)
    await Promise.all(written)
    expect(store.saturated).toBe(false)
  })

  it('keeps what waits across a restart', async () => {
    const storage = await simulatedStorage()
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    storage.refuse = (call) => (call === 'write' ? 'ENOSPC' : null)
    void store.write(1, torrent.piece(1))
    await storage.clock.advance(0)
    await store.close()
    storage.refuse = () => null
    const again = await storage.open(torrent.spec)
    expect(again.resume.bitfield[0]).toBe(0b1100_0000)
    expect(await again.store.read(1, 0, PIECE)).toEqual(torrent.piece(1))
    await again.store.close()
    expect((await storage.open(torrent.spec)).resume).toMatchObject({ hashed: 0 })
  })

  it('keeps what waits across a kill, once its blocks were saved', async () => {
    const storage = await simulatedStorage()
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    storage.refuse = (call) => (call === 'write' ? 'ENOSPC' : null)
    void store.write(1, torrent.piece(1))
    await storage.clock.advance(0)
    store.savePartials([])
    storage.kill()
    storage.refuse = () => null
    const again = await storage.open(torrent.spec)
    expect(again.resume.bitfield[0]).toBe(0b1100_0000)
    expect(await again.store.read(1, 0, PIECE)).toEqual(torrent.piece(1))
  })

  it('rejects a read that the disk refuses, and goes on', async () => {
    const storage = await simulatedStorage()
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    storage.refuse = (call) => (call === 'read' || call === 'readNow' ? 'EIO' : null)
    expect(store.readNow(0, 0, 10)).toBeNull()
    await expect(store.read(0, 0, 10)).rejects.toMatchObject({ fault: 'io' })
    storage.refuse = () => null
    expect(Buffer.compare(await store.read(0, 0, 10), torrent.piece(0).subarray(0, 10))).toBe(0)
    expect(storage.events.faults).toEqual([])
  })
})

async function writeAll(store: { write(piece: number, data: Uint8Array): Promise<void> }): Promise<void> {
  const pieces = Array.from({ length: torrent.pieceCount }, (_, piece) => piece)
  await Promise.all(pieces.map((piece) => store.write(piece, torrent.piece(piece))))
}

async function expectComplete(storage: SimulatedStorage): Promise<void> {
  expect(storage.events.gone).toEqual([])
  expect(storage.disk.openCount, 'nothing left open').toBe(0)
  const { store, resume } = await storage.open(torrent.spec)
  expect(resume.hashed, 'nothing hashed after an orderly end').toBe(0)
  for (let piece = 0; piece < torrent.pieceCount; piece++) {
    const expected = torrent.piece(piece)
    expect(Buffer.compare(await store.read(piece, 0, expected.length), expected)).toBe(0)
  }
  expect(await storage.disk.list('/save/torrent')).toEqual(expect.arrayContaining(['deep', 'b', 'empty']))
  expect(await storage.disk.list('/save/torrent')).not.toContain('skipped')
  await store.close()
}
