import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount } from '../money/amount.ts'
import { bandwidthBytes, costOf, neededFor, type CostFacts } from './send-cost.ts'

const fees = {
  energy: amount(100n),
  bandwidth: amount(1_000n),
  activation: amount(1_100_000n),
  memo: amount(1_000_000n),
}
const none = { left: 0n, of: 0n }
const facts = (changed: Partial<CostFacts> = {}): CostFacts => ({
  bytes: 267,
  units: 0n,
  penalty: 0n,
  activates: false,
  hasMemo: false,
  fees,
  resources: { freeBandwidth: { left: 600n, of: 600n }, stakedBandwidth: none, energy: none },
  ...changed,
})

describe('the cost of a send', () => {
  it('of TRX is nothing while free bandwidth covers all of it, and every byte otherwise', () => {
    expect(costOf(facts())).toMatchObject({ likely: 0n, most: 267_000n, feeLimit: 0n })
    const short = { freeBandwidth: { left: 266n, of: 600n }, stakedBandwidth: none, energy: none }
    expect(costOf(facts({ resources: short })).likely).toBe(267_000n)
    expect(costOf(facts({ resources: null })).likely).toBe(267_000n)
  })

  it('of a new account is the activation in place of bandwidth', () => {
    expect(costOf(facts({ activates: true }))).toMatchObject({
      bandwidth: 0n,
      activation: 1_100_000n,
      likely: 1_100_000n,
    })
  })

  it('of a token is the energy that is not staked, with a margin in the limit', () => {
    const staked = { ...facts().resources, energy: { left: 10_000n, of: 10_000n } } as CostFacts['resources']
    const cost = costOf(facts({ units: 28_205n, resources: staked }))
    expect(cost.energy).toBe(1_820_500n)
    // ceil(28,205 × 1.2) units, staked or not: the limit counts both.
    expect(cost.feeLimit).toBe(3_384_600n)
  })

  it('needs the margin of its energy to be there, and no more', () => {
    const staked = { ...facts().resources, energy: { left: 10_000n, of: 10_000n } } as CostFacts['resources']
    const given = facts({ units: 28_205n, penalty: 1_000n, resources: staked })
    // ceil(29,205 × 1.2) units, without those that are staked.
    expect(neededFor(given, costOf(given))).toBe(2_504_600n)
    expect(neededFor(facts(), costOf(facts()))).toBe(0n)
  })

  it('has the memo’s fee when there is one', () => {
    expect(costOf(facts({ hasMemo: true })).likely).toBe(1_000_000n)
  })

  it('is likely no more than needed, and needed no more than the most', () => {
    const left = fc.bigInt({ min: 0n, max: 200_000n })
    fc.assert(
      fc.property(
        left,
        left,
        left,
        left,
        fc.boolean(),
        fc.boolean(),
        fc.nat(5_000),
        (free, staked, energy, units, activates, hasMemo, bytes) => {
          const resources = {
            freeBandwidth: { left: free, of: free },
            stakedBandwidth: { left: staked, of: staked },
            energy: { left: energy, of: energy },
          }
          const given = facts({
            resources,
            units,
            activates,
            hasMemo,
            bytes: bandwidthBytes(bytes),
            penalty: units / 3n,
          })
          const cost = costOf(given)
          const needed = neededFor(given, cost)
          expect(cost.likely <= needed && needed <= cost.most).toBe(true)
        },
      ),
    )
  })
})
