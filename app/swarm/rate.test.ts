import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateMeter } from './rate.ts'
import { TokenBucket } from './token-bucket.ts'

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

describe('the token bucket', () => {
  it('lets through the rate over time, plus at most its burst and one block', () => {
    const rates = fc.integer({ min: 20_000, max: 5_000_000 })
    fc.assert(
      fc.property(rates, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }), (rate, steps) => {
        const bucket = new TokenBucket(rate)
        let now = 0
        let spent = 0
        bucket.available(now)
        for (const step of steps) {
          now += step
          while (bucket.available(now) > 0) {
            bucket.spend(16_384)
            spent += 16_384
          }
        }
        expect(spent).toBeLessThanOrEqual((rate * now) / 1000 + Math.max(rate * 0.25, 16_384) + 16_384)
        if (steps.every((step) => step <= 200)) expect(spent).toBeGreaterThanOrEqual((rate * now) / 1000 - 16_384)
      }),
    )
  })
  it('is endless without a rate', () => {
    const bucket = new TokenBucket(null)
    bucket.spend(1e12)
    expect(bucket.available(5)).toBe(Infinity)
  })
})
