import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, type Amount } from '../money/amount.ts'
import type { Allowance } from './allowance.ts'
import { capAgainst, dayOf, isOff, isSame, isTighter, leftOf, type Spending } from './caps.ts'

/** Small, so that caps are often just reached. */
const money = fc.bigInt({ min: 0n, max: 40n }).map((units) => amount(units))
const allowances: fc.Arbitrary<Allowance> = fc.record({
  perDay: money,
  perPeer: money,
  total: money,
  priceCeiling: money,
  whileLocked: fc.boolean(),
})
const spendings: fc.Arbitrary<Spending> = fc.record({
  allowance: fc.option(allowances, { freq: 8 }),
  stopped: fc.integer({ max: 6, min: 0 }).map((n) => n === 0),
  torrent: fc.option(fc.record({ on: fc.integer({ min: 0, max: 6 }).map((n) => n > 0), budget: money, spent: money }), {
    freq: 8,
  }),
  spentToday: money,
  spentInAll: money,
  spentOnPeer: money,
  funds: money,
})
const NOTHING = amount(0n)
const more = (value: Amount, by: bigint): Amount => amount(value + by)

describe('the caps', () => {
  it('let pass what keeps each of them, and nothing else', () => {
    fc.assert(
      fc.property(spendings, money, money, (spending, price, extra) => {
        const { allowance, stopped, torrent, spentToday, spentInAll, spentOnPeer, funds } = spending
        const asked = more(extra, 1n)
        const keeps =
          allowance !== null &&
          torrent !== null &&
          !stopped &&
          torrent.on &&
          price <= allowance.priceCeiling &&
          torrent.spent + asked <= torrent.budget &&
          spentToday + asked <= allowance.perDay &&
          spentInAll + asked <= allowance.total &&
          (spentOnPeer ?? 0n) + asked <= allowance.perPeer &&
          asked <= funds
        expect(capAgainst(spending, price, asked) === null).toBe(keeps)
      }),
      { numRuns: 2_000 },
    )
  })

  it('leave exactly as much as can be paid, and name the cap that ends it', () => {
    fc.assert(
      fc.property(spendings, (spending) => {
        const { left, cap } = leftOf(spending)
        if (isOff(spending)) {
          expect([left, cap]).toEqual([0n, 'off'])
          return
        }
        if (left > 0n) expect(capAgainst(spending, NOTHING, left)).toBeNull()
        expect(capAgainst(spending, NOTHING, more(left, 1n))).not.toBeNull()
      }),
      { numRuns: 2_000 },
    )
  })

  it('of one payee bound nothing where it is about none', () => {
    fc.assert(
      fc.property(spendings, (spending) => {
        const all = { ...spending, spentOnPeer: null }
        const generous = spending.allowance && { ...spending.allowance, perPeer: more(NOTHING, 1_000n) }
        const { left, cap } = leftOf({ ...spending, allowance: generous })
        expect(leftOf(all)).toEqual({ left, cap })
      }),
    )
  })

  it('that are tighter leave no more, whatever was spent', () => {
    fc.assert(
      fc.property(spendings, allowances, allowances, (spending, now, next) => {
        fc.pre(isTighter(next, now))
        const before = leftOf({ ...spending, allowance: now })
        expect(leftOf({ ...spending, allowance: next }).left).toBeLessThanOrEqual(before.left)
        expect(now.whileLocked || !next.whileLocked).toBe(true)
      }),
    )
  })

  it('that are the same need a person: with them the count begins anew', () => {
    fc.assert(
      fc.property(allowances, fc.constantFrom('perDay', 'perPeer', 'total', 'priceCeiling'), (now, field) => {
        expect(isSame({ ...now }, now)).toBe(true)
        expect(isTighter({ ...now }, now)).toBe(false)
        expect(isTighter(now, null)).toBe(false)
        expect(isSame({ ...now, [field]: more(now[field], 1n) }, now)).toBe(false)
        expect(isSame({ ...now, whileLocked: !now.whileLocked }, now)).toBe(false)
      }),
    )
  })
})

describe('the day', () => {
  it('never goes back, and is the calendar’s where it need not stay', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e14, max: 1e14 })), (times) => {
        let last: number | null = null
        let latest = -Infinity
        for (const time of times) {
          const day: number = dayOf(time, last)
          latest = Math.max(latest, Math.floor(time / 86_400_000))
          expect(day).toBe(latest)
          last = day
        }
      }),
    )
  })
})
