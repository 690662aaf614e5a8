import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateTicks } from './rate-axis.ts'

describe('the axis of the rates graph', () => {
  it('covers every value in two to four equal steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), fc.constantFrom('binary', 'decimal'), (most, system) => {
        const ticks = rateTicks(most, system)
        const [zero = -1, step = -1] = ticks
        expect(zero).toBe(0)
        expect(ticks.length).toBeGreaterThanOrEqual(3)
        expect(ticks.length).toBeLessThanOrEqual(5)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
        ticks.forEach((tick, index) => expect(tick).toBe(index * step))
      }),
    )
  })

  it('steps in round numbers of the chosen units', () => {
    expect(rateTicks(3_000_000, 'decimal')).toEqual([0, 1_000_000, 2_000_000, 3_000_000])
    expect(rateTicks(3 * 1024 ** 2, 'binary')).toEqual([0, 1024 ** 2, 2 * 1024 ** 2, 3 * 1024 ** 2])
    expect(rateTicks(0, 'binary')).toEqual([0, 1024, 2048])
  })
})
