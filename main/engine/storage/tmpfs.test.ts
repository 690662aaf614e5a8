import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { type SampleTorrent, sampleTorrent } from './testing/sample-torrent.ts'

const root = process.getuid?.() === 0 && process.platform === 'linux'

/** A file system of its own, gone with the stack; `mount` works only for root. */
function mounted(folder: string, size: string): Disposable & { remount(flags: string): void } {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'swiftseed-test', folder])
  return {
    remount: (flags) => void execFileSync('mount', ['-o', `remount,${flags}`, folder]),
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', folder]),
  }
}

const sample = (storage: RealStorage): SampleTorrent =>
  sampleTorrent({
    root: join(storage.folder, 'disk', 'torrent'),
    pieceLength: 65_536,
    files: [
      { path: ['a'], length: 900_000 },
      { path: ['b'], length: 500_000 },
    ],
  })

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 15_000
  while (!holds()) {
    if (performance.now() > end) throw new Error('did not come about')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe.skipIf(!root)('a real file system', () => {
  it('that is full is waited for until there is room', async () => {
    await using storage = await realStorage()
    using _disk = mounted(join(storage.folder, 'disk'), '2m')
    await writeFile(join(storage.folder, 'disk', 'other'), Buffer.alloc(1_200_000))
    const torrent = sample(storage)
    const { store } = await storage.open(torrent.spec)
    const started = performance.now()
    const written = Array.from({ length: torrent.pieceCount }, (_, piece) => store.write(piece, torrent.piece(piece)))
    await until(() => storage.events.faults.length > 0)
    expect(performance.now() - started).toBeLessThan(1000)
    expect(storage.events.faults).toEqual(['full'])
    await rm(join(storage.folder, 'disk', 'other'))
    await Promise.all(written)
    await until(() => storage.events.cures > 0)
    await store.close()
    expect(await readFile(join(torrent.spec.root, 'a'))).toEqual(Buffer.from(torrent.file(0)))
    expect(await readFile(join(torrent.spec.root, 'b'))).toEqual(Buffer.from(torrent.file(1)))
    expect(storage.events.gone).toEqual([])
  })

  it('that turns read-only is waited for until it is not', async () => {
    await using storage = await realStorage()
    using disk = mounted(join(storage.folder, 'disk'), '8m')
    const torrent = sample(storage)
    const first = await storage.open(torrent.spec)
    await first.store.write(0, torrent.piece(0))
    await first.store.close()
    disk.remount('ro')
    const { store, resume } = await storage.open(torrent.spec)
    expect(resume.bitfield[0]).toBe(0b1000_0000)
    const written = store.write(1, torrent.piece(1))
    await until(() => storage.events.faults.length > 0)
    expect(storage.events.faults).toEqual(['read-only'])
    expect(Buffer.compare(await store.read(0, 0, 100), torrent.piece(0).subarray(0, 100))).toBe(0)
    disk.remount('rw')
    await written
    await store.close()
    expect((await storage.open(torrent.spec)).resume.bitfield[0]).toBe(0b1100_0000)
  })
})
