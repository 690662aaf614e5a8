// What somebody removed is not waited for when the user asks what is there; what is away with its disk still is.

import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import bencode from '../../app/bencode/bencode.js'
import type { TorrentId } from '../../app/torrent/row.ts'
import { isWhole, layTorrent, makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const LENGTH = 100_000
const PIECE = 16_384

const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest()

/** A torrent that is one file, `film.mkv`. */
const singleFile = (): { torrent: Uint8Array; id: TorrentId; data: Uint8Array } => {
  const data = randomBytes(LENGTH)
  const pieces = Array.from({ length: Math.ceil(LENGTH / PIECE) }, (_, n) =>
    sha1(data.subarray(n * PIECE, (n + 1) * PIECE)),
  )
  const info = { length: LENGTH, name: 'film.mkv', 'piece length': PIECE, pieces: Buffer.concat(pieces) }
  const id = sha1(bencode.encode(info)).toString('hex') as TorrentId
  return { torrent: bencode.encode({ info }), id, data }
}

const seeds = async (engine: ServedEngine, id: TorrentId): Promise<void> =>
  void (await engine.until(id, (row) => row.status === 'seeding'))

const link = async (to: ServedEngine, from: ServedEngine, id: TorrentId): Promise<void> =>
  void (await to.call('torrents.addPeer', { id, address: `127.0.0.1:${await from.port()}` }))

describe('data that was removed', () => {
  it.each(['running', 'stopped'] as const)(
    'is found gone by a check, and downloaded again: a single file, while %s',
    async (state) => {
      const made = singleFile()
      await using source = await ServedEngine.create()
      await using engine = await ServedEngine.create()
      for (const { downloads } of [source, engine]) {
        await mkdir(downloads)
        await writeFile(join(downloads, 'film.mkv'), made.data)
      }
      for (const one of [source, engine]) await one.add(made.torrent)
      await seeds(source, made.id)
      await seeds(engine, made.id)
      const path = join(engine.downloads, 'film.mkv')
      if (state === 'stopped') await engine.call('torrents.stop', { ids: [made.id] })
      await rm(path)
      await engine.call('torrents.recheck', { ids: [made.id] })
      await engine.until(
        made.id,
        (row) => row.progress === 0 && row.status === (state === 'stopped' ? 'stopped' : 'stalled'),
      )
      await engine.call('torrents.start', { ids: [made.id] })
      await link(engine, source, made.id)
      await seeds(engine, made.id)
      await expect
        .poll(() =>
          readFile(path).then(
            (bytes) => bytes.equals(made.data),
            () => false,
          ),
        )
        .toBe(true)
    },
    30_000,
  )

  it('is found gone by a check, and downloaded again: a whole folder', async () => {
    const made = makeTorrent({ 'a.bin': 70_000, 'b.bin': 30_000 })
    await using source = await ServedEngine.create()
    await using engine = await ServedEngine.create()
    for (const one of [source, engine]) {
      await layTorrent(one.downloads, made)
      await one.add(made.torrent)
      await seeds(one, made.id)
    }
    await rm(join(engine.downloads, 'album'), { recursive: true })
    await engine.call('torrents.recheck', { ids: [made.id] })
    await engine.until(made.id, (row) => row.progress === 0 && row.status === 'stalled')
    await link(engine, source, made.id)
    await seeds(engine, made.id)
    await expect.poll(() => isWhole(engine.downloads, made).catch(() => false)).toBe(true)
  }, 30_000)

  it('is waited for when the folder it lay in is gone with it, as a disk takes both', async () => {
    const made = singleFile()
    await using engine = await ServedEngine.create()
    await mkdir(engine.downloads)
    await writeFile(join(engine.downloads, 'film.mkv'), made.data)
    await engine.add(made.torrent)
    await seeds(engine, made.id)
    await rename(engine.downloads, `${engine.downloads}-away`)
    await engine.call('torrents.recheck', { ids: [made.id] })
    const row = await engine.until(made.id, (one) => one.status === 'waiting')
    expect(row).toMatchObject({ reason: { code: 'disk', fault: 'missing' }, progress: 1 })
    expect(existsSync(engine.downloads)).toBe(false)
    await rename(`${engine.downloads}-away`, engine.downloads)
    await seeds(engine, made.id)
  }, 30_000)
})
