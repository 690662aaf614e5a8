import { describe, expect, it } from 'vitest'
import { formatDate, formatEta, formatRelative, formatSpan, formatWait, sameDay } from './times.ts'

describe('spans', () => {
  it('shows at most two parts, the smaller only where it matters', () => {
    expect(formatSpan(45.7)).toBe('45 s')
    expect(formatSpan(250)).toBe('4 min 10 s')
    expect(formatSpan(12 * 60 + 30)).toBe('12 min')
    expect(formatSpan(3 * 3600 + 20 * 60)).toBe('3 h 20 min')
    expect(formatSpan(2 * 86_400 + 4 * 3600)).toBe('2 d 4 h')
    expect(formatSpan(86_400)).toBe('1 d')
  })

  it('calls an estimate beyond a hundred days endless and an unknown one a dash', () => {
    expect(formatEta(200 * 86_400)).toBe('∞')
    expect(formatEta(null)).toBe('–')
    expect(formatEta(0)).toBe('0 s')
  })

  it('tells future from past', () => {
    expect(formatRelative(260_000, 0)).toBe('in 4 min 20 s')
    expect(formatRelative(0, 3 * 3_600_000)).toBe('3 h ago')
    expect(formatRelative(100, 0)).toBe('now')
  })
})

describe('dates', () => {
  it('names the month', () => expect(formatDate(Date.UTC(2026, 10, 20, 12))).toBe('20 Nov 2026'))

  it('knows when two moments are on one day', () => {
    const noon = new Date(2026, 10, 20, 12).getTime()
    expect(sameDay(noon, noon + 3_600_000)).toBe(true)
    expect(sameDay(noon, noon + 24 * 3_600_000)).toBe(false)
  })
})

describe('a wait', () => {
  it('of whole days or hours is said in words, any other as a span', () => {
    expect([259_200, 86_400, 7_200, 5_400, 0].map(formatWait)).toEqual([
      '3 days',
      '1 day',
      '2 hours',
      '1 h 30 min',
      '0 s',
    ])
  })
})
