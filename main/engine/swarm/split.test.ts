import { describe, it } from 'vitest'
import { measureSplit } from './testing/split.ts'

const RATE = 1_000_000

describe('a limited upload', { concurrent: true }, () => {
  it.for([
    ['TCP', false],
    ['uTP', true],
  ] as const)('is split 9 : 1 between two buyers over %s', { timeout: 40_000 }, async ([, utp], { expect }) => {
    const { shares, rate, overUdp } = await measureSplit({ utp, rate: RATE, grants: [9, 1], seconds: 6 })
    const [much = 0, little = 1] = shares
    expect(overUdp > 0).toBe(utp)
    // Within 5 % over 20 s is for the bench to show; here one block either way is a fiftieth already.
    expect(much / little).toBeGreaterThan(8.3)
    expect(much / little).toBeLessThan(9.8)
    expect(rate).toBeGreaterThan(RATE * 0.8)
    expect(rate).toBeLessThan(RATE * 1.05)
  })

  it('leaves a peer that pays nothing its part beside two buyers', async ({ expect }) => {
    const { shares } = await measureSplit({ utp: false, rate: RATE, grants: [3, 1, 'free'], seconds: 6 })
    const [much = 0, little = 1, free = 0] = shares
    const all = much + little + free
    expect(much / little).toBeGreaterThan(2.7)
    expect(much / little).toBeLessThan(3.3)
    expect(free / all).toBeGreaterThan(0.37)
    expect(free / all).toBeLessThan(0.43)
  }, 40_000)
})
