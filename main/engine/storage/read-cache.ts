// Memory for what is read ahead, shared by all torrents and bounded in bytes; buffers are used again, for fresh memory
// costs more than reading a warm disk. Leaves keys and filling to its users. Invariant: a buffer is used again only
// when it is out of the cache and every view lent from it was given back; one never given back is left to the
// garbage collector.

interface Chunk {
  readonly key: number
  /** A buffer of a power of two; the first `length` bytes count. */
  readonly memory: Uint8Array
  readonly length: number
  lent: number
  cached: boolean
}

const SPACE = 2 ** 30
const SMALLEST = 16 * 1024
/** Bytes of unused buffers kept, as a share of the limit. */
const SPARE_SHARE = 0.25

export class ReadCache {
  readonly #limit: number
  #bytes = 0
  #spareBytes = 0
  readonly #spares = new Map<number, Uint8Array[]>()
  /** Least recently used first. */
  readonly #chunks = new Map<number, Chunk>()
  readonly #byMemory = new WeakMap<ArrayBufferLike, Chunk>()
  #latest: Chunk | null = null
  #nextSpace = 0

  constructor(limit = 16 * 1024 * 1024) {
    this.#limit = limit
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The first of a range of keys that no other user has: 2 ** 30 of them. */
  space(): number {
    return this.#nextSpace++ * SPACE
  }

  /** A view of the cached bytes, lent until released; null when they are not here. */
  lend(key: number, start: number, end: number): Uint8Array | null {
    const chunk = this.#latest?.key === key ? this.#latest : this.#find(key)
    if (chunk === null) return null
    chunk.lent++
    return chunk.memory.subarray(start, end)
  }

  /** Memory to read into, longer than asked for; hand it to `put` or `discard`. */
  take(length: number): Uint8Array {
    const size = sizeFor(length)
    const spare = this.#spares.get(size)?.pop()
    if (spare === undefined) return Buffer.allocUnsafeSlow(size)
    this.#spareBytes -= size
    return spare
  }

  discard(memory: Uint8Array): void {
    if (this.#spareBytes + memory.length > this.#limit * SPARE_SHARE) return
    const spares = this.#spares.get(memory.length) ?? []
    this.#spares.set(memory.length, spares)
    spares.push(memory)
    this.#spareBytes += memory.length
  }

  put(key: number, memory: Uint8Array, length: number): void {
    this.drop(key)
    const chunk: Chunk = { key, memory, length, lent: 0, cached: true }
    this.#chunks.set(key, chunk)
    this.#byMemory.set(memory.buffer, chunk)
    this.#bytes += memory.length
    for (const oldest of this.#chunks.values()) {
      if (this.#bytes <= this.#limit || oldest === chunk) break
      this.#evict(oldest)
    }
  }

  drop(key: number): void {
    const chunk = this.#chunks.get(key)
    if (chunk !== undefined) this.#evict(chunk)
  }

  /** All of one user's. */
  dropSpace(space: number): void {
    for (const chunk of [...this.#chunks.values()]) {
      if (chunk.key >= space && chunk.key < space + SPACE) this.#evict(chunk)
    }
  }

  /** A view that `lend` answered is not looked at any more. Once a view; other memory is none of our business. */
  release(view: Uint8Array): void {
    const { buffer } = view
    const chunk = this.#latest?.memory.buffer === buffer ? this.#latest : this.#byMemory.get(buffer)
    if (chunk === undefined || chunk.lent === 0) return
    chunk.lent--
    if (chunk.lent === 0 && !chunk.cached) this.#recycle(chunk)
  }

  #find(key: number): Chunk | null {
    const chunk = this.#chunks.get(key)
    if (chunk === undefined) return null
    this.#chunks.delete(key)
    this.#chunks.set(key, chunk)
    this.#latest = chunk
    return chunk
  }

  #evict(chunk: Chunk): void {
    this.#chunks.delete(chunk.key)
    if (this.#latest === chunk) this.#latest = null
    chunk.cached = false
    this.#bytes -= chunk.memory.length
    if (chunk.lent === 0) this.#recycle(chunk)
  }

  #recycle(chunk: Chunk): void {
    this.#byMemory.delete(chunk.memory.buffer)
    this.discard(chunk.memory)
  }
}

const sizeFor = (length: number): number => Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(Math.max(1, length))))
