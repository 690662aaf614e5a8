// A short run of the simulation (`npm run sim -- --seeds 1000` is the long one).

import { describe, expect, it } from 'vitest'
import { play } from './sim/play.ts'

describe('the simulation of Speed', () => {
  it('finds nothing that must not be, in thirty sessions with cheats of many kinds', () => {
    const reports = Array.from({ length: 30 }, (_, seed) => play(seed + 1))
    expect(reports.flatMap(({ seed, breaches }) => breaches.map((what) => `seed ${seed}, ${what}`))).toEqual([])
    const sum = (of: (counts: (typeof reports)[number]['counts']) => number): number =>
      reports.reduce((total, { counts }) => total + of(counts), 0)
    expect(sum(({ vouchers }) => vouchers)).toBeGreaterThan(100)
    expect(sum(({ soldBlocks }) => soldBlocks)).toBeGreaterThan(1_000)
    expect(new Set(reports.flatMap(({ cheats }) => cheats)).size).toBeGreaterThan(10)
  }, 120_000)

  it('leaves three peers that pay nothing their part of every byte beside eight that bid, and these nearly all of theirs', () => {
    const reports = [1, 5].map((seed) => play(seed, { buyers: 8, free: 3 }))
    expect(reports.flatMap(({ breaches }) => breaches)).toEqual([])
    const sold = reports.reduce((sum, { disputed }) => sum + disputed.sold, 0)
    const free = reports.reduce((sum, { disputed }) => sum + disputed.free, 0)
    expect(sold / (sold + free)).toBeGreaterThan(0.4)
    for (const { contested } of reports) {
      expect(contested.sold).toBeGreaterThan(0)
      expect(contested.free / (contested.sold + contested.free)).toBeGreaterThanOrEqual(0.4)
    }
  }, 60_000)

  it('plays a seed the same way each time', () => {
    expect(play(5)).toEqual(play(5))
  })
})
