import { describe, expect, it } from 'vitest'
import { parseAddress } from '../tron/address.ts'
import { drillDue, mayReceive, putOffUntil, reminderFrom } from './backup.ts'

const address = (text: string) => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const first = address('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
const other = address('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC')
const NOW = Date.UTC(2026, 10, 20)
const DAY = 86_400_000

describe('an address to be paid at', () => {
  it('is shown once the words were checked, and not before', () => {
    expect(mayReceive({ backedUp: true, first, reminder: null }, NOW)).toBe(true)
    expect(mayReceive({ backedUp: false, first, reminder: null }, NOW)).toBe(false)
    expect(mayReceive({ backedUp: null, first, reminder: null }, NOW)).toBe(false)
  })

  it('is shown until the day to which the backup was put off', () => {
    const reminder = reminderFrom(first, NOW)
    expect(putOffUntil({ backedUp: false, first, reminder }, NOW)).toBe(NOW + 7 * DAY)
    expect(mayReceive({ backedUp: false, first, reminder }, NOW + 7 * DAY - 1)).toBe(true)
    expect(mayReceive({ backedUp: false, first, reminder }, NOW + 7 * DAY)).toBe(false)
  })

  it('is not shown because the backup of another wallet was put off', () => {
    expect(mayReceive({ backedUp: false, first, reminder: reminderFrom(other, NOW) }, NOW)).toBe(false)
    expect(putOffUntil({ backedUp: true, first, reminder: reminderFrom(first, NOW) }, NOW)).toBeNull()
  })
})

describe('looking for the words again', () => {
  it('is due half a year after they were checked last', () => {
    expect(drillDue(NOW - 181 * DAY, NOW)).toBe(false)
    expect(drillDue(NOW - 182 * DAY, NOW)).toBe(true)
    expect(drillDue(null, NOW)).toBe(false)
  })

  it('is due as well when the last time lies far ahead', () => {
    expect(drillDue(NOW + DAY, NOW)).toBe(false)
    expect(drillDue(NOW + 400 * DAY, NOW)).toBe(true)
  })
})
