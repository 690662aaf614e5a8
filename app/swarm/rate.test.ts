import { describe, expect, it } from 'vitest'
import { RateMeter } from './rate.ts'

describe('the rate meter', () => {
  it('shows a steady rate as it is', () => {
    const meter = new RateMeter()
    for (let ms = 0; ms < 20_000; ms += 100) meter.add(1_000, 50_000 + ms)
    expect(meter.rate(70_000)).toBeGreaterThan(8_000)
    expect(meter.rate(70_000)).toBeLessThan(11_000)
    expect(meter.total).toBe(200_000)
  })
  it('forgets after five seconds of nothing', () => {
    const meter = new RateMeter()
    meter.add(5_000, 1_000)
    expect(meter.rate(1_500)).toBe(5_000)
    expect(meter.rate(7_000)).toBe(0)
  })
})
