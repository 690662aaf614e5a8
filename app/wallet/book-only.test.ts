import { describe, expect, it } from 'vitest'
import { DELAY_MS, isBookOnly, payableFrom, switched, type BookOnly } from './book-only.ts'

const NOW = Date.UTC(2026, 10, 20)
const off: BookOnly = { on: false, endsAt: null }

describe('paying the address book only', () => {
  it('holds as soon as it is switched on', () => {
    expect(isBookOnly(switched(off, true, NOW), NOW)).toBe(true)
  })

  it('goes on for a day after it was switched off, and no longer', () => {
    const ending = switched(switched(off, true, NOW), false, NOW)
    expect(ending).toEqual({ on: true, endsAt: NOW + DELAY_MS })
    expect(isBookOnly(ending, NOW + DELAY_MS - 1)).toBe(true)
    expect(isBookOnly(ending, NOW + DELAY_MS)).toBe(false)
  })

  it('does not end later because it is switched off again, and not at all once it is on again', () => {
    const ending = switched(switched(off, true, NOW), false, NOW)
    expect(switched(ending, false, NOW + 1_000)).toEqual(ending)
    expect(switched(ending, true, NOW + 1_000)).toEqual({ on: true, endsAt: null })
  })

  it('is off for good once it has ended', () => {
    const ending = switched(switched(off, true, NOW), false, NOW)
    expect(switched(ending, false, NOW + DELAY_MS)).toEqual(off)
  })

  it('lets a name be paid a day after it was written', () => {
    expect(payableFrom(NOW)).toBe(NOW + DELAY_MS)
    expect(payableFrom(undefined)).toBeNull()
  })
})
