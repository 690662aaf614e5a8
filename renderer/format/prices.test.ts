import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, type Amount } from '../../app/money/amount.ts'
import type { Price } from '../../app/speed/terms.ts'
import {
  bttText,
  formatBtt,
  formatExactBtt,
  formatExactPrice,
  formatPrice,
  parseBtt,
  parsePrice,
  priceText,
} from './prices.ts'

const btt = (whole: bigint): Amount => amount(whole * 10n ** 18n)

describe('prices', () => {
  it('are typed for a GiB and kept for a MiB', () => {
    expect(parsePrice('1024')).toEqual({ ok: true, value: 10n ** 18n })
    expect(parsePrice('20')).toEqual({ ok: true, value: 19_531_250_000_000_000n })
    expect(formatPrice((10n ** 18n) as Price)).toBe('1,024 BTT per GiB')
    expect(formatExactPrice(1n as Price)).toBe('0.000000000000001024 BTT per GiB')
  })

  it('come back as they were typed, to the last place there is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (typed) => {
        const digits = typed.toString().padStart(9, '0')
        const text = `${digits.slice(0, -8)}.${digits.slice(-8)}`
        const price = parsePrice(text)
        expect(price.ok && parsePrice(priceText(price.value))).toEqual(price)
        expect(price.ok && price.value * 1024n).toBe(typed * 10n ** 10n)
      }),
    )
  })

  it('with more places than can be kept are refused, not cut', () => {
    expect(parsePrice('0.123456789')).toEqual({ ok: false, error: 'digits' })
    expect(parsePrice('')).toEqual({ ok: false, error: 'empty' })
    expect(parsePrice('20 BTT')).toEqual({ ok: false, error: 'characters' })
    expect(parsePrice(`1${'0'.repeat(80)}`)).toEqual({ ok: false, error: 'too-large' })
  })
})

describe('amounts of BTT', () => {
  it('have their token always, short and in one piece, or exact', () => {
    expect(formatBtt(btt(1_234_567n))).toBe('1.234\u00a0M\u00a0BTT')
    expect(formatExactBtt(amount(1n))).toBe('0.000000000000000001 BTT')
  })

  it('come back from a field as they were', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (units) => {
        expect(parseBtt(bttText(amount(units)))).toEqual({ ok: true, value: units })
      }),
    )
  })
})
