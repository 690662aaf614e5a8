import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPTIMISTIC_MS, planSlots, type SlotPeer } from './plan-slots.ts'

const peer = (key: string, over: Partial<SlotPeer<string>> = {}): SlotPeer<string> => ({
  key,
  interested: true,
  unchoked: false,
  get: 0,
  give: 0,
  since: 0,
  optimistic: false,
  seeding: false,
  ...over,
})

/** Plays the plan through rounds and counts how often each peer was open. */
const play = (
  peers: SlotPeer<string>[],
  capacity: number,
  rounds: number,
  random: () => number,
): Map<string, number> => {
  const open = new Map(peers.map(({ key }) => [key, 0]))
  let now = peers
  for (let round = 0; round < rounds; round++) {
    const at = round * 10_000
    const plan = planSlots(now, capacity, at, random)
    now = now.map((one) => {
      const unchoked = plan.unchoke.includes(one.key) || (one.unchoked && !plan.choke.includes(one.key))
      const since = unchoked === one.unchoked ? one.since : at
      if (unchoked) open.set(one.key, (open.get(one.key) ?? 0) + 1)
      return { ...one, unchoked, since, optimistic: plan.optimistic.includes(one.key) }
    })
  }
  return open
}

const lcg = (seed: number) => () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648

describe('the slot plan', () => {
  it('opens no more slots than there are, and none to who wants nothing', () => {
    const one = fc.record({
      interested: fc.boolean(),
      unchoked: fc.boolean(),
      get: fc.nat(9),
      give: fc.nat(9),
      since: fc.nat(99_999),
      optimistic: fc.boolean(),
      seeding: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (list, capacity, seed) => {
          const peers = list.map((over, index) => peer(`${index}`, over))
          const plan = planSlots(peers, capacity, 100_000, lcg(seed))
          const open = peers.filter((p) => plan.unchoke.includes(p.key) || (p.unchoked && !plan.choke.includes(p.key)))
          expect(open.length).toBe(Math.min(capacity, peers.filter((p) => p.interested).length))
          expect(open.every((p) => p.interested)).toBe(true)
        },
      ),
    )
  })

  it('keeps the best trading partners', () => {
    const peers = Array.from({ length: 12 }, (_, index) => peer(`${index}`, { get: index * 1000 }))
    const plan = planSlots(peers, 4, 0, () => 0.99)
    expect(plan.unchoke).toEqual(expect.arrayContaining(['11', '10', '9']))
  })

  it('always leaves a slot to somebody who has not earned one', () => {
    const peers = [peer('rich', { get: 9 }), peer('richer', { get: 99 }), peer('poor')]
    expect(planSlots(peers, 2, 0, () => 0).optimistic).toHaveLength(1)
  })

  it('keeps an optimistic slot for its time and not longer', () => {
    const peers = [
      peer('a', { get: 9 }),
      peer('b', { unchoked: true, optimistic: true, since: 0 }),
      peer('c', { since: -1 }),
    ]
    expect(planSlots(peers, 2, OPTIMISTIC_MS - 1, () => 0).optimistic).toEqual(['b'])
    expect(planSlots(peers, 2, OPTIMISTIC_MS, () => 0).optimistic).toEqual(['c'])
  })

  it('gives everybody who cannot earn a slot a fair share of time', () => {
    const peers = Array.from({ length: 20 }, (_, index) => peer(`${index}`))
    const open = [...play(peers, 4, 1_800, lcg(7)).values()]
    const mean = open.reduce((a, b) => a + b, 0) / open.length
    for (const count of open) expect(Math.abs(count - mean) / mean).toBeLessThan(0.1)
  })
})
