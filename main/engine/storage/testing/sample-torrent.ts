// Torrents made up for tests: a layout and the bytes that belong to it.

import { createHash } from 'node:crypto'
import type { Priority } from '../../../../app/torrent/details.ts'
import type { TorrentId } from '../../../../app/torrent/row.ts'
import { layoutOf } from '../layout.ts'
import type { StoreEvents, StoreFile, StoreSpec } from '../store.ts'

export interface SampleFile {
  readonly path: readonly string[]
  readonly length: number
  readonly pad?: boolean
}

export interface SampleTorrent {
  readonly spec: StoreSpec
  /** All bytes, pads as zeros. */
  readonly bytes: Uint8Array
  readonly pieceCount: number
  piece(index: number): Uint8Array
  /** What the file holds when it is complete. */
  file(index: number): Uint8Array
}

interface SampleOptions {
  readonly root: string
  readonly files: readonly SampleFile[]
  readonly pieceLength: number
  readonly single?: boolean
  readonly priorities?: readonly Priority[]
  readonly seed?: number
}

export function sampleTorrent(options: SampleOptions): SampleTorrent {
  const { pieceLength, root, single = false, seed = 1 } = options
  const files: StoreFile[] = options.files.map(({ path, length, pad = false }) => ({ path, length, pad }))
  const length = files.reduce((sum, file) => sum + file.length, 0)
  const bytes = new Uint8Array(length)
  const starts: number[] = []
  let at = 0
  const random = randomFrom(seed)
  for (const file of files) {
    starts.push(at)
    if (!file.pad) for (let i = at; i < at + file.length; i++) bytes[i] = Math.floor(random() * 256)
    at += file.length
  }
  const pieceCount = Math.ceil(length / pieceLength)
  const piece = (index: number): Uint8Array => bytes.slice(index * pieceLength, (index + 1) * pieceLength)
  const hashes = new Uint8Array(pieceCount * 20)
  for (let i = 0; i < pieceCount; i++) hashes.set(createHash('sha1').update(piece(i)).digest(), i * 20)
  const id = createHash('sha1').update(root).update(hashes).digest('hex') as TorrentId
  const priorities = options.priorities ?? files.map(() => 2)
  return {
    spec: { id, root, single, files, pieceLength, length, hashes, priorities },
    bytes,
    pieceCount,
    piece,
    file: (index) => bytes.slice(starts[index], (starts[index] ?? 0) + (files[index]?.length ?? 0)),
  }
}

/** Whether some file with bytes in the piece is wanted: a piece of unwanted files alone is not kept. */
export const isWanted = ({ spec }: SampleTorrent, piece: number, priorities = spec.priorities): boolean =>
  layoutOf(spec)
    .filesOf(piece)
    .some((file) => priorities[file] !== 0 && spec.files[file]?.pad === false)

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Keeps what the store said. */
export class EventLog implements StoreEvents {
  readonly faults: string[] = []
  cures = 0
  readonly done: number[] = []
  readonly gone: number[] = []

  fault(fault: string): void {
    this.faults.push(fault)
  }

  cured(): void {
    this.cures++
  }

  fileDone(index: number): void {
    this.done.push(index)
  }

  lost(pieces: readonly number[]): void {
    this.gone.push(...pieces)
  }
}
