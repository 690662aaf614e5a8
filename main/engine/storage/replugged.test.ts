import { describe, expect, it } from 'vitest'
import { hasBit } from './bits.ts'
import { randomFrom, sampleTorrent } from './testing/sample-torrent.ts'
import { simulatedStorage } from './testing/simulated-storage.ts'

const PIECE = 4096

const torrent = sampleTorrent({
  root: '/save/torrent',
  pieceLength: PIECE,
  files: [
    { path: ['a'], length: 30_000 },
    { path: ['deep', 'b'], length: 30_000 },
    { path: ['skipped'], length: 3_000 },
  ],
  priorities: [2, 2, 0],
})

/** The last piece is the unwanted file's alone: it is given up when the store opens. */
const WANTED = torrent.pieceCount - 1

describe('a disk whose cable is pulled and plugged in again', () => {
  it('is taken up by itself, with what it lost told and nothing wrong claimed', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomFrom(seed)
      const storage = await simulatedStorage({ barrier: { ms: 2000, bytes: 4 * PIECE } })
      const { store } = await storage.open(torrent.spec)
      const half = Math.floor(random() * torrent.pieceCount)
      for (let piece = 0; piece < half; piece++) await store.write(piece, torrent.piece(piece))
      storage.disk.pullCable(random)
      const rest = Array.from({ length: torrent.pieceCount - half }, (_, piece) => half + piece)
      const written = rest.map((piece) => store.write(piece, torrent.piece(piece)))
      for (let second = 0; second < 20; second++) await storage.clock.advance(1_000)
      await Promise.all(written)
      for (const piece of storage.events.gone) await store.write(piece, torrent.piece(piece))
      await store.close()

      const again = await storage.open(torrent.spec)
      for (let piece = 0; piece < WANTED; piece++) {
        expect(hasBit(again.resume.bitfield, piece), `seed ${seed}, piece ${piece}`).toBe(true)
        const expected = torrent.piece(piece)
        expect(Buffer.compare(await again.store.read(piece, 0, expected.length), expected)).toBe(0)
      }
      await again.store.close()
      expect(storage.disk.openCount, 'nothing of the old disk left open').toBe(0)
    }
  })

  it('is read from again without a restart', async () => {
    const storage = await simulatedStorage()
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    await store.read(0, 0, 100)
    storage.disk.pullCable(() => 0)
    // What has been read ahead is in memory; what has not, is refused once.
    await expect(store.read(9, 0, 100)).rejects.toMatchObject({ fault: 'io' })
    expect(storage.disk.openCount).toBe(0)
    expect(Buffer.compare(await store.read(9, 0, 100), torrent.piece(9).subarray(0, 100))).toBe(0)
    expect(storage.events.gone).toEqual([])
    await store.close()
  })
})
