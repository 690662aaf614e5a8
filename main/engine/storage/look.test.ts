import { describe, expect, it } from 'vitest'
import { sampleTorrent } from './testing/sample-torrent.ts'
import { simulatedStorage, type SimulatedStorage } from './testing/simulated-storage.ts'

const torrent = sampleTorrent({
  root: '/save/torrent',
  pieceLength: 4096,
  files: [{ path: ['a'], length: 30_000 }],
})

const seeding = async (storage: SimulatedStorage) => {
  const { store } = await storage.open(torrent.spec)
  for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
  await store.settle()
  await storage.clock.advance(60_000)
  return store
}

describe('a look at the root of a seed that nobody asks', () => {
  it('says once that it is gone, and the store comes back by itself', async () => {
    const storage = await simulatedStorage()
    const store = await seeding(storage)
    await store.look()
    expect(storage.events.faults).toEqual([])
    await storage.disk.rename('/save/torrent', '/save/away')
    await storage.clock.advance(1_000)
    await store.look()
    await store.look()
    expect(storage.events.faults).toEqual(['missing'])
    await storage.clock.advance(30_000)
    expect(storage.events.cures).toBe(0)
    await storage.disk.rename('/save/away', '/save/torrent')
    await storage.clock.advance(10_000)
    expect(storage.events.cures).toBe(1)
    expect(storage.events.gone).toEqual([])
    expect(Buffer.compare(await store.read(0, 0, 4096), torrent.piece(0))).toBe(0)
    await store.close()
  })

  it('asks the disk at most once, and nothing where a write has just been', async () => {
    const storage = await simulatedStorage()
    const store = await seeding(storage)
    const calls: string[] = []
    storage.refuse = (call) => {
      calls.push(JSON.stringify(call))
      return null
    }
    await store.look()
    expect(calls).toHaveLength(1)
    await store.look()
    expect(calls).toHaveLength(1)
    await store.close()
  })

  it('tells what else the disk says, and is nothing where no root was ever made or the store is closed', async () => {
    const storage = await simulatedStorage()
    const { store: fresh } = await storage.open({ ...torrent.spec, root: '/save/never' })
    await fresh.look()
    await fresh.close()
    const store = await seeding(storage)
    storage.refuse = () => 'EIO'
    await store.look()
    expect(storage.events.faults).toEqual(['io'])
    storage.refuse = () => null
    await storage.clock.advance(10_000)
    await store.close()
    await storage.disk.rename('/save/torrent', '/save/away')
    await storage.clock.advance(10_000)
    await store.look()
    expect(storage.events.faults).toEqual(['io'])
  })
})
