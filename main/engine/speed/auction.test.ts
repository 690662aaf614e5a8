import { describe, it } from 'vitest'
import { measureAuction } from './testing/auction.ts'
import { measureCrowd } from './testing/crowd.ts'

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

  it(
    'leaves peers that pay nothing their part, however many bid, and takes nothing for it of who is outbid',
    { timeout: 60_000 },
    async ({ expect }) => {
      const { bidders, freePart, rate, promised } = await measureCrowd({
        rate: RATE,
        slots: 3,
        bidders: 4,
        free: 3,
        seconds: 8,
      })
      expect(freePart).toBeGreaterThan(0.38)
      expect(rate).toBeGreaterThan(RATE * 0.75)
      // One slot of three can be sold: to the highest bid.
      expect(bidders.slice(0, 3)).toEqual([0, 0, 0])
      expect(promised.slice(0, 3)).toEqual([0n, 0n, 0n])
      expect(promised[3]).toBeGreaterThan(0n)
    },
  )
})
