import { describe, expect, it } from 'vitest'
import { defaultOptions } from '../torrent/options.ts'
import { goalsOf, ratioOf, reachedGoal, type Goals } from './goals.ts'

const global: Goals = { ratio: 2, minutes: 60, action: 'stop' }
const seeding = { complete: true, ratio: 0, seedingSeconds: 0 }

describe('goals', () => {
  it('are those of the settings unless the torrent has its own, or none', () => {
    expect(goalsOf(defaultOptions.goals, global)).toEqual(global)
    expect(goalsOf({ ratio: 0.5, minutes: null, action: 'remove' }, global)).toEqual({
      ratio: 0.5,
      minutes: null,
      action: 'remove',
    })
  })

  it('are reached at the ratio, or at the time, not before', () => {
    expect(reachedGoal(global, { ...seeding, ratio: 1.999, seedingSeconds: 3_599 })).toBeNull()
    expect(reachedGoal(global, { ...seeding, ratio: 2 })).toBe('ratio')
    expect(reachedGoal(global, { ...seeding, seedingSeconds: 3_600 })).toBe('time')
    expect(reachedGoal({ ...global, ratio: null, minutes: null }, { ...seeding, ratio: 99 })).toBeNull()
  })

  it('do not count before the torrent is complete', () => {
    expect(reachedGoal(global, { complete: false, ratio: 9, seedingSeconds: 99_999 })).toBeNull()
  })

  it('of ratio zero are reached at once', () => {
    expect(reachedGoal({ ...global, ratio: 0 }, seeding)).toBe('ratio')
  })
})

describe('ratioOf', () => {
  it('counts what was downloaded and is not here any more', () => {
    expect(ratioOf(50, 100, 25)).toBe(0.5)
  })

  it('counts data that was there before as got', () => {
    expect(ratioOf(50, 0, 100)).toBe(0.5)
    expect(ratioOf(50, 25, 100)).toBe(0.5)
    expect(ratioOf(0, 0, 0)).toBe(0)
  })
})
