import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PartialPiece } from '../storage/store.ts'
import { PartialsFolder } from './partials-file.ts'

const BLOCK = 16 * 1024
const id = '33'.repeat(20)
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-partials-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Only the blocks that are there count. */
function partial(piece: number, have: readonly number[], size = have.length * BLOCK): PartialPiece {
  const data = new Uint8Array(size)
  have.forEach((there, block) => there === 1 && data.fill(piece + block + 1, block * BLOCK, (block + 1) * BLOCK))
  return { piece, have: Uint8Array.from(have), data }
}

const loaded = (): PartialPiece[] => new PartialsFolder(folder).load(id)
/** It has one file, but for one that is just going. */
const file = (): string => {
  const numbers = readdirSync(folder).map((name) => Number(name.slice(id.length + 1)))
  return join(folder, `${id}.${Math.max(...numbers)}`)
}
const size = (): number => statSync(file()).size

describe('unfinished pieces', () => {
  it('come back with the blocks they had', () => {
    const given = [partial(1, [1, 0, 1]), partial(7, [0, 1], BLOCK + 100)]
    new PartialsFolder(folder).save(id, given)
    expect(loaded()).toEqual(expect.arrayContaining(given))
  })

  it('cost only what is new', () => {
    const partials = new PartialsFolder(folder)
    partials.save(id, [partial(1, [1, 0, 0, 0])])
    const before = size()
    partials.save(id, [partial(1, [1, 1, 0, 0])])
    expect(size() - before).toBeLessThan(BLOCK + 100)
    partials.save(id, [partial(1, [1, 1, 0, 0])])
    expect(size() - before).toBeLessThan(BLOCK + 100)
    expect(loaded()).toEqual([partial(1, [1, 1, 0, 0])])
  })

  it('are forgotten when they are finished or begun anew', async () => {
    const partials = new PartialsFolder(folder)
    partials.save(id, [partial(1, [1, 1]), partial(2, [1, 0])])
    partials.save(id, [partial(2, [0, 1])])
    expect(loaded()).toEqual([partial(2, [0, 1])])
    partials.save(id, [])
    expect(partials.load(id)).toEqual([])
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]))
  })

  it('lose what a crash tore, and nothing else', () => {
    new PartialsFolder(folder).save(id, [partial(1, [1, 1, 1])])
    truncateSync(file(), size() - 10)
    expect(loaded()).toEqual([partial(1, [1, 1, 0])])
  })

  it('take no more room than twice what counts', () => {
    const partials = new PartialsFolder(folder)
    for (let piece = 0; piece < 3000; piece++) partials.save(id, [partial(piece, [1, 0]), partial(piece + 1, [1, 0])])
    expect(size()).toBeLessThan(9 * 1024 * 1024)
    expect(loaded()).toHaveLength(2)
  })

  it('are kept up to 64 MiB, the fullest first', () => {
    const blocks = 64
    const pieces = Array.from({ length: 70 }, (_, piece) =>
      partial(
        piece,
        Array.from({ length: blocks }, (_each, block) => (block < blocks - (piece % 2) ? 1 : 0)),
      ),
    )
    new PartialsFolder(folder).save(id, pieces)
    expect(size()).toBeLessThan(65 * 1024 * 1024)
    expect(loaded().filter(({ piece }) => piece % 2 === 0)).toHaveLength(35)
  })
})
