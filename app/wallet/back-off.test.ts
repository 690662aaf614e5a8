import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failedAt, NO_FAILURES, waitMs, type BackOff } from './back-off.ts'

const after = (failures: number): BackOff => {
  let state = NO_FAILURES
  for (let i = 0; i < failures; i++) state = failedAt(state, 1_000)
  return state
}

describe('after wrong passwords', () => {
  it('four cost nothing, then the wait doubles up to a minute', () => {
    const waits = Array.from({ length: 14 }, (_, failures) => waitMs(after(failures), 1_000) / 1_000)
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  it('the wait ends, and is never longer than a minute', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(100_000), (failures, later) => {
        const wait = waitMs(after(failures), 1_000 + later)
        expect(wait).toBeLessThanOrEqual(60_000)
        expect(wait).toBe(Math.max(0, waitMs(after(failures), 1_000) - later))
      }),
    )
  })
})
