import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberToText, textToNumber } from './number-text.ts'

const ratio = { min: 0, max: 1_000, decimals: 3 }
const count = { min: 1, max: 100, decimals: 0 }

describe('a number in a field', () => {
  it('comes back as it was written out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (thousandths) => {
        const value = thousandths / 1_000
        expect(textToNumber(numberToText(value, ratio), ratio)).toEqual({ ok: true, value })
      }),
    )
    expect(numberToText(null, count)).toBe('')
  })

  it.each([
    ['', null],
    [' 2 ', 2],
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['0', 0],
  ])('reads “%s” as %s', (text, value) => expect(textToNumber(text, ratio)).toEqual({ ok: true, value }))

  it.each(['x', '-1', '1e3', '1.2.3', '1001', '0.0001'])('refuses “%s”', (text) =>
    expect(textToNumber(text, ratio).ok).toBe(false),
  )

  it.each(['0', '101', '1.5'])('refuses “%s” where whole numbers from 1 to 100 go', (text) =>
    expect(textToNumber(text, count).ok).toBe(false),
  )
})
