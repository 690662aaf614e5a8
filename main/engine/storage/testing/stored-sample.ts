// Samples in a real store, and what a test wants to see of them on disk.

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Priority } from '../../../../app/torrent/details.ts'
import { hasBit } from '../bits.ts'
import type { TorrentStore } from '../store.ts'
import type { RealStorage } from './real-storage.ts'
import { type SampleFile, type SampleTorrent, sampleTorrent } from './sample-torrent.ts'

export const PIECE = 4096

export const plain: readonly SampleFile[] = [
  { path: ['deep', 'a'], length: 10_000 },
  { path: ['empty'], length: 0 },
  { path: ['b'], length: 9000 },
]

export const sample = (storage: RealStorage, files = plain, priorities?: readonly Priority[]): SampleTorrent =>
  sampleTorrent({
    root: join(storage.folder, 'torrent'),
    pieceLength: PIECE,
    files,
    ...(priorities === undefined ? {} : { priorities }),
  })

export async function writeAll(store: TorrentStore, torrent: SampleTorrent): Promise<void> {
  for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
}

export async function expectReads(
  store: TorrentStore,
  torrent: SampleTorrent,
  has: (piece: number) => boolean = () => true,
): Promise<void> {
  for (let piece = 0; piece < torrent.pieceCount; piece++) {
    if (!has(piece)) continue
    const expected = torrent.piece(piece)
    expect(Buffer.compare(await store.read(piece, 0, expected.length), expected), `piece ${piece}`).toBe(0)
  }
}

export const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()

export const piecesIn = (bits: Uint8Array, { pieceCount }: SampleTorrent): Set<number> =>
  new Set(Array.from({ length: pieceCount }, (_, piece) => piece).filter((piece) => hasBit(bits, piece)))

/** No unwanted file is there that is not complete: those have a name with another .part behind. */
export async function expectNothingBegun({ spec }: SampleTorrent, priorities: readonly Priority[]): Promise<void> {
  const names = existsSync(spec.root) ? await namesIn(spec.root) : []
  const begun = spec.files.flatMap(({ path }, file) => (priorities[file] === 0 ? [`${path.join('/')}.part`] : []))
  expect(names.filter((name) => begun.includes(name))).toEqual([])
}

export async function expectOnlyOwnFiles({ spec, file }: SampleTorrent): Promise<void> {
  const real = spec.files.flatMap((each, index) => (each.pad ? [] : [{ path: each.path.join('/'), index }]))
  expect(await namesIn(spec.root)).toEqual(real.map(({ path }) => path).toSorted())
  for (const { path, index } of real) expect(await readFile(join(spec.root, path))).toEqual(Buffer.from(file(index)))
}
