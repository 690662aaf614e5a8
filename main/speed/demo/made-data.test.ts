import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseTorrentFile } from '../../../app/torrent/metainfo.ts'
import { makeFilm } from './made-data.ts'

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest()
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swiftseed-film-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const spec = { name: 'film.mkv', size: 4 * 16_384, pieceLength: 16_384, seed: new Uint8Array(32).fill(7) }

it('makes a private torrent of exactly what it wrote, piece by piece', async () => {
  const made = parseTorrentFile(await makeFilm(folder, spec), sha1, sha256)
  const data = await readFile(join(folder, spec.name))
  const hashes = [0, 1, 2, 3].map((at) =>
    createHash('sha1')
      .update(data.subarray(at * 16_384, (at + 1) * 16_384))
      .digest(),
  )
  if (!made.ok) throw new Error('not a torrent')
  const info = made.value
  expect({ isPrivate: info.isPrivate, length: data.length }).toEqual({ isPrivate: true, length: spec.size })
  expect(Buffer.from(info.hashes).toString('hex')).toBe(Buffer.concat(hashes).toString('hex'))
})

it('makes the same for the same seed, another film for another one, and nothing that could be packed', async () => {
  await makeFilm(folder, spec)
  await makeFilm(folder, { ...spec, name: 'again.mkv' })
  await makeFilm(folder, { ...spec, name: 'other.mkv', seed: new Uint8Array(32).fill(8) })
  const [one, again, other] = await Promise.all(
    ['film.mkv', 'again.mkv', 'other.mkv'].map((name) => readFile(join(folder, name))),
  )
  expect(one?.equals(again ?? Buffer.alloc(0))).toBe(true)
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false)
  expect(gzipSync(one ?? '').length).toBeGreaterThan(spec.size)
})
