import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount } from './amount.ts'
import { plainAmount } from './plain-amount.ts'

describe('an amount in a sentence', () => {
  it('has two places at most, cut, and groups of three digits', () => {
    for (const [units, text] of [
      [0n, '0'],
      [1_999n, '1.99'],
      [1_234_567_000n, '1,234,567'],
      [1_000n, '1'],
      [7n, '0.007'],
      [50n, '0.05'],
    ] as const)
      expect(plainAmount(units, 3)).toBe(text)
  })

  it('is never more than there is, and nothing only where there is nothing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (units) => {
        const read = parseAmount(plainAmount(units, 18).replaceAll(',', ''), 18)
        expect(read.ok && read.value <= units && (read.value > 0n || units === 0n)).toBe(true)
      }),
    )
  })
})
