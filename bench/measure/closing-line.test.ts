import { describe, expect, it } from 'vitest'
import { atLeast, atMost, within } from './closing-line.ts'

describe('a bar', () => {
  it('is met at what is wanted, and not beyond', () => {
    expect([atLeast('', 2, 2).ok, atLeast('', 2, 1.9).ok]).toEqual([true, false])
    expect([atMost('', 2, 2).ok, atMost('', 2, 2.1).ok]).toEqual([true, false])
    expect([within('', 2, 0.1, 2.1).ok, within('', 2, 0.1, 2.3).ok]).toEqual([true, false])
  })

  it.each([NaN, Infinity, -Infinity])('is not met by %s, which is what nothing measured comes to', (got) => {
    for (const bar of [atLeast('', 2, got), atMost('', 2, got), within('', 2, 0.1, got)])
      expect(bar).toMatchObject({ got: 'nothing', ok: false })
  })
})
