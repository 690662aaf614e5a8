import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCompactCount, formatCount, formatCut, formatRatio, formatShare } from './numbers.ts'

describe('numbers', () => {
  it('cuts instead of rounding up', () => {
    expect(formatCut(1.99, 1)).toBe('1.9')
    expect(formatCut(4.35, 2)).toBe('4.35')
    expect(formatCut(0.29, 2)).toBe('0.29')
  })

  it('groups every digit of a count', () => expect(formatCount(37_000)).toBe('37,000'))

  it('shortens large counts', () => {
    expect(formatCompactCount(999)).toBe('999')
    expect(formatCompactCount(1200)).toBe('1.2 k')
    expect(formatCompactCount(1_250_000)).toBe('1.2 M')
    expect(formatCompactCount(432_000)).toBe('432 k')
  })
})

describe('shares', () => {
  it('says 100% only when it is done, and 0% only when nothing is', () => {
    expect(formatShare(1)).toBe('100%')
    expect(formatShare(0)).toBe('0%')
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (share) => {
        const text = formatShare(share)
        expect(text).not.toMatch(/^100/)
        expect(text).not.toBe('0%')
      }),
    )
  })

  it('shows one decimal', () => expect(formatShare(0.4537)).toBe('45.3%'))
})

describe('ratios', () => {
  it('has two decimals until a hundred, and words for the edges', () => {
    expect(formatRatio(1.249)).toBe('1.24')
    expect(formatRatio(250.7)).toBe('250')
    expect(formatRatio(Infinity)).toBe('∞')
    expect(formatRatio(Number.NaN)).toBe('–')
  })
})
