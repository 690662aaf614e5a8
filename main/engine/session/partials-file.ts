// Blocks of unfinished pieces, one file a torrent, appended to as blocks arrive and never synced: a kill loses none
// that were saved, a power loss some. Leaves judging them to whoever has the piece's hash. Invariant: a block read
// back is one that was saved, whole; what was changed or torn is left out.

import { closeSync, openSync, readFileSync, writevSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { PartialPiece } from '../storage/store.ts'
import { Generations } from './generations.ts'

const BLOCK = 16 * 1024
/** Piece, its size, block, bytes that follow, CRC-32 of these and them; all big-endian. */
const HEADER = 20
const FORGET = 0xffffffff
/** Of one torrent: the rest is fetched again. */
const MOST_BYTES = 64 * 1024 * 1024
/** Bytes of blocks that no longer count, before the file is written anew. */
const SLACK = 8 * 1024 * 1024
const BUFFERS_AT_ONCE = 512

/** What of a piece is in the file. */
interface SavedFile {
  length: number
  live: number
  readonly blocks: Map<number, Uint8Array>
}

export class PartialsFolder {
  readonly #paths: Generations
  readonly #files = new Map<string, SavedFile>()

  constructor(folder: string) {
    this.#paths = new Generations(folder)
  }

  /** Exactly these from now on. Costs the blocks that are new. */
  save(id: string, partials: readonly PartialPiece[]): void {
    const saved = this.#files.get(id)
    if (partials.length === 0) {
      if (saved === undefined || saved.length > 0) this.remove(id)
      this.#files.set(id, emptyFile())
      return
    }
    try {
      this.#saveSome(id, saved ?? null, bounded(partials))
    } catch {
      // A luxury: with a full state disk these blocks are fetched again after a restart.
      this.remove(id)
    }
  }

  load(id: string): PartialPiece[] {
    const pieces = new Map<number, { have: Uint8Array; data: Uint8Array }>()
    for (const { piece, size, block, data } of recordsOf(readIfThere(this.#paths.path(id)))) {
      if (block === FORGET) {
        pieces.delete(piece)
        continue
      }
      const known = pieces.get(piece) ?? { have: new Uint8Array(Math.ceil(size / BLOCK)), data: new Uint8Array(size) }
      if (known.data.length !== size || data.length !== Math.min(BLOCK, size - block * BLOCK)) continue
      known.have[block] = 1
      known.data.set(data, block * BLOCK)
      pieces.set(piece, known)
    }
    return [...pieces].map(([piece, { have, data }]) => ({ piece, have, data }))
  }

  remove(id: string): void {
    this.#files.delete(id)
    this.#paths.remove(id)
  }

  #saveSome(id: string, saved: SavedFile | null, partials: readonly PartialPiece[]): void {
    const path = this.#paths.path(id)
    const stale = saved !== null && saved.length - saved.live > SLACK + saved.live
    if (saved === null || stale || path === null) this.#rewrite(id, partials)
    else this.#append(path, saved, partials)
  }

  #append(path: string, saved: SavedFile, partials: readonly PartialPiece[]): void {
    const records: Buffer[] = []
    const kept = new Set(partials.filter((partial) => isGrown(saved, partial)).map(({ piece }) => piece))
    for (const [piece, have] of saved.blocks) {
      if (kept.has(piece)) continue
      records.push(header(piece, 0, FORGET, Buffer.alloc(0)))
      saved.length += HEADER
      saved.live -= count(have) * (BLOCK + HEADER)
      saved.blocks.delete(piece)
    }
    for (const partial of partials) addRecords(records, saved, partial)
    if (records.length > 0) write(path, 'a', records)
  }

  #rewrite(id: string, partials: readonly PartialPiece[]): void {
    const saved = emptyFile()
    const records: Buffer[] = []
    for (const partial of partials) addRecords(records, saved, partial)
    this.#paths.replace(id, (path) => write(path, 'w', records))
    this.#files.set(id, saved)
  }
}

const emptyFile = (): SavedFile => ({ length: 0, live: 0, blocks: new Map() })

/** The saved blocks are all still there: what came on top can be appended. */
const isGrown = (saved: SavedFile, { piece, have }: PartialPiece): boolean =>
  saved.blocks.get(piece)?.every((block, index) => block === 0 || have[index] === 1) ?? true

/** Appends records for the blocks that are not saved yet, and counts them as saved. */
function addRecords(records: Buffer[], saved: SavedFile, { piece, have, data }: PartialPiece): void {
  const known = saved.blocks.get(piece) ?? new Uint8Array(have.length)
  for (let block = 0; block < have.length; block++) {
    if (have[block] !== 1 || known[block] === 1) continue
    const bytes = Buffer.from(
      data.buffer,
      data.byteOffset + block * BLOCK,
      Math.min(BLOCK, data.length - block * BLOCK),
    )
    records.push(header(piece, data.length, block, bytes), bytes)
    known[block] = 1
    saved.length += HEADER + bytes.length
    saved.live += HEADER + bytes.length
  }
  saved.blocks.set(piece, known)
}

function header(piece: number, size: number, block: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(HEADER)
  head.writeUInt32BE(piece, 0)
  head.writeUInt32BE(size, 4)
  head.writeUInt32BE(block, 8)
  head.writeUInt32BE(bytes.length, 12)
  head.writeUInt32BE(crc32(bytes, crc32(head.subarray(0, 16))), 16)
  return head
}

function write(path: string, flags: 'a' | 'w', records: readonly Buffer[]): void {
  const fd = openSync(path, flags, 0o600)
  try {
    for (let at = 0; at < records.length; at += BUFFERS_AT_ONCE) writeAll(fd, records.slice(at, at + BUFFERS_AT_ONCE))
  } finally {
    closeSync(fd)
  }
}

function writeAll(fd: number, buffers: readonly Buffer[]): void {
  const wanted = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
  if (writevSync(fd, buffers) < wanted) throw new Error('short write')
}

interface SavedRecord {
  readonly piece: number
  readonly size: number
  readonly block: number
  readonly data: Uint8Array
}

function* recordsOf(bytes: Buffer): Generator<SavedRecord> {
  for (let at = 0; at + HEADER <= bytes.length;) {
    const length = bytes.readUInt32BE(at + 12)
    const end = at + HEADER + length
    if (length > BLOCK || end > bytes.length) return
    const data = bytes.subarray(at + HEADER, end)
    // Behind a torn record nothing is certain, not even where the next begins.
    if (crc32(data, crc32(bytes.subarray(at, at + 16))) !== bytes.readUInt32BE(at + 16)) return
    yield { piece: bytes.readUInt32BE(at), size: bytes.readUInt32BE(at + 4), block: bytes.readUInt32BE(at + 8), data }
    at = end
  }
}

/** As many as fit, the fullest first. */
function bounded(partials: readonly PartialPiece[]): PartialPiece[] {
  let bytes = 0
  return partials
    .toSorted((a, b) => count(b.have) / b.have.length - count(a.have) / a.have.length)
    .filter(({ have }) => (bytes += count(have) * BLOCK) <= MOST_BYTES)
}

const count = (have: Uint8Array): number => have.reduce((sum, block) => sum + block, 0)

function readIfThere(path: string | null): Buffer {
  try {
    return path === null ? Buffer.alloc(0) : readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
