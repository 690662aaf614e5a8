import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPrice } from './auto-bid.ts'
import type { Price } from './terms.ts'

const price = fc.bigInt({ min: 0n, max: 10n ** 24n }).map((units) => units as Price)
const rate = fc.nat({ max: 10_000_000 })
const p = (units: bigint): Price => units as Price

describe('a bid', () => {
  it('begins at the ask', () => {
    expect(nextPrice({ price: null, ask: p(100n), ceiling: p(500n), rate: 0, target: 10, contended: true })).toBe(100n)
  })

  it('grows by a quarter when too little comes and others want it too', () => {
    const low = { price: p(100n), ask: p(100n), ceiling: p(500n), rate: 5, target: 10 }
    expect(nextPrice({ ...low, contended: true })).toBe(125n)
    expect(nextPrice({ ...low, contended: false })).toBe(100n)
  })

  it('shrinks by a twentieth while enough comes, down to the ask', () => {
    const good = { ask: p(100n), ceiling: p(500n), rate: 10, target: 10, contended: true }
    expect(nextPrice({ ...good, price: p(200n) })).toBe(190n)
    expect(nextPrice({ ...good, price: p(101n) })).toBe(100n)
  })

  it('is never above the ceiling, below the ask, or nothing', () => {
    fc.assert(
      fc.property(
        fc.option(price),
        price,
        price,
        rate,
        rate,
        fc.boolean(),
        (now, ask, ceiling, its, target, contended) => {
          const next = nextPrice({ price: now, ask, ceiling, rate: its, target, contended })
          if (ask > ceiling || ceiling === 0n) expect(next).toBeNull()
          else {
            expect(next).not.toBeNull()
            expect(next).toBeLessThanOrEqual(ceiling)
            expect(next).toBeGreaterThanOrEqual(ask)
            expect(next).toBeGreaterThan(0n)
          }
        },
      ),
    )
  })

  it('reaches the ceiling in a contest, from one base unit as well', () => {
    let now: Price | null = p(1n)
    for (let step = 0; step < 40; step++)
      now = nextPrice({ price: now, ask: p(1n), ceiling: p(1_000n), rate: 0, target: 1, contended: true })
    expect(now).toBe(1_000n)
  })
})
