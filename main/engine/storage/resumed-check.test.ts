import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasBit } from './bits.ts'
import type { TorrentStore } from './store.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'
import { settled } from './testing/manual-clock.ts'
import { type SampleTorrent, sampleTorrent } from './testing/sample-torrent.ts'
import { simulatedStorage } from './testing/simulated-storage.ts'

const PIECE = 4096
const PIECES = 4000

/** So many pieces that hashing takes several runs. */
const sample = (root: string, pieces = PIECES): SampleTorrent =>
  sampleTorrent({
    root,
    pieceLength: PIECE,
    files: [
      { path: ['a'], length: PIECE * (pieces / 2) },
      { path: ['b'], length: PIECE * (pieces / 2) },
    ],
  })

const never = new AbortController().signal
const ignore = (): void => undefined

/** Complete on disk, as others left it, and opened; the time of its files is long past. */
const found = async (storage: RealStorage): Promise<{ torrent: SampleTorrent; store: TorrentStore }> => {
  const torrent = sample(join(storage.folder, 'torrent'))
  const { store } = await storage.open(torrent.spec)
  for (let piece = 0; piece < PIECES; piece++) await store.write(piece, torrent.piece(piece))
  await store.settle()
  for (const name of ['a', 'b']) await age(torrent, name)
  return { torrent, store }
}

const age = (torrent: SampleTorrent, name: string): Promise<void> => utimes(join(torrent.spec.root, name), 1e9, 1e9)

/** Runs a check until about half of it is done; says how much is. */
const half = async (store: TorrentStore): Promise<number> => {
  const stop = new AbortController()
  let at = 0
  const checking = store.check(stop.signal, ({ checked, total }) => {
    at = checked
    if (checked > total / 2) stop.abort()
  })
  await expect(checking).rejects.toMatchObject({ name: 'AbortError' })
  return at
}

const damage = async (torrent: SampleTorrent, name: string, position: number): Promise<void> => {
  const path = join(torrent.spec.root, name)
  const bytes = await readFile(path)
  bytes[position] = (bytes[position] ?? 0) ^ 1
  await writeFile(path, bytes)
}

describe('a check that was stopped', () => {
  it('goes on where it was, also after a restart', async () => {
    await using storage = await realStorage()
    const { torrent, store } = await found(storage)
    const at = await half(store)
    await store.close()
    await storage.restart()
    const again = await storage.open(torrent.spec)
    const seen: number[] = []
    const bits = await again.store.check(never, ({ checked, total }) => {
      expect(total).toBe(PIECES)
      seen.push(checked)
    })
    expect(seen[0]).toBeGreaterThan(at)
    expect(seen.at(-1)).toBe(PIECES)
    expect(bits.every((byte) => byte === 0xff)).toBe(true)
    const fresh: number[] = []
    await again.store.check(never, ({ checked }) => fresh.push(checked))
    expect(fresh[0]).toBeLessThan(at)
    await again.store.close()
  }, 60_000)

  it('looks again at a file that was written to since', async () => {
    await using storage = await realStorage()
    const { torrent, store } = await found(storage)
    await half(store)
    await damage(torrent, 'a', 5)
    const bits = await store.check(never, ignore)
    expect(hasBit(bits, 0)).toBe(false)
    expect(hasBit(bits, 1)).toBe(true)
    await store.close()
  }, 60_000)

  it('leaves what it found when it is given up, and of the rest what was known before', async () => {
    await using storage = await realStorage()
    const { torrent, store } = await found(storage)
    await damage(torrent, 'a', 5)
    await age(torrent, 'a')
    await damage(torrent, 'b', PIECE * (PIECES / 2) - 1)
    await age(torrent, 'b')
    // Threads do not come to their pieces in order: on until one has looked at the first.
    const looked = (): Uint8Array => storage.session.journal.check(torrent.spec.id)?.done ?? new Uint8Array(1)
    do await half(store)
    while (!hasBit(looked(), 0))
    const bits = await store.endCheck()
    expect(hasBit(bits, 0)).toBe(false)
    expect(storage.events.gone).toEqual([0])
    expect(hasBit(bits, PIECES - 1)).toBe(true)
    expect(storage.session.journal.check(torrent.spec.id)).toBeNull()
    await store.close()
  }, 60_000)

  it('goes on after a kill, without what was not noted', async () => {
    const storage = await simulatedStorage()
    const torrent = sample('/save/torrent', 400)
    const first = await storage.open(torrent.spec)
    for (let piece = 0; piece < 400; piece++) await first.store.write(piece, torrent.piece(piece))
    await first.store.settle()
    let looked = 0
    const checking = first.store.check(never, ({ checked }) => {
      looked = checked
      void storage.clock.advance(600)
      if (checked > 200) storage.kill()
    })
    await expect(checking).rejects.toThrow(/./)
    const noted = storage.journal.check()
    expect(noted).not.toBeNull()
    const { store } = await storage.open(torrent.spec)
    const seen: number[] = []
    const bits = await store.check(never, ({ checked }) => seen.push(checked))
    expect(seen[0]).toBeGreaterThan(50)
    expect(seen[0]).toBeLessThanOrEqual(looked + 8)
    expect(bits.every((byte) => byte === 0xff)).toBe(true)
    await store.close()
  })

  it('knows nothing of a disk that went away meanwhile', async () => {
    const storage = await simulatedStorage()
    const torrent = sample('/save/torrent', 400)
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < 400; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    const checking = store.check(never, ({ checked }) => {
      if (checked > 200) storage.refuse = () => 'ENOENT'
      void storage.clock.advance(600)
    })
    await expect(checking).rejects.toMatchObject({ fault: 'missing' })
    storage.refuse = () => null
    const bad = storage.journal.check()
    const lost = bad === null ? 0 : bad.done.reduce((sum, byte, at) => sum + (byte & ~(bad.good[at] ?? 0)), 0)
    expect(lost).toBe(0)
    await storage.clock.advance(20_000)
    expect(storage.events.cures).toBe(1)
    expect((await store.check(never, ignore)).every((byte) => byte === 0xff)).toBe(true)
    await store.close()
  })
})

