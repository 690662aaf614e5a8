import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../result.ts'
import { amount, amountOf, exactAmount, parseAmount } from './amount.ts'

const units = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const decimals = fc.integer({ min: 0, max: 18 })

describe('an amount', () => {
  it('comes back from what it is written as', () => {
    fc.assert(
      fc.property(units, decimals, (value, places) => {
        expect(parseAmount(exactAmount(value, places), places)).toEqual(ok(value))
      }),
    )
  })

  it('is written without needless zeros', () => {
    expect(exactAmount(0n, 18)).toBe('0')
    expect(exactAmount(1n, 18)).toBe('0.000000000000000001')
    expect(exactAmount(1_250_500_000n, 6)).toBe('1250.5')
    expect(exactAmount(7n, 0)).toBe('7')
  })

  it('may be typed with a point or a comma, and with space between digits', () => {
    expect(parseAmount(' 1 250,5 ', 6)).toEqual(ok(1_250_500_000n))
    expect(parseAmount('1\u202f000.25', 6)).toEqual(ok(1_000_250_000n))
    expect(parseAmount('.5', 6)).toEqual(ok(500_000n))
    expect(parseAmount('5.', 6)).toEqual(ok(5_000_000n))
    expect(parseAmount('0.500', 1)).toEqual(ok(5n))
    // None of these is a way to write thousands.
    expect(parseAmount('1,25', 6)).toEqual(ok(1_250_000n))
    expect(parseAmount('0,250', 6)).toEqual(ok(250_000n))
    expect(parseAmount('1250,125', 6)).toEqual(ok(1_250_125_000n))
    expect(parseAmount('1 250,125', 6)).toEqual(ok(1_250_125_000n))
    expect(parseAmount('1,2505', 6)).toEqual(ok(1_250_500n))
  })

  it('is never guessed', () => {
    expect(parseAmount('1,000,000', 6)).toEqual(fail('characters'))
    expect(parseAmount('1.000,5', 6)).toEqual(fail('characters'))
    for (const text of ['1,250', '12,500', ' 999,000 ']) expect(parseAmount(text, 6)).toEqual(fail('comma'))
    for (const text of ['-1', '+1', '1e3', '0x10', 'Infinity', '.', '١', '1 BTT']) {
      expect(parseAmount(text, 6)).toEqual(fail('characters'))
    }
    expect(parseAmount('', 6)).toEqual(fail('empty'))
    expect(parseAmount('0.0000001', 6)).toEqual(fail('digits'))
    expect(parseAmount('9'.repeat(101), 6)).toEqual(fail('too-large'))
    expect(parseAmount((2n ** 256n).toString(), 0)).toEqual(fail('too-large'))
  })

  it('is within what the chain can hold', () => {
    expect(() => amount(-1n)).toThrow(RangeError)
    expect(amountOf(2n ** 256n)).toBeNull()
    expect(amountOf(2n ** 256n - 1n)).toBe(2n ** 256n - 1n)
  })
})
