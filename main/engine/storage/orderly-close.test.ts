// What an orderly end costs: nothing that is complete already is read again.

import { mkdir, stat, truncate, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { HashPool } from './hash-pool.ts'
import { createStorage } from './storage.ts'
import type { StoreSpec } from './store.ts'
import { realStorage } from './testing/real-storage.ts'

const PIECE = 65_536
const PIECES = 16

/** All zeros, so that its file may have holes. */
const zeros = (folder: string): StoreSpec => {
  const hash = createHash('sha1').update(new Uint8Array(PIECE)).digest()
  const hashes = new Uint8Array(Buffer.concat(Array.from({ length: PIECES }, () => hash)))
  const file = { path: ['disk.img'], length: PIECE * PIECES, pad: false }
  const id = createHash('sha1').update(hashes).digest('hex') as TorrentId
  const length = PIECE * PIECES
  const root = join(folder, 'disk.img')
  return { id, root, single: true, files: [file], pieceLength: PIECE, length, hashes, priorities: [2] }
}

describe('an orderly end', () => {
  it('reads nothing of a complete file that takes less of the disk than its length', async () => {
    await using place = await realStorage()
    await using pool = new HashPool()
    let hashed = 0
    const hasher: Pick<HashPool, 'hash'> & AsyncDisposable = {
      hash: (jobs, report, signal) =>
        pool.hash(
          jobs,
          (piece, sha1, refusal) => {
            hashed++
            report(piece, sha1, refusal)
          },
          signal,
        ),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }
    await using storage = createStorage({ stateFolder: place.stateFolder, journal: place.session.journal, hasher })
    const spec = zeros(place.folder)
    await mkdir(place.folder, { recursive: true })
    await writeFile(spec.root, '')
    await truncate(spec.root, spec.length)
    expect((await stat(spec.root)).blocks * 512).toBeLessThan(spec.length)
    const { store } = await storage.open(spec, { events: place.events })
    expect(hashed).toBe(PIECES)
    await store.close()
    expect(hashed).toBe(PIECES)
  })
})
