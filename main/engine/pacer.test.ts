import { describe, expect, it } from 'vitest'
import { Pacer } from './pacer.ts'
import { ManualClock } from './storage/testing/manual-clock.ts'

describe('a pacer', () => {
  const paced = (cost: number) => {
    const clock = new ManualClock()
    const ran: number[] = []
    let spent = 0
    // The work takes its time as the clock sees it.
    const seen = { now: () => clock.now() + spent, after: (ms: number, call: () => void) => clock.after(ms, call) }
    const pacer = new Pacer(() => {
      ran.push(seen.now())
      spent += cost
    }, seen)
    return { clock, ran, pacer }
  }

  it('runs cheap work at once, every time', () => {
    const { ran, pacer } = paced(0)
    for (let count = 0; count < 5; count++) pacer.request()
    expect(ran).toHaveLength(5)
  })

  it('lets dear work run at once a few times, then as often as a tenth of the time allows', async () => {
    const { clock, ran, pacer } = paced(20)
    for (let count = 0; count < 9; count++) pacer.request()
    expect(ran).toHaveLength(3)
    await clock.advance(100)
    expect(ran).toHaveLength(4)
    await clock.advance(10_000)
    expect(ran).toHaveLength(4)
  })

  it('spends no more than a tenth of the time in the long run', async () => {
    const { clock, ran, pacer } = paced(30)
    for (let second = 0; second < 1_000; second++) {
      pacer.request()
      await clock.advance(10)
    }
    expect(ran.length * 30).toBeLessThanOrEqual(10_000 * 0.12 + 50)
    expect(ran.length * 30).toBeGreaterThan(10_000 * 0.08)
  })

  it('forgets what was requested once it is closed', async () => {
    const { clock, ran, pacer } = paced(20)
    for (let count = 0; count < 9; count++) pacer.request()
    pacer.close()
    await clock.advance(10_000)
    expect(ran).toHaveLength(3)
  })
})
