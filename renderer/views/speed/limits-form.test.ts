import { describe, expect, it } from 'vitest'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { fakeSpeedState } from '../../testing/fake-speed.ts'
import { isSame, limitsOf, limitsStart } from './limits-form.ts'

const open = fakeSpeedState('open', 0) as SpeedState

describe('the limits', () => {
  it('begin as they are, and are the same when nothing was typed', () => {
    const limits = limitsOf(limitsStart(open))
    expect(limits).toEqual(open.allowance)
    expect(limits !== null && isSame(limits, open.allowance)).toBe(true)
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
      expect(limitsOf({ ...typed, [key]: '' })).toBeNull()
      expect(limitsOf({ ...typed, [key]: '1,2.3' })).toBeNull()
    }
    expect(limitsOf({ ...typed, whileLocked: true })?.whileLocked).toBe(true)
  })

  it('are others when any one is', () => {
    const { allowance } = open
    if (allowance === null) throw new Error('the sample has limits')
    expect(isSame(allowance, null)).toBe(false)
    expect(isSame({ ...allowance, whileLocked: !allowance.whileLocked }, allowance)).toBe(false)
    expect(isSame({ ...allowance, priceCeiling: allowance.perDay }, allowance)).toBe(false)
  })
})