describe('a check that came to its end', () => {
  it('leaves nothing for the next one to go on from, although its last note was still being made', async () => {
    const storage = await simulatedStorage()
    const info = storage.disk.info.bind(storage.disk)
    let looks = 0
    // Before it is noted how far the check is, the root is looked at: that takes long.
    storage.disk.info = async (path) => {
      if (storage.clock.now() >= 1000 && path === '/save/torrent') {
        looks++
        for (let turn = 0; turn < 10; turn++) await settled()
      }
      return info(path)
    }
    const torrent = sample('/save/torrent', 20)
    const { store } = await storage.open(torrent.spec)
    for (let piece = 0; piece < 20; piece++) await store.write(piece, torrent.piece(piece))
    await store.settle()
    // The last piece is looked at when a note is due: it is made while the check ends.
    await store.check(never, ({ checked, total }) => {
      if (checked === total - 1) void storage.clock.advance(1000)
    })
    for (let turn = 0; turn < 20; turn++) await settled()
    expect(looks).toBe(1)
    expect(storage.journal.check()).toBeNull()
    await store.close()
  })

  /** 40 files in one piece, written and synced, whose times are these when it is checked, `before` times not counted. */
  const syncsOfCheck = async (
    mtimeMs: (own: number, path: string) => number,
    touchedMs: () => number = Date.now,
    before = 0,
  ): Promise<{ all: number; most: number }> => {
    const storage = await simulatedStorage({ descriptors: 64 })
    const { disk } = storage
    const [sync, info] = [disk.sync.bind(disk), disk.info.bind(disk)]
    const files = Array.from({ length: 40 }, (_, n) => ({ path: [`f${n}`], length: 10 }))
    const torrent = sampleTorrent({ root: '/save/torrent', pieceLength: PIECE, files })
    let checking = false
    let [now, most, all] = [0, 0, 0]
    disk.sync = async (fd) => {
      if (checking) all++
      if (checking) most = Math.max(most, ++now)
      await settled()
      now -= 1
      return sync(fd)
    }
    disk.info = async (path) => {
      const there = await info(path)
      if (!checking || there === null) return there
      return { ...there, mtimeMs: mtimeMs(there.mtimeMs, path), touchedMs: touchedMs() }
    }
    const { store } = await storage.open(torrent.spec)
    await store.write(0, torrent.piece(0))
    await store.settle()
    checking = true
    for (let check = 0; check < before; check++) await store.check(never, ignore)
    now = most = all = 0
    await store.check(never, ignore)
    const syncs = { all, most }
    await store.close()
    return syncs
  }

  it('synced many small files at once, not one after another', async () => {
    expect(await syncsOfCheck(() => Date.now())).toEqual({ all: 40, most: 8 })
  })

  it('synced nothing that nobody touched for an hour, but all that only says to be that old', async () => {
    const changed = (own: number): number => own + 1
    expect(await syncsOfCheck(changed, () => Date.now() - 3_600_000)).toEqual({ all: 0, most: 0 })
    expect(await syncsOfCheck(changed, () => Date.now() - 60_000)).toEqual({ all: 40, most: 8 })
  })

  it('synced nothing twice that nobody touched since, however young', async () => {
    const at = Date.now()
    const syncs = (sinceMs: number, before: number) =>
      syncsOfCheck(
        () => at,
        () => at - sinceMs,
        before,
      )
    expect(await syncs(5_000, 0)).toEqual({ all: 40, most: 8 })
    expect(await syncs(5_000, 1)).toEqual({ all: 0, most: 0 })
    expect(await syncs(0, 1)).toEqual({ all: 40, most: 8 })
  })

  it('synced nothing again that is as it was when it was synced, a while ago', async () => {
    expect(await syncsOfCheck((own) => own)).toEqual({ all: 0, most: 0 })
    expect(await syncsOfCheck((own, path) => (path.endsWith('7') ? own + 1 : own))).toEqual({ all: 4, most: 4 })
  })
})
