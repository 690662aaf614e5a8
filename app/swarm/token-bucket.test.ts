import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

const BLOCK = 16_384

const limitedTo = (rate: number): TokenBucket => {
  const bucket = new TokenBucket()
  bucket.setRate(rate)
  bucket.available(0)
  return bucket
}

describe('a rate limit', () => {
  it('never lets more through in any time than the rate, what is saved up, and a block', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 700, noNaN: true }), { minLength: 10, maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1_024, max: 50_000_000 }), gaps, (rate, pauses) => {
        const bucket = limitedTo(rate)
        const spent: { at: number; bytes: number }[] = []
        let now = 0
        for (const pause of pauses) {
          now += pause
          for (let block = 0; block < 400 && bucket.available(now) > 0; block++) {
            bucket.spend(BLOCK)
            spent.push({ at: now, bytes: BLOCK })
          }
        }
        let most = -Infinity
        for (let from = 0; from < spent.length; from += 7) {
          const start = spent[from]?.at ?? 0
          let sum = 0
          for (const { at, bytes } of spent.slice(from)) {
            sum += bytes
            most = Math.max(most, sum - rate * ((at - start) / 1000 + 0.1) - BLOCK)
          }
        }
        expect(most).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('gives the whole rate to who asks when told to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_024, max: 50_000_000 }), (rate) => {
        const bucket = limitedTo(rate)
        let spent = 0
        let now = 0
        while (now < 60_000) {
          now += Math.max(1, bucket.wait(now))
          while (bucket.available(now) > 0) {
            bucket.spend(BLOCK)
            spent += BLOCK
          }
        }
        expect(spent).toBeGreaterThanOrEqual(rate * 59 - BLOCK)
      }),
    )
  })

  it('forgives what came in uninvited beyond two seconds', () => {
    const bucket = limitedTo(100_000)
    bucket.spend(50_000_000)
    expect(bucket.wait(0)).toBeLessThanOrEqual(2_001)
  })

  it('takes back what was not used', () => {
    const bucket = limitedTo(100_000)
    bucket.spend(40_000)
    bucket.refund(40_000)
    expect(bucket.available(1)).toBeGreaterThan(0)
  })

  it('is none without a rate', () => {
    const bucket = new TokenBucket()
    bucket.spend(1e12)
    expect(bucket.available(0)).toBe(Infinity)
    expect(bucket.wait(0)).toBe(0)
  })
})
