// Which pieces are being written: a file of fixed size, written in place and never synced, so that a line costs a few
// microseconds and still outlives this process. After a power loss lines may be missing or torn: their pieces are
// fetched again. Invariant: until `settled` or `dropped`, a piece that was `writing` is in the file.

import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** 20 bytes of infohash, piece, round, CRC-32 of these; all numbers big-endian. */
const LINE = 32
const DROPPED = 0x80000000
const ALL = 0xffffffff
/** Growing a file makes the file system keep a journal of its own: so it has its size from the start. */
const LINES = 32 * 1024

export class SuspectLog {
  readonly #path: string
  #fd: number
  /** Where the next line goes. */
  #next = 0
  /** Lines of other rounds than that of the first are leftovers. */
  #round = 0
  readonly #suspects = new Map<string, Set<number>>()

  /** Takes up what an earlier process left. */
  constructor(path: string) {
    this.#path = path
    this.#load()
    this.#fd = this.#begin()
  }

  of(id: string): number[] {
    return [...(this.#suspects.get(id) ?? [])]
  }

  writing(id: string, piece: number): void {
    const suspects = this.#suspects.get(id) ?? new Set()
    this.#suspects.set(id, suspects.add(piece))
    this.#put(id, piece)
  }

  /** They are durable: that, not this file, is what counts from now on. */
  settled(id: string, pieces: Iterable<number>): void {
    const suspects = this.#suspects.get(id)
    if (suspects === undefined) return
    for (const piece of pieces) suspects.delete(piece)
    if (suspects.size === 0) this.#suspects.delete(id)
    if (this.#suspects.size === 0) this.#startRound()
  }

  /** They are not on disk. */
  dropped(id: string, pieces: Iterable<number>): void {
    const suspects = this.#suspects.get(id)
    for (const piece of pieces) if (suspects?.delete(piece) === true) this.#put(id, piece | DROPPED)
  }

  droppedAll(id: string): void {
    if (this.#suspects.delete(id)) this.#put(id, ALL)
  }

  close(): void {
    closeSync(this.#fd)
  }

  #put(id: string, word: number): void {
    try {
      if (this.#next === LINES) {
        const before = this.#fd
        this.#fd = this.#rewrite()
        closeSync(before)
        // What is still suspect is in it already, this line included.
        return
      }
      writeSync(this.#fd, line(id, word >>> 0, this.#round), 0, LINE, this.#next * LINE)
      this.#next++
    } catch {
      // A full state disk: should the process end now, the piece is fetched again. Nothing is claimed by its absence.
    }
  }

  /** Nothing is suspect: no line that is there counts any more. */
  #startRound(): void {
    this.#next = 0
    this.#round++
    try {
      writeSync(this.#fd, Buffer.alloc(LINE), 0, LINE, 0)
    } catch {
      // They will be taken for suspects: hashing them does no harm.
    }
  }

  /** Without room for a new file the old one is gone on with, or one that is empty as yet. */
  #begin(): number {
    try {
      return this.#suspects.size === 0 && existsSync(this.#path) ? this.#clear() : this.#rewrite()
    } catch {
      rmSync(`${this.#path}.new`, { force: true })
      return openSync(this.#path, existsSync(this.#path) ? 'r+' : 'wx+', 0o600)
    }
  }

  /** In place, for a file that is replaced gives its space back while everybody waits. */
  #clear(): number {
    const fd = openSync(this.#path, 'r+')
    writeSync(fd, Buffer.alloc(LINES * LINE), 0, LINES * LINE, 0)
    this.#next = 0
    this.#round = 1
    return fd
  }

  /** A new file with what still counts. */
  #rewrite(): number {
    const bytes = Buffer.alloc(Math.max(LINES, 2 * this.#count()) * LINE)
    let next = 0
    for (const [id, suspects] of this.#suspects) {
      for (const piece of suspects) line(id, piece, this.#round + 1).copy(bytes, next++ * LINE)
    }
    writeFileSync(`${this.#path}.new`, bytes, { mode: 0o600 })
    renameSync(`${this.#path}.new`, this.#path)
    const fd = openSync(this.#path, 'r+')
    this.#next = next
    this.#round++
    return fd
  }

  #count(): number {
    let count = 0
    for (const suspects of this.#suspects.values()) count += suspects.size
    return count
  }

  #load(): void {
    const bytes = readIfThere(this.#path)
    const round = bytes.length >= LINE ? bytes.readUInt32BE(24) : 0
    if (round === 0) return
    for (let at = 0; at + LINE <= bytes.length; at += LINE) {
      const body = bytes.subarray(at, at + LINE - 4)
      if (body.readUInt32BE(24) !== round) break
      this.#next = at / LINE + 1
      if (crc32(body) === bytes.readUInt32BE(at + LINE - 4))
        this.#replay(body.toString('hex', 0, 20), body.readUInt32BE(20))
    }
    this.#round = round
  }

  #replay(id: string, word: number): void {
    const suspects = this.#suspects.get(id) ?? new Set()
    if (word === ALL) suspects.clear()
    else if (word >= DROPPED) suspects.delete(word - DROPPED)
    else suspects.add(word)
    if (suspects.size > 0) this.#suspects.set(id, suspects)
    else this.#suspects.delete(id)
  }
}

function line(id: string, word: number, round: number): Buffer {
  const bytes = Buffer.alloc(LINE)
  bytes.write(id, 0, 20, 'hex')
  bytes.writeUInt32BE(word, 20)
  bytes.writeUInt32BE(round, 24)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, LINE - 4)), LINE - 4)
  return bytes
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
