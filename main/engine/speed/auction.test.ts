import { describe, it } from 'vitest'
import { measureAuction } from './testing/auction.ts'

const RATE = 1_000_000

describe('a seller with a limited upload', { concurrent: true }, () => {
  it(
    'gives two buyers bidding 3 : 1 as much, and a free peer beside them keeps its part',
    { timeout: 60_000 },
    async ({ expect }) => {
      const { buyers, free, rate, promised, earned, crashes } = await measureAuction({
        rate: RATE,
        prices: [3, 1],
        free: 1,
        seconds: 8,
      })
      const [much = 0, little = 1] = buyers
      const all = [...buyers, ...free].reduce((sum, bytes) => sum + bytes, 0)
      expect(much / little).toBeGreaterThan(2.7)
      expect(much / little).toBeLessThan(3.3)
      expect((free[0] ?? 0) / all).toBeGreaterThan(0.36)
      expect(rate).toBeGreaterThan(RATE * 0.75)
      expect(promised.every((sum) => sum > 0n)).toBe(true)
      // What was promised last may still be on its way.
      expect(earned).toBeLessThanOrEqual(promised.reduce((sum, one) => sum + one, 0n))
      expect(crashes).toBe(0)
    },
  )
})
