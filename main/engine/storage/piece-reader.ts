// Reading for peers: a megabyte ahead, answered as views without copying. Leaves memory to the ReadCache. Invariant:
// what is cached is what the disk held when the piece was known to be there; `drop` comes before it is written anew.

import type { Clock } from './clock.ts'
import type { Layout } from './layout.ts'
import type { PieceDisk } from './piece-disk.ts'
import type { ReadCache } from './read-cache.ts'
import { DiskError } from './store.ts'

const CHUNK = 1024 * 1024
/** A synchronous read this slow (ms) held up every peer: for a while nothing is read that way. */
const SLOW_MS = 40
const REST_MS = 250

interface PieceReaderOptions {
  readonly layout: Layout
  readonly pieceLength: number
  readonly pieces: PieceDisk
  readonly cache: ReadCache
  readonly clock: Clock
}

export class PieceReader {
  readonly #options: PieceReaderOptions
  readonly #chunksPerPiece: number
  readonly #space: number
  readonly #reading = new Map<number, Promise<void>>()
  #restUntil = -Infinity

  constructor(options: PieceReaderOptions) {
    this.#options = options
    this.#chunksPerPiece = Math.ceil(options.pieceLength / CHUNK)
    this.#space = options.cache.space()
  }

  /** Null: not without waiting. */
  now(piece: number, offset: number, length: number): Uint8Array | null {
    const chunk = Math.floor(offset / CHUNK)
    if (offset + length > (chunk + 1) * CHUNK) return null
    const key = this.#key(piece, chunk)
    const start = offset - chunk * CHUNK
    const held = this.#options.cache.lend(key, start, start + length)
    if (held !== null) return held
    return this.#fillNow(piece, chunk, key) ? this.#options.cache.lend(key, start, start + length) : null
  }

  async read(piece: number, offset: number, length: number): Promise<Uint8Array> {
    const chunk = Math.floor(offset / CHUNK)
    if (offset + length > (chunk + 1) * CHUNK) return this.#readUncached(piece, offset, length)
    const key = this.#key(piece, chunk)
    const start = offset - chunk * CHUNK
    for (;;) {
      const held = this.#options.cache.lend(key, start, start + length)
      if (held !== null) return held
      await this.#fill(piece, chunk, key)
    }
  }

  /** The piece is not what it was: neither is what is being read of it. */
  drop(piece: number): void {
    for (let chunk = 0; chunk < this.#chunksPerPiece; chunk++) {
      this.#options.cache.drop(this.#key(piece, chunk))
      this.#reading.delete(this.#key(piece, chunk))
    }
  }

  dropAll(): void {
    this.#options.cache.dropSpace(this.#space)
    this.#reading.clear()
  }

  #fillNow(piece: number, chunk: number, key: number): boolean {
    const { cache, clock, pieces } = this.#options
    const started = clock.now()
    if (started < this.#restUntil) return false
    const length = this.#chunkLength(piece, chunk)
    const memory = cache.take(length)
    let filled = false
    try {
      filled = pieces.readNow(piece, chunk * CHUNK, memory.subarray(0, length))
    } catch {
      // Whatever is wrong, the read that waits will meet it too, and can say so.
    }
    const ended = clock.now()
    if (ended - started > SLOW_MS) this.#restUntil = ended + REST_MS
    if (filled) cache.put(key, memory, length)
    else cache.discard(memory)
    return filled
  }

  #fill(piece: number, chunk: number, key: number): Promise<void> {
    const running = this.#reading.get(key)
    if (running !== undefined) return running
    const reading: Promise<void> = this.#readChunk(piece, chunk, (memory, length) => {
      if (this.#reading.get(key) !== reading) throw new DiskError('missing')
      this.#options.cache.put(key, memory, length)
    }).finally(() => {
      if (this.#reading.get(key) === reading) this.#reading.delete(key)
    })
    this.#reading.set(key, reading)
    return reading
  }

  async #readChunk(piece: number, chunk: number, keep: (memory: Uint8Array, length: number) => void): Promise<void> {
    const { cache, pieces } = this.#options
    const length = this.#chunkLength(piece, chunk)
    const memory = cache.take(length)
    try {
      await pieces.read(piece, chunk * CHUNK, memory.subarray(0, length))
      keep(memory, length)
    } catch (error) {
      cache.discard(memory)
      throw error
    }
  }

  async #readUncached(piece: number, offset: number, length: number): Promise<Uint8Array> {
    const target = new Uint8Array(length)
    await this.#options.pieces.read(piece, offset, target)
    return target
  }

  #chunkLength(piece: number, chunk: number): number {
    return Math.min(CHUNK, this.#options.layout.pieceSize(piece) - chunk * CHUNK)
  }

  #key(piece: number, chunk: number): number {
    return this.#space + piece * this.#chunksPerPiece + chunk
  }
}
