import { describe, expect, it } from 'vitest'
import { manyRows, sampleRow, sampleRows } from '../testing/samples.ts'
import { countByFilter, filterKeys, passes } from './filter.ts'

describe('the filters', () => {
  it('counts what they let through', () => {
    const rows = manyRows(500)
    const counts = countByFilter(rows)
    for (const key of filterKeys) expect(counts[key]).toBe(rows.filter((row) => passes(row, key)).length)
  })

  it('puts every torrent into exactly one of downloading, seeding, stopped and problems', () => {
    for (const row of sampleRows()) {
      const places = (['downloading', 'seeding', 'stopped', 'problems'] as const).filter((key) => passes(row, key))
      expect(places).toHaveLength(1)
    }
  })

  it('counts a finished torrent that is being checked as seeding', () => {
    const row = sampleRow(1, { name: 'x', status: 'checking', doneAt: 5 })
    expect(passes(row, 'seeding')).toBe(true)
    expect(passes(row, 'downloading')).toBe(false)
  })
})
