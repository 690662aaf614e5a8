import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { automaticSlots, steadySlots } from './slot-count.ts'
import { UplinkEstimate } from './uplink.ts'

/** A line of so many B/s with endless demand, sent at the pace of the estimate; sockets fill when that is too fast. */
const run = (estimate: UplinkEstimate, line: number, seconds: number, seen: (rate: number, pace: number) => void) => {
  let backlog = 0
  for (let second = 0; second < seconds; second++) {
    const pace = estimate.rate ?? Infinity
    const offered = Math.min(pace, line * 1.3 - backlog) + backlog
    const rate = Math.min(line, offered)
    backlog = offered - rate
    seen(rate, pace)
    estimate.observe({ rate, heldUp: backlog > 0, paced: pace <= offered })
  }
}

const lines = fc.integer({ min: 10_000, max: 500_000_000 })

describe('the estimate of the uplink', () => {
  it('keeps near the line from above, and the line busy', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const estimate = new UplinkEstimate()
        run(estimate, line, 20, () => undefined)
        let sent = 0
        run(estimate, line, 60, (rate, pace) => {
          sent += rate
          expect(pace).toBeGreaterThan(line * 0.85)
          expect(pace).toBeLessThan(line * 1.35)
        })
        expect(sent).toBeGreaterThan(line * 60 * 0.97)
      }),
    )
  })

  it('follows a line that changes within half a minute', () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0.1, max: 20, noNaN: true }), (line, change) => {
        const estimate = new UplinkEstimate()
        run(estimate, line, 20, () => undefined)
        run(estimate, line * change, 30, () => undefined)
        expect(estimate.rate ?? 0).toBeGreaterThan(line * change * 0.85)
        expect(estimate.rate ?? 0).toBeLessThan(line * change * 1.35)
      }),
    )
  })

  it('is not lowered by nobody wanting anything', () => {
    const estimate = new UplinkEstimate()
    run(estimate, 1_000_000, 20, () => undefined)
    const before = estimate.rate ?? 0
    for (let second = 0; second < 600; second++) estimate.observe({ rate: 10, heldUp: false, paced: false })
    expect(estimate.rate).toBe(before)
  })
})

describe('the number of slots', () => {
  it('grows with the line, within bounds', () => {
    expect([null, 10_000, 100_000, 1_000_000, 10_000_000, 1e12].map(automaticSlots)).toEqual([20, 4, 8, 24, 77, 100])
  })

  it('does not follow every whim of a measured line', () => {
    expect(steadySlots(20, 23)).toBe(20)
    expect(steadySlots(20, 25)).toBe(25)
    expect(steadySlots(20, 12)).toBe(12)
  })
})
