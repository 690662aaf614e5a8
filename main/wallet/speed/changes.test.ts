import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/bench-wallet.ts'
import { Changes } from './changes.ts'

const told = () => {
  const clock = new ManualClock()
  const at: number[] = []
  const began = clock.now()
  const changes = new Changes(clock, () => at.push(clock.now() - began))
  return { clock, at, changes }
}

describe('what changed', () => {
  it('is told a moment later, and once a second while it goes on', () => {
    const { clock, at, changes } = told()
    for (let tick = 0; tick < 300; tick++) {
      changes.note()
      clock.advance(10)
    }
    clock.advance(5_000)
    expect(at).toEqual([250, 1_250, 2_250, 3_250])
    expect(clock.timers).toBe(0)
  })

  it('last is told, and soon again after a while of nothing', () => {
    const { clock, at, changes } = told()
    changes.note()
    clock.advance(300)
    changes.note()
    clock.advance(4_700)
    changes.note()
    clock.advance(1_000)
    expect(at).toEqual([250, 1_250, 5_250])
  })

  it('is told no more once it is closed', () => {
    const { clock, at, changes } = told()
    changes.note()
    changes.close()
    clock.advance(5_000)
    expect(at).toEqual([])
  })
})
