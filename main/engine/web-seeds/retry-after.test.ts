import { describe, expect, it } from 'vitest'
import { retryAfterOf } from './retry-after.ts'

describe('how long a server asks to be left alone', () => {
  it('reads seconds and dates, and nothing else', () => {
    const now = Date.UTC(2026, 0, 1)
    expect(retryAfterOf('120', now)).toBe(120_000)
    expect(retryAfterOf('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60_000)
    expect(retryAfterOf('Thu, 01 Jan 2015 00:01:00 GMT', now)).toBe(0)
    expect([retryAfterOf('-5x', now), retryAfterOf('soon', now), retryAfterOf(undefined, now)]).toEqual([
      null,
      null,
      null,
    ])
  })
})
