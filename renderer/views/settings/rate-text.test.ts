import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateToText, textToRate } from './rate-text.ts'

const system = fc.constantFrom('binary' as const, 'decimal' as const)

describe('a speed limit as text', () => {
  it('reads back what it wrote, to within the three decimals shown and a byte', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 10_000_000_000 }), system, (rate, units) => {
        const back = textToRate(rateToText(rate, units), units)
        if (!back.ok || back.value === null) throw new Error('unreadable')
        expect(Math.abs(back.value - rate)).toBeLessThanOrEqual(rate * 0.0005 + 1)
      }),
    )
  })

  it('reads back whole units exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999 }), fc.constantFrom(1, 2), system, (n, scale, units) => {
        const rate = n * (units === 'binary' ? 1024 : 1000) ** scale
        expect(textToRate(rateToText(rate, units), units)).toEqual({ ok: true, value: rate })
      }),
    )
  })

  it('takes an empty field as no limit', () => {
    expect(rateToText(null, 'binary').number).toBe('')
    expect(textToRate({ number: '  ', scale: 2 }, 'binary')).toEqual({ ok: true, value: null })
  })

  it('takes a comma for a point', () =>
    expect(textToRate({ number: '2,5', scale: 2 }, 'decimal')).toEqual({ ok: true, value: 2_500_000 }))

  it('names what is wrong', () => {
    expect(textToRate({ number: 'fast', scale: 1 }, 'binary')).toEqual({ ok: false, error: 'not-a-number' })
    expect(textToRate({ number: '-5', scale: 1 }, 'binary')).toEqual({ ok: false, error: 'not-a-number' })
    expect(textToRate({ number: '0', scale: 1 }, 'binary')).toEqual({ ok: false, error: 'too-small' })
    expect(textToRate({ number: '999', scale: 3 }, 'binary')).toEqual({ ok: false, error: 'too-large' })
  })
})
