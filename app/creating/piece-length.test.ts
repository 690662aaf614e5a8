import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { autoPieceLength, LONGEST_PIECE, pieceCount, pieceLengths, SHORTEST_PIECE } from './piece-length.ts'

const GiB = 1024 ** 3

describe('the length of pieces', () => {
  it('offers powers of two from 16 KiB to 16 MiB', () => {
    expect(pieceLengths[0]).toBe(16_384)
    expect(pieceLengths.at(-1)).toBe(16_777_216)
    expect(pieceLengths.every((length) => Number.isInteger(Math.log2(length)))).toBe(true)
  })

  it('makes one to two thousand pieces of everything in between', () => {
    const between = fc.integer({ min: SHORTEST_PIECE * 2_000 + 1, max: LONGEST_PIECE * 2_000 })
    fc.assert(
      fc.property(between, (size) => {
        const count = pieceCount(size, autoPieceLength(size))
        expect(count).toBeGreaterThan(1_000)
        expect(count).toBeLessThanOrEqual(2_000)
      }),
    )
  })

  it.each([
    [1, 16_384],
    [700 * 1024 ** 2, 512 * 1024],
    [4 * GiB, 4 * 1024 ** 2],
    [5_000 * GiB, 16 * 1024 ** 2],
  ])('takes for %i bytes pieces of %i', (size, length) => {
    expect(autoPieceLength(size)).toBe(length)
  })
})
