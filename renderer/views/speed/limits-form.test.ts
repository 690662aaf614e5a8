import { describe, expect, it } from 'vitest'
import { amount, ZERO } from '../../../app/money/amount.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { fakeSpeedState } from '../../testing/fake-speed.ts'
import { limitsOf, limitsStart, spentSince } from './limits-form.ts'

const open = fakeSpeedState('open', 0) as SpeedState

describe('the limits', () => {
  it('begin as they are, and are the same when nothing was typed', () => {
    expect(limitsOf(limitsStart(open), open.allowance)).toEqual(open.allowance)
    const fine = open.allowance && { ...open.allowance, priceCeiling: amount(333_333_333_333_333_333n) }
    expect(limitsOf(limitsStart({ ...open, allowance: fine }), fine)).toEqual(fine)
  })

  it('propose no more than the deposit where there are none', () => {
    const start = limitsStart({ ...open, allowance: null })
    expect(start).toMatchObject({
      total: '4200',
      perDay: '1050',
      perPeer: '1050',
      priceCeiling: '80',
      whileLocked: false,
    })
    expect(limitsStart({ ...open, allowance: null, deposit: null }).total).toBe('')
  })

  it('are none as long as one of them cannot be read', () => {
    const typed = limitsStart(open)
    for (const key of ['perDay', 'perPeer', 'total', 'priceCeiling'] as const) {
      expect(limitsOf({ ...typed, [key]: '' }, open.allowance)).toBeNull()
      expect(limitsOf({ ...typed, [key]: '1,2.3' }, null)).toBeNull()
    }
    expect(limitsOf({ ...typed, whileLocked: true }, null)?.whileLocked).toBe(true)
  })

  it('know what was spent since they were approved', () => {
    const btt = 10n ** 18n
    expect(spentSince(open)).toBe(318_500_000_000_000_000_000n)
    expect(spentSince({ ...open, left: { today: open.left?.today ?? ZERO, total: ZERO } })).toBe(4000n * btt)
    expect(spentSince({ ...open, allowance: null, left: null })).toBe(0n)
  })
})
