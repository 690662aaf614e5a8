import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, parseAmount } from '../../app/money/amount.ts'
import { formatAmount, formatShortAmount } from './amounts.ts'

describe('an exact amount', () => {
  it('has every digit, grouped', () => {
    expect(formatAmount(amount(1_250_000_500_000n), 6)).toBe('1,250,000.5')
    expect(formatAmount(amount(1n), 18)).toBe('0.000000000000000001')
    expect(formatAmount(amount(0n), 6)).toBe('0')
  })

  it('is what it was made of', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), fc.constantFrom(0, 6, 18), (units, decimals) => {
        const text = formatAmount(amount(units), decimals).replaceAll(',', '')
        expect(parseAmount(text, decimals)).toEqual({ ok: true, value: units })
      }),
    )
  })
})

describe('a short amount', () => {
  it('keeps four digits and says the thousands', () => {
    expect(formatShortAmount(amount(1_234_567_890_000n), 6)).toBe('1.234 M')
    expect(formatShortAmount(amount(12_345_600n), 6)).toBe('12.34')
    expect(formatShortAmount(amount(12_345_678_900n), 6)).toBe('12,345')
    expect(formatShortAmount(amount(5_000_000_000_000_000n), 6)).toBe('5 G')
  })

  it('shows that little is not nothing', () => {
    expect(formatShortAmount(amount(12n), 6)).toBe('0.000012')
    expect(formatShortAmount(amount(0n), 6)).toBe('0')
  })

  it('is cut, never rounded up', () => {
    expect(formatShortAmount(amount(1_999_999_999_999n), 6)).toBe('1.999 M')
    expect(formatShortAmount(amount(999_999n), 6)).toBe('0.9999')
  })
})
