import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, ZERO } from '../../../app/money/amount.ts'
import { sampleAddresses } from '../../testing/fake-wallet.ts'
import { owingOf } from '../speed/payers.ts'
import { sumsOf } from './entries-sum.ts'
import { barsOf, mostOf } from './series.ts'

const units = fc.bigInt({ min: 0n, max: 2n ** 120n })
const steps = fc.array(fc.record({ at: fc.nat(), earned: units, spent: units }), { maxLength: 40 })

describe('the bars', () => {
  it('stand from 0 to 100, the highest at 100, and none that is not zero is lost', () => {
    fc.assert(
      fc.property(steps, (series) => {
        const bars = barsOf(series)
        const heights = bars.flatMap(({ earnedHeight, spentHeight }) => [earnedHeight, spentHeight])
        expect(heights.every((height) => height >= 0 && height <= 100)).toBe(true)
        if (mostOf(series) > 0n) expect(Math.max(...heights)).toBe(100)
        for (const { earned, spent, earnedHeight, spentHeight } of bars) {
          expect(earnedHeight > 0).toBe(earned > 0n)
          expect(spentHeight > 0).toBe(spent > 0n)
        }
      }),
    )
  })

  it('are as high as their share', () => {
    const [half, whole] = barsOf([
      { at: 0, earned: 5n, spent: 0n },
      { at: 1, earned: 10n, spent: 0n },
    ])
    expect([half?.earnedHeight, whole?.earnedHeight]).toEqual([50, 100])
  })
})

describe('the sums of rows', () => {
  it('are kept apart by kind and direction, so that sun and BTT never meet', () => {
    expect(
      sumsOf([
        { kind: 'fee', direction: 'out', amount: amount(7n) },
        { kind: 'earn', direction: 'in', amount: amount(2n) },
        { kind: 'cash', direction: 'out', amount: amount(9n) },
        { kind: 'earn', direction: 'in', amount: amount(3n) },
        { kind: 'cash', direction: 'in', amount: amount(4n) },
      ]),
    ).toEqual([
      { kind: 'earn', direction: 'in', amount: 5n },
      { kind: 'cash', direction: 'in', amount: 4n },
      { kind: 'cash', direction: 'out', amount: 9n },
      { kind: 'fee', direction: 'out', amount: 7n },
    ])
    expect(sumsOf([])).toEqual([])
  })
})

describe('who owes', () => {
  it('is who has given something, also where it bounced: they may have covered it since', () => {
    const [a, b, c] = [sampleAddresses.own, sampleAddresses.friend, sampleAddresses.second]
    const line = (key: string, uncashed: bigint, bounced = 0n) => ({
      key,
      name: key,
      earned: ZERO,
      spent: ZERO,
      uncashed: amount(uncashed),
      bounced: amount(bounced),
    })
    const lines = [line(a, 1n, 2n), line(b, 0n), line(c, 0n, 8n), line('nobody', 5n)]
    expect(owingOf(lines)).toEqual([
      { payer: a, owes: 3n, bounced: 2n },
      { payer: c, owes: 8n, bounced: 8n },
    ])
  })
})
