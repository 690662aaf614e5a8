import { describe, expect, it } from 'vitest'
import { sampleRow } from '../../testing/samples.ts'
import { sumOf } from './sum.ts'

describe('several torrents as one', () => {
  const rows = [
    sampleRow(1, { name: 'a', status: 'downloading', size: 100, progress: 0.4, downRate: 5, uploaded: 20 }),
    sampleRow(2, { name: 'b', status: 'seeding', size: 50, uploaded: 70 }),
    sampleRow(3, { name: 'c', status: 'metadata', size: null }),
  ]

  it('adds up what is known', () => {
    expect(sumOf(rows)).toMatchObject({ count: 3, size: 150, have: 90, left: 60, uploaded: 90, downRate: 5 })
  })

  it('takes the ratio of the sums, not the mean of the ratios', () => expect(sumOf(rows).ratio).toBe(1))

  it('counts each state', () => {
    expect(sumOf(rows).states).toEqual(
      new Map([
        ['downloading', 1],
        ['seeding', 1],
        ['metadata', 1],
      ]),
    )
  })

  it('calls the ratio endless when nothing was downloaded but something uploaded', () => {
    expect(sumOf([sampleRow(1, { name: 'a', status: 'seeding', size: 5, downloaded: 0, uploaded: 5 })]).ratio).toBe(
      Infinity,
    )
    expect(sumOf([]).ratio).toBe(0)
  })
})
