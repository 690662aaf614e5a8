import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { realStorage } from './testing/real-storage.ts'
import { sampleTorrent } from './testing/sample-torrent.ts'
import { simulatedStorage } from './testing/simulated-storage.ts'
import { namesIn } from './testing/stored-sample.ts'

const PIECE = 1_048_576
const COUNT = 24
const files = [
  { path: ['small'], length: 3 * PIECE + 17 },
  { path: ['large'], length: (COUNT - 5) * PIECE - 100 },
  { path: ['rest'], length: PIECE + 1_000 },
]

describe('more pieces at once than a disk takes one by one', () => {
  it('land each in its place', async () => {
    await using storage = await realStorage()
    const torrent = sampleTorrent({ root: join(storage.folder, 'many'), pieceLength: PIECE, files })
    const { store } = await storage.open(torrent.spec)
    const pieces = Array.from({ length: torrent.pieceCount }, (_, piece) => piece)
    const written = pieces.map((piece) => store.write(piece, torrent.piece(piece)))
    expect(store.waiting).toBeGreaterThan(16 * PIECE)
    await Promise.all(written)
    expect(store.waiting).toBe(0)
    await store.close()
    expect(await namesIn(torrent.spec.root)).toEqual(['large', 'rest', 'small'])
    for (const file of [0, 1, 2]) {
      expect(Buffer.compare(await readFile(store.pathOf(file)), torrent.file(file))).toBe(0)
    }
  })

  it('are kept when the disk refuses in the middle, and written once it is cured', async () => {
    const storage = await simulatedStorage()
    const torrent = sampleTorrent({ root: '/save/many', pieceLength: PIECE, files })
    const { store } = await storage.open(torrent.spec)
    let [writes, atOnce, most] = [0, 0, 0]
    storage.refuse = (call) => {
      if (call !== 'write') return null
      most = Math.max(most, ++atOnce)
      queueMicrotask(() => atOnce--)
      return ++writes > 30 ? 'ENOSPC' : null
    }
    const pieces = Array.from({ length: torrent.pieceCount }, (_, piece) => piece)
    const written = Promise.all(pieces.map((piece) => store.write(piece, torrent.piece(piece))))
    await storage.clock.advance(100)
    expect(storage.events.faults).toEqual(['full'])
    expect(most).toBeGreaterThan(4)
    storage.refuse = () => null
    await storage.clock.advance(10_000)
    await written
    for (const piece of pieces)
      expect(Buffer.compare(await store.read(piece, 0, 100), torrent.piece(piece).subarray(0, 100))).toBe(0)
    await store.close()
  })
})
