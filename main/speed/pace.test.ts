import { expect, it } from 'vitest'
import { ManualClock } from '../supervisor/testing/manual-clock.ts'
import { Pace } from './pace.ts'

it('acts at once, then once in a while, however often it is wished, and not when it is not', async () => {
  const clock = new ManualClock()
  const acted: number[] = []
  const pace = new Pace(clock, 1_000, () => acted.push(clock.now()))
  for (let at = 0; at < 25; at++) {
    pace.wish()
    pace.wish()
    await clock.advance(100)
  }
  await clock.advance(10_000)
  expect(acted).toEqual([0, 1_000, 2_000, 3_000])
  pace.wish()
  await clock.advance(0)
  expect(acted.at(-1)).toBe(12_500)
})
