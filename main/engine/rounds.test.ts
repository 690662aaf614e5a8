import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rounds } from './rounds.ts'

const listOf = (count: number): Map<number, number> => new Map(Array.from({ length: count }, (_, n) => [n, n]))

describe('a round', () => {
  it('reaches everyone who stays within its steps and one more, whoever comes and goes', () => {
    const scenario = fc.record({
      size: fc.integer({ min: 0, max: 200 }),
      steps: fc.integer({ min: 1, max: 20 }),
      removed: fc.array(fc.nat(199)),
    })
    fc.assert(
      fc.property(scenario, ({ size, steps, removed }) => {
        const all = listOf(size)
        const rounds = new Rounds(() => all, steps)
        const seen = new Set<number>()
        for (let step = 0; step <= steps; step++) {
          for (const one of rounds.step()) seen.add(one)
          const gone = removed[step]
          if (gone !== undefined) all.delete(gone)
        }
        for (const one of all.keys()) expect(seen.has(one)).toBe(true)
      }),
    )
  })

  it('takes no more at a time than its part, and at least so many', () => {
    const all = listOf(100)
    expect([...new Rounds(() => all, 50).step()]).toEqual([0, 1])
    expect([...new Rounds(() => all, 50, 30).step()].length).toBe(30)
  })
})
