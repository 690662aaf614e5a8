import { afterEach, expect, it } from 'vitest'
import { testSettings } from './testing/sample-swarm.ts'
import { Traffic } from './traffic.ts'

const opened: Traffic[] = []

const traffic = (slots: number): Traffic => {
  const { limits } = testSettings()
  const made = new Traffic({ ...limits, slots }, { torrents: () => [], now: () => performance.now() })
  opened.push(made)
  return made
}

afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

it('has as many slots for buyers as the seller grants, and never more than 60 % of them', () => {
  const shared = traffic(20)
  expect(shared.paidSlotsFree).toBe(12)
  for (const [share, free] of [
    [0.35, 7],
    [0.1, 2],
    [0.29, 5],
    [0, 0],
    [-1, 0],
    [0.9, 12],
    [0.6, 12],
  ] as const) {
    shared.setPaidShare(share)
    expect(shared.paidSlotsFree, `of ${share}`).toBe(free)
  }
})
