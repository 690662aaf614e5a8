import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { PAID_SHARE } from '../swarm/plan-slots.ts'
import { defaultSpeedSettings, PAID_PERCENT, SpeedSettingsSchema } from './speed-settings.ts'

const taken = (paidPercent: unknown): boolean =>
  v.is(SpeedSettingsSchema, { ...defaultSpeedSettings, paidPercent: paidPercent as number })

describe('the part of the upload for who pays', () => {
  it('is 60 % in settings that say nothing of it, which is the most that is ever given', () => {
    const { paidPercent, ...before } = defaultSpeedSettings
    expect(paidPercent).toBe(60)
    expect(v.parse(SpeedSettingsSchema, before).paidPercent).toBe(60)
    expect(PAID_PERCENT.max / 100).toBe(PAID_SHARE)
  })

  it('is kept as it is set', () => {
    const { paidPercent } = v.parse(SpeedSettingsSchema, { ...defaultSpeedSettings, paidPercent: 25 })
    expect(paidPercent).toBe(25)
  })

  it('is whole per cent from 10 to 60, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 105 }), fc.double(), fc.anything()), (value) => {
        const fits = typeof value === 'number' && Number.isInteger(value) && value >= 10 && value <= 60
        expect(taken(value)).toBe(fits || value === undefined)
      }),
    )
    for (const garbage of [9, 61, 59.5, 0.6, -0, NaN, Infinity, '60', 60n, null, [60]])
      expect(taken(garbage)).toBe(false)
    for (const good of [10, 11, 59, 60]) expect(taken(good)).toBe(true)
  })
})
