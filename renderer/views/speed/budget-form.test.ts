import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'
import type { TorrentSpeed } from '../../../app/speed/speed-state.ts'
import { budgetLimit, budgetStart, costOfRest, wholeAbove } from './budget-form.ts'

const btt = (whole: bigint): Amount => amount(whole * 10n ** 18n)
const speed = (patch: Partial<TorrentSpeed>): TorrentSpeed => patch as TorrentSpeed

describe('a budget', () => {
  it('begins with the one there is, and with nothing where there is none', () => {
    expect(budgetStart([undefined])).toBeNull()
    expect(budgetStart([speed({ budget: ZERO })])).toBeNull()
    expect(budgetStart([speed({ budget: btt(5n) })])).toBe(btt(5n))
    expect(budgetStart([speed({ budget: btt(5n) }), speed({ budget: btt(5n) })])).toBe(btt(5n))
    expect(budgetStart([speed({ budget: btt(5n) }), speed({ budget: btt(6n) })])).toBeNull()
    expect(budgetStart([speed({ budget: btt(5n) }), undefined])).toBeNull()
  })

  it('says where it does nothing, or runs into what is allowed', () => {
    const left = { today: btt(3n), total: btt(10n) }
    expect(budgetLimit(ZERO, ZERO, { left })).toEqual({ is: 'zero' })
    expect(budgetLimit(btt(5n), btt(5n), { left })).toEqual({ is: 'spent' })
    expect(budgetLimit(btt(5n), ZERO, { left })).toEqual({ is: 'today', left: left.today })
    expect(budgetLimit(btt(50n), ZERO, { left })).toEqual({ is: 'total', left: left.total })
    expect(budgetLimit(btt(5n), btt(2n), { left })).toBeNull()
    expect(budgetLimit(btt(5n), ZERO, { left: null })).toBeNull()
  })

  it('for the rest is what is missing at the lowest price asked', () => {
    const row = { wanted: 3 * 2 ** 20, have: 2 ** 20 }
    expect(costOfRest(row, speed({ lowestAsk: btt(4n) }))).toBe(btt(8n))
    expect(costOfRest(row, speed({ lowestAsk: null }))).toBeNull()
    expect(costOfRest(row, undefined)).toBeNull()
    expect(costOfRest({ wanted: null, have: 0 }, speed({ lowestAsk: btt(4n) }))).toBeNull()
    expect(costOfRest({ wanted: 5, have: 5 }, speed({ lowestAsk: btt(4n) }))).toBeNull()
  })

  it('in whole BTT is enough, and by less than one too much', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 100n }), (units) => {
        const whole = wholeAbove(amount(units))
        expect(whole >= units && whole - units < 10n ** 18n && whole % 10n ** 18n === 0n).toBe(true)
      }),
    )
  })
})
