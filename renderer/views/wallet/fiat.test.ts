import { describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import { worthOf } from './fiat.ts'

describe('what an amount is worth', () => {
  it('is exact and cut to cents', () => {
    expect(worthOf(amount(6_500_000n), 6, '0.3')).toBe('1.95')
    expect(worthOf(amount(3_200_000n * 10n ** 18n), 18, '0.00000061')).toBe('1.95')
    expect(worthOf(amount(1_999_999n), 6, '1')).toBe('1.99')
  })

  it('is not said of a price that makes no sense', () => {
    expect(worthOf(amount(1n), 6, 'NaN')).toBeNull()
    expect(worthOf(amount(1n), 6, '')).toBeNull()
  })
})
