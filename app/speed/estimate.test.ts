import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { estimate, type EstimateInput } from './estimate.ts'
import type { Price } from './terms.ts'

const MIB = 1_048_576
const input: EstimateInput = {
  wanted: 600 * MIB,
  rate: MIB,
  limit: null,
  serving: 2,
  left: 10_000n as Amount,
  ceiling: 10n as Price,
  sellers: [{ ask: 2n as Price, rate: MIB / 2, choked: false }],
}

describe('the estimate', () => {
  it('says seconds at the ask, and the most it can cost: all that is wanted, at the ceiling bids may rise to', () => {
    expect(estimate(input)).toEqual({ secondsSooner: 200, cost: 6_000n })
  })

  it('takes one that chokes us for as good as who serves us', () => {
    const sellers = [{ ask: 2n as Price, rate: 0, choked: true }]
    expect(estimate({ ...input, sellers })).toEqual({ secondsSooner: 200, cost: 6_000n })
  })

  it('costs no more than may be spent, and brings no more than that buys', () => {
    const half = estimate({ ...input, left: 400n as Amount })
    expect(half).toEqual({ secondsSooner: 100, cost: 400n })
  })

  it('is silent when nothing is known, nobody can be paid, or our line is full', () => {
    expect(estimate({ ...input, rate: 0 })).toBeNull()
    expect(estimate({ ...input, sellers: [] })).toBeNull()
    expect(estimate({ ...input, ceiling: 1n as Price })).toBeNull()
    expect(estimate({ ...input, limit: MIB })).toBeNull()
    expect(estimate({ ...input, left: 0n as Amount })).toBeNull()
  })
})
