import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOLD_MS, OPTIMISTIC_MS, paidSlots, planSlots, TURN_MS, type Slots } from './plan-slots.ts'
import {
  countOf,
  lcg,
  longestWait,
  openOf,
  play,
  simulatedPeer as peer,
  spread,
  type SimulatedPeer,
} from './testing/slot-simulation.ts'

const slots = (total: number, perTorrent = Infinity): Slots => ({ total, perTorrent })

const anyPeer = fc.record({
  torrent: fc.constantFrom('a', 'b', 'c'),
  interested: fc.boolean(),
  unchoked: fc.boolean(),
  get: fc.nat(9),
  since: fc.nat(99_999),
  turns: fc.nat(9),
  optimistic: fc.boolean(),
  seeding: fc.boolean(),
  grant: fc.oneof(fc.constant('free' as const), fc.constant('choke' as const), fc.integer({ min: 1, max: 9 })),
})
const anyPeers = fc.array(anyPeer, { maxLength: 30 }).map((list) => list.map((over, index) => peer(`${index}`, over)))
const total = fc.integer({ min: 1, max: 12 })

describe('the slot plan', () => {
  it('opens no more slots than there are, leaves none idle, and serves nobody who may not or will not', () => {
    fc.assert(
      fc.property(anyPeers, total, fc.integer({ min: 1, max: 5 }), fc.nat(), (peers, count, perTorrent, seed) => {
        const open = openOf(peers, planSlots(peers, slots(count, perTorrent), 100_000, lcg(seed)))
        const wanting = peers.filter((p) => p.interested && p.grant !== 'choke')
        const room = ['a', 'b', 'c'].map((torrent) =>
          Math.min(perTorrent, wanting.filter((p) => p.torrent === torrent).length),
        )
        expect(open.length).toBe(
          Math.min(
            count,
            room.reduce((a, b) => a + b, 0),
          ),
        )
        expect(open.every((p) => wanting.includes(p))).toBe(true)
        for (const torrent of ['a', 'b', 'c']) {
          expect(open.filter((p) => p.torrent === torrent).length).toBeLessThanOrEqual(perTorrent)
        }
      }),
    )
  })

  it('leaves the others their part however much is bid, and an optimistic slot in it', () => {
    fc.assert(
      fc.property(anyPeers, total, fc.nat(), (peers, count, seed) => {
        const plan = planSlots(peers, slots(count), 100_000, lcg(seed))
        const others = peers.filter((p) => p.interested && p.grant === 'free').length
        if (others < count) return
        expect(plan.bids.size).toBeLessThanOrEqual(count * 0.6)
        expect(plan.optimistic.length).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  it('gives buyers no more of the slots than the seller grants while others want them, in all and of a torrent', () => {
    const part = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(total, part, fc.integer({ min: 1, max: 12 }), fc.nat(), (count, percent, perTorrent, seed) => {
        const buyers = Array.from({ length: count }, (_, at) => peer(`b${at}`, { grant: at + 1, payer: `p${at}` }))
        const others = Array.from({ length: count }, (_, at) => peer(`f${at}`))
        const all = [...buyers, ...others]
        const paidShare = percent / 100
        const most = Math.floor((count * percent) / 100)
        expect(planSlots(all, { ...slots(count), paidShare }, 0, lcg(seed)).bids.size).toBe(most)
        const { bids } = planSlots(all, { total: count, perTorrent, paidShare }, 0, lcg(seed))
        expect(bids.size).toBe(Math.min(most, Math.floor((perTorrent * percent) / 100)))
        // What nobody else wants they get all the same.
        expect(planSlots(buyers, { ...slots(count), paidShare }, 0, lcg(seed)).bids.size).toBe(count)
      }),
    )
  })

  it('counts the buyers’ slots to the whole one, however a per cent is written', () => {
    for (let percent = 0; percent <= 60; percent++) {
      const counts = Array.from({ length: 1_000 }, (_, at) => at + 1)
      const wrong = counts.filter((count) => paidSlots(count, percent / 100) !== Math.floor((count * percent) / 100))
      expect(wrong, `${percent} %`).toEqual([])
    }
  })

  it('gives paid slots to the highest bids, and all slots to buyers only when nobody else wants one', () => {
    const buyers = Array.from({ length: 10 }, (_, index) => peer(`b${index}`, { grant: index + 1 }))
    expect(planSlots(buyers, slots(10), 0, lcg(1)).bids.size).toBe(10)
    const mixed = [...buyers, ...Array.from({ length: 9 }, (_, index) => peer(`f${index}`))]
    const plan = planSlots(mixed, slots(5), 0, lcg(1))
    expect([...plan.bids]).toEqual([
      ['b9', 10],
      ['b8', 9],
      ['b7', 8],
    ])
    expect(plan.unchoke).toHaveLength(5)
  })

  it('serves no bidder but in a paid slot, and sells nothing beyond the buyers’ part that anybody else wants', () => {
    fc.assert(
      fc.property(anyPeers, total, fc.integer({ min: 1, max: 9 }), fc.nat(), (peers, count, perTorrent, seed) => {
        const plan = planSlots(peers, slots(count, perTorrent), 100_000, lcg(seed))
        const open = openOf(peers, plan)
        const bidders = open.filter(({ grant }) => typeof grant === 'number')
        expect(bidders.map(({ key }) => key).toSorted()).toEqual([...plan.bids.keys()].toSorted())
        for (const torrent of ['a', 'b', 'c']) {
          const waits = peers.some(
            (p) => p.torrent === torrent && p.interested && p.grant === 'free' && !open.includes(p),
          )
          if (!waits) continue
          // Else it is its torrent that has no room.
          if (open.filter((p) => p.torrent === torrent).length < perTorrent)
            expect(bidders.length).toBeLessThanOrEqual(count * 0.6)
          expect(bidders.filter((p) => p.torrent === torrent).length).toBeLessThanOrEqual(perTorrent * 0.6)
        }
      }),
    )
  })

  it('ranks bidders by what they are known to bring, and gives none that leaves its slot unused one that others use', () => {
    const bidder = fc.record({
      bid: fc.integer({ min: 1, max: 9 }),
      use: fc.oneof(fc.constant(null), fc.constantFrom(0, 0.6, 1)),
      unchoked: fc.boolean(),
      since: fc.nat(99_999),
    })
    fc.assert(
      fc.property(fc.array(bidder, { maxLength: 12 }), total, fc.nat(3), fc.nat(), (list, count, tries, seed) => {
        const bidders = list.map(({ bid, ...over }, at) => peer(`b${at}`, { ...over, grant: bid, payer: `p${at}` }))
        const others = Array.from({ length: count }, (_, at) => peer(`f${at}`))
        const plan = planSlots([...bidders, ...others], { ...slots(count), tries }, 100_000, lcg(seed))
        const worth = ({ key, use }: SimulatedPeer): number => (list[Number(key.slice(1))]?.bid ?? 0) * (use ?? 1)
        const held = bidders.filter(({ key }) => plan.bids.has(key))
        const waiting = bidders.filter(({ key }) => !plan.bids.has(key))
        const known = (peers: readonly SimulatedPeer[]) => peers.filter(({ use }) => use !== null)
        expect(held.length).toBe(Math.min(bidders.length, Math.floor(count * 0.6)))
        for (const one of known(waiting))
          for (const other of known(held)) expect(worth(other)).toBeGreaterThanOrEqual(worth(one))
        if (held.length < bidders.length && waiting.some(({ use }) => use === null))
          for (const { use } of known(held)) expect(use).toBeGreaterThanOrEqual(0.5)
        const users = (peers: readonly SimulatedPeer[]): number => known(peers).filter(({ use }) => use !== 0).length
        expect(users(held)).toBeGreaterThanOrEqual(Math.min(Math.floor(count * 0.6), users(bidders)) - tries)
        expect(plan.outbid.size).toBeLessThanOrEqual(waiting.length)
        if (held.some(({ use }) => use === null)) expect(plan.outbid.size).toBe(0)
      }),
    )
  })

  it('gives no account a second slot of a torrent while another account wants one', () => {
    fc.assert(
      fc.property(
        anyPeers,
        fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }),
        total,
        fc.nat(),
        (peers, of, count, seed) => {
          const owned = peers.map((p, at) => ({ ...p, payer: typeof p.grant === 'number' ? `p${of[at] ?? 0}` : null }))
          const plan = planSlots(owned, slots(count), 100_000, lcg(seed))
          const claim = ({ payer, torrent }: SimulatedPeer): string => `${payer} ${torrent}`
          const bidders = owned.filter(({ interested, grant }) => interested && typeof grant === 'number')
          const held = bidders.filter(({ key }) => plan.bids.has(key)).map(claim)
          const isShut = bidders.some((p) => !held.includes(claim(p)))
          if (isShut) expect(new Set(held).size).toBe(held.length)
        },
      ),
    )
  })

  it('leaves eight bidders the three slots of five that are theirs, for an hour beside three that pay nothing', () => {
    const bidders = Array.from({ length: 8 }, (_, at) => peer(`b${at}`, { grant: at + 1, seeding: true }))
    const others = Array.from({ length: 3 }, (_, at) => peer(`f${at}`, { seeding: true }))
    const steps = play([...bidders, ...others], { slots: slots(5), minutes: 60, seed: 3 })
    for (const { plan, after } of steps) {
      expect([...plan.bids.keys()]).toEqual(['b7', 'b6', 'b5'])
      expect(after.filter(({ key, unchoked }) => unchoked && key.startsWith('f'))).toHaveLength(2)
    }
  })

  it('keeps the best trading partners', () => {
    const peers = Array.from({ length: 12 }, (_, index) => peer(`${index}`, { get: index * 1000 }))
    expect(planSlots(peers, slots(4), 0, () => 0.99).unchoke).toEqual(expect.arrayContaining(['11', '10', '9']))
  })

  it('serves seeding torrents although only trading ones earn', () => {
    const trading = Array.from({ length: 10 }, (_, index) => peer(`t${index}`, { get: 9_000 }))
    const seeding = Array.from({ length: 10 }, (_, index) => peer(`s${index}`, { seeding: true, torrent: 'b' }))
    const plan = planSlots([...trading, ...seeding], slots(8), 0, lcg(3))
    const open = plan.unchoke.filter((key) => !plan.optimistic.includes(key))
    expect(open.filter((key) => key.startsWith('s'))).toHaveLength(3)
  })

  it('keeps an optimistic slot for its time and not longer', () => {
    const peers = [
      peer('a', { get: 9 }),
      peer('b', { unchoked: true, optimistic: true, since: 0 }),
      peer('c', { since: -1 }),
    ]
    expect(planSlots(peers, slots(2), OPTIMISTIC_MS - 1, () => 0).optimistic).toEqual(['b'])
    expect(planSlots(peers, slots(2), OPTIMISTIC_MS, () => 0).optimistic).toEqual(['c'])
  })

  it('does not take an earned slot back within ten seconds, whoever comes', () => {
    const held = [peer('a', { unchoked: true, get: 1 }), peer('b', { unchoked: true, get: 1 })]
    const better = Array.from({ length: 5 }, (_, index) => peer(`n${index}`, { get: 1_000 }))
    const room = slots(3)
    expect(planSlots([...held, ...better], room, HOLD_MS - 1, lcg(1)).choke).toEqual([])
    expect(planSlots([...held, ...better], room, HOLD_MS, lcg(1)).choke).toHaveLength(2)
  })
})

describe('thirty minutes of twenty peers', () => {
  /** Six send us something, at rates that waver; the others only take. */
  const crowd = Array.from({ length: 20 }, (_, index) => peer(`${index}`, { get: index < 6 ? 50_000 + index : 0 }))
  const takers = crowd.slice(6).map(({ key }) => key)

  it('share the optimistic slots fairly within 10 %', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const steps = play(crowd, { slots: slots(8), minutes: 30, seed })
      const turns = takers.map((key) => countOf(steps, key, ({ optimistic, unchoked }) => optimistic && unchoked))
      expect(spread(turns)).toBeLessThan(0.1)
    }
  })

  it('give a seed’s slots to all alike within 10 %', () => {
    const all = Array.from({ length: 20 }, (_, index) => peer(`${index}`, { seeding: true }))
    for (const seed of [1, 2, 3, 4, 5]) {
      const steps = play(all, { slots: slots(8), minutes: 30, seed })
      expect(spread(all.map(({ key }) => countOf(steps, key, ({ unchoked }) => unchoked)))).toBeLessThan(0.1)
    }
  })

  it('do not oscillate: who earns a slot keeps it while rates waver by a few percent', () => {
    const random = lcg(11)
    const even = Array.from({ length: 20 }, (_, index) => peer(`${index}`, { get: index < 12 ? 100_000 : 0 }))
    const waver = (one: SimulatedPeer): SimulatedPeer =>
      one.get > 0 ? { ...one, get: 100_000 * (0.97 + 0.06 * random()) } : one
    const steps = play(even, { slots: slots(8), minutes: 30, seed: 12, live: waver })
    // The optimistic slots change hands for ever; the six earned ones find their holders once.
    const late = steps.filter(({ at }) => at >= 120_000)
    const dropped = late.flatMap(({ before, plan }) =>
      before.filter((one) => plan.choke.includes(one.key) && !one.optimistic),
    )
    expect(dropped).toHaveLength(0)
  })

  it('let buyers in and out without taking anybody’s optimistic turn away', () => {
    const bidding = (one: SimulatedPeer, at: number): SimulatedPeer =>
      Number(one.key) >= 16 ? { ...one, grant: at >= 300_000 && at < 900_000 ? 5 : 'free' } : one
    const steps = play(crowd, { slots: slots(8), minutes: 30, seed: 4, live: bidding })
    for (const { at, plan } of steps) {
      expect(plan.bids.size).toBe(at >= 300_000 && at < 900_000 ? 4 : 0)
      expect(plan.optimistic.length).toBeGreaterThanOrEqual(1)
    }
  })
})

