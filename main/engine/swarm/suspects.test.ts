import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK } from '../../../app/swarm/picker.ts'
import type { Sender } from './bans.ts'
import { Suspects } from './suspects.ts'

const BLOCKS = 4
const senders: readonly Sender[] = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
  address: `${name}:1`,
  peerId: name,
  incoming: false,
}))
const good = new Uint8Array(BLOCKS * BLOCK - 100).map((_, at) => at % 251)

/** The piece as it came in; `bad` blocks have one byte changed. */
const withBad = (bad: readonly boolean[]): Uint8Array => {
  const data = good.slice()
  bad.forEach((is, block) => {
    if (is) data[block * BLOCK + 5] = 255
  })
  return data
}

describe('who lied about a piece', () => {
  it('is exactly who sent a block that is not the good one, over any number of failures', async () => {
    const attempt = fc.record({
      from: fc.array(fc.constantFrom(...senders, null), { minLength: BLOCKS, maxLength: BLOCKS }),
      bad: fc.array(fc.boolean(), { minLength: BLOCKS, maxLength: BLOCKS }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 6 }), async (attempts) => {
        const suspects = new Suspects()
        const failures = attempts.filter(({ bad }) => bad.includes(true))
        for (const { from, bad } of failures) void suspects.failed(7, withBad(bad), from)
        expect(suspects.fails(7)).toBe(failures.length)
        const liars = await suspects.verified(7, good)
        const expected = failures.flatMap(({ from, bad }) => from.filter((one, block) => one !== null && bad[block]))
        expect(new Set(liars)).toEqual(new Set(expected))
        expect(suspects.kept).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('is not known of a piece that never failed', async () => {
    const suspects = new Suspects()
    await suspects.failed(1, withBad([true, false, false, false]), [...senders.slice(0, BLOCKS)])
    expect((await suspects.verified(2, good)).size).toBe(0)
    expect(suspects.kept).toBe(BLOCKS)
  })

  it('is forgotten for the oldest pieces before it fills memory', async () => {
    const suspects = new Suspects()
    const tiny = new Uint8Array(16)
    const from = Array.from({ length: 10_000 }, () => senders[0] ?? null)
    for (let piece = 0; piece < 8; piece++) await suspects.failed(piece, tiny, from)
    expect(suspects.kept).toBeLessThanOrEqual(65_536)
    expect(suspects.fails(0)).toBe(0)
    expect(suspects.fails(7)).toBe(1)
  })
})
