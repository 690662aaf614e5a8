import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, lstatSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { HashPool } from './hash-pool.ts'
import { LOOK_FIELDS, type HashJob } from './hasher.ts'
import { randomFrom } from './testing/sample-torrent.ts'

const folder = mkdtempSync(join(tmpdir(), 'swiftseed-hash-'))
const path = join(folder, 'a')
const random = randomFrom(5)
const bytes = Buffer.from(Array.from({ length: 3_000_000 }, () => Math.floor(random() * 256)))
writeFileSync(path, bytes)
const PIECE = 10_000
const jobs: readonly HashJob[] = Array.from({ length: 300 }, (_, piece) => ({
  piece,
  ranges: [{ path, offset: piece * PIECE, length: PIECE }],
}))

afterAll(() => rmSync(folder, { recursive: true }))

const sha1 = (...parts: Uint8Array[]): string => createHash('sha1').update(Buffer.concat(parts)).digest('hex')

describe('hashing threads', () => {
  it('hash every piece once, whatever their number', async () => {
    for (const threads of [1, 2, 4]) {
      await using pool = new HashPool(threads)
      const found = new Map<number, string>()
      await pool.hash(jobs, (piece, digest) => {
        expect(found.has(piece)).toBe(false)
        found.set(piece, Buffer.from(digest ?? []).toString('hex'))
      })
      expect(found.size).toBe(300)
      for (const [piece, hex] of found) expect(hex).toBe(sha1(bytes.subarray(piece * PIECE, (piece + 1) * PIECE)))
    }
  })

  it('tell bytes that are not there from a system that refuses, and go on', async () => {
    symlinkSync(path, join(folder, 'link'))
    await using pool = new HashPool(1)
    const said: [number, string | null, string | null][] = []
    const at = (piece: number, where: string | null, length = 10): HashJob => ({
      piece,
      ranges: [{ path: where, offset: 0, length }],
    })
    const asked = [at(0, join(folder, 'none')), at(1, path, 4_000_000), at(2, folder), at(3, join(folder, 'link'))]
    await pool.hash([...asked, at(4, path), at(5, null)], (piece, digest, refusal) =>
      said.push([piece, digest && Buffer.from(digest).toString('hex'), refusal]),
    )
    expect(said).toEqual([
      [0, null, 'ENOENT'],
      [1, null, null],
      [2, null, 'EACCES'],
      [3, null, 'ELOOP'],
      [4, sha1(bytes.subarray(0, 10)), null],
      [5, sha1(new Uint8Array(10)), null],
    ])
  })

  it('stop when told, with the reason', async () => {
    await using pool = new HashPool(2)
    const stop = new AbortController()
    const hashed = pool.hash(jobs, () => stop.abort('enough'), stop.signal)
    await expect(hashed).rejects.toBe('enough')
    await pool.hash(jobs.slice(0, 1), (_, digest) => expect(digest).not.toBeNull())
  })

  it('go on to the next run while the event loop is held up', async () => {
    await using pool = new HashPool(1)
    await pool.hash(jobs.slice(0, 1), () => undefined)
    let reported = 0
    const hashing = pool.hash(jobs, () => void reported++)
    await new Promise(setImmediate)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
    // Two runs: 256 pieces, and the other 44.
    expect(reported).toBe(300)
    await hashing
  })

  it('refuse work once closed', async () => {
    const pool = new HashPool(1)
    await pool[Symbol.asyncDispose]()
    await expect(pool.hash(jobs, () => undefined)).rejects.toThrow('closed')
  })

  it('take a file for a file whatever it is called', async () => {
    const archive = join(folder, 'an archive.asar')
    writeFileSync(`${archive}.tmp`, bytes.subarray(0, 100))
    renameSync(`${archive}.tmp`, archive)
    await using pool = new HashPool(1)
    const said: (string | null)[] = []
    await pool.hash([{ piece: 0, ranges: [{ path: archive, offset: 0, length: 100 }] }], (_, digest) =>
      said.push(digest && Buffer.from(digest).toString('hex')),
    )
    expect(said).toEqual([sha1(bytes.subarray(0, 100))])
    expect([...(await pool.look([archive])).subarray(0, 2)]).toEqual([2, 100])
  })

  it('look at any number of paths in the order they are asked for, and follow no link', async () => {
    const place = mkdtempSync(join(folder, 'looks-'))
    const paths = Array.from({ length: 1_000 }, (_, n) => join(place, `file ${n}`))
    for (const [n, at] of paths.entries()) {
      if (n % 10 === 0) mkdirSync(at)
      else if (n % 10 === 1) symlinkSync(path, at)
      else if (n % 10 > 2) writeFileSync(at, Buffer.alloc(n))
    }
    await using pool = new HashPool(2)
    const looks = await pool.look(paths)
    expect(looks.length).toBe(paths.length * LOOK_FIELDS)
    for (const [n, at] of paths.entries()) {
      const [state, ...rest] = looks.subarray(n * LOOK_FIELDS, (n + 1) * LOOK_FIELDS)
      expect(state).toBe(n % 10 > 2 ? 2 : 0)
      if (state === 0) continue
      const { size, mtimeMs, ctimeMs, ino, dev, blocks, birthtimeMs } = lstatSync(at)
      expect(rest).toEqual([size, mtimeMs, ctimeMs, ino, dev, blocks * 512, birthtimeMs])
    }
  })
})