describe('a peer that goes on wanting', () => {
  it('and bids nothing is served before everyone else had two optimistic turns, whatever they send or bid', () => {
    const scene = fc.record({
      seed: fc.nat(),
      total: fc.integer({ min: 2, max: 10 }),
      gets: fc.array(fc.nat(100_000), { minLength: 3, maxLength: 20 }),
      seeding: fc.boolean(),
      bids: fc.nat(5),
    })
    fc.assert(
      fc.property(scene, ({ seed, total: count, gets, seeding, bids }) => {
        const peers = gets.map((get, index) =>
          peer(`${index}`, { get, seeding: seeding && index % 2 === 0, grant: index < bids ? index + 1 : 'free' }),
        )
        const random = lcg(seed)
        const noisy = (one: SimulatedPeer): SimulatedPeer => ({ ...one, get: one.get * (0.5 + random()) })
        const steps = play(peers, { slots: slots(count), minutes: 30, seed, live: noisy })
        const optimisticSlots = Math.max(1, Math.floor((count - Math.floor(count * 0.6)) / 4))
        const bound = (Math.ceil(peers.length / optimisticSlots) + 1) * (seeding ? TURN_MS : OPTIMISTIC_MS)
        for (const { key, grant } of peers)
          if (grant === 'free') expect(longestWait(steps, key)).toBeLessThanOrEqual(bound)
      }),
      { numRuns: 60 },
    )
  }, 20_000)
})
