// Which pieces are being written: a file that is only appended to and never synced, so that a line costs microseconds
// and still outlives this process. After a power loss lines may be missing or torn: their pieces are fetched again.
// Invariant: until `settled` or `dropped`, a piece that was `writing` is in the file.

import { closeSync, ftruncateSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** 20 bytes of infohash, piece, CRC-32 of these; all numbers big-endian. */
const LINE = 28
const DROPPED = 0x80000000
const ALL = 0xffffffff
/** A file longer than this is written anew with what still counts. */
const LONG = 1024 * 1024

export class SuspectLog {
  readonly #path: string
  #fd: number
  #length = 0
  readonly #suspects = new Map<string, Set<number>>()

  /** Takes up what an earlier process left. */
  constructor(path: string) {
    this.#path = path
    this.#load()
    this.#fd = this.#rewrite()
  }

  of(id: string): number[] {
    return [...(this.#suspects.get(id) ?? [])]
  }

  writing(id: string, piece: number): void {
    const suspects = this.#suspects.get(id) ?? new Set()
    this.#suspects.set(id, suspects.add(piece))
    this.#append(id, piece)
  }

  /** They are durable: that, not this file, is what counts from now on. */
  settled(id: string, pieces: Iterable<number>): void {
    const suspects = this.#suspects.get(id)
    if (suspects === undefined) return
    for (const piece of pieces) suspects.delete(piece)
    if (suspects.size === 0) this.#suspects.delete(id)
    this.#shorten()
  }

  /** They are not on disk. */
  dropped(id: string, pieces: Iterable<number>): void {
    const suspects = this.#suspects.get(id)
    for (const piece of pieces) if (suspects?.delete(piece) === true) this.#append(id, piece | DROPPED)
  }

  droppedAll(id: string): void {
    if (this.#suspects.delete(id)) this.#append(id, ALL)
  }

  close(): void {
    closeSync(this.#fd)
  }

  #append(id: string, word: number): void {
    try {
      writeSync(this.#fd, line(id, word >>> 0))
      this.#length += LINE
    } catch {
      // A full state disk: should the process end now, the piece is fetched again. Nothing is claimed by its absence.
    }
    this.#shorten()
  }

  #shorten(): void {
    if (this.#length > 0 && this.#suspects.size === 0) {
      ftruncateSync(this.#fd, 0)
      this.#length = 0
    } else if (this.#length > LONG && this.#length > 2 * this.#liveBytes()) {
      closeSync(this.#fd)
      this.#fd = this.#rewrite()
    }
  }

  #liveBytes(): number {
    let pieces = 0
    for (const suspects of this.#suspects.values()) pieces += suspects.size
    return pieces * LINE
  }

  #rewrite(): number {
    const lines: Buffer[] = []
    for (const [id, suspects] of this.#suspects) for (const piece of suspects) lines.push(line(id, piece))
    const next = `${this.#path}.new`
    writeFileSync(next, Buffer.concat(lines))
    renameSync(next, this.#path)
    this.#length = lines.length * LINE
    return openSync(this.#path, 'a', 0o600)
  }

  #load(): void {
    const bytes = readIfThere(this.#path)
    for (let at = 0; at + LINE <= bytes.length; at += LINE) {
      const body = bytes.subarray(at, at + LINE - 4)
      if (crc32(body) !== bytes.readUInt32BE(at + LINE - 4)) continue
      this.#replay(body.toString('hex', 0, 20), body.readUInt32BE(20))
    }
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

function line(id: string, word: number): Buffer {
  const bytes = Buffer.alloc(LINE)
  bytes.write(id, 0, 20, 'hex')
  bytes.writeUInt32BE(word, 20)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 24)), 24)
  return bytes
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
