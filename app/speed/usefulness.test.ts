import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import type { BuyerView } from './session-event.ts'
import type { Price } from './terms.ts'
import { newBuyingPlan, planBuying, type BuyingPlan, type BuyingStep, type TorrentSight } from './usefulness.ts'

const MB = 1_000_000
const view: BuyerView = {
  state: 'READY',
  ask: 100n as Price,
  restsUntil: 0,
  contended: false,
  price: null,
  since: null,
  verified: 0n,
  paid: 0n,
  amount: 0n as Amount,
  ended: null,
  refused: null,
}

/** Sellers that answer to bids at once; `give` says what each gives when it is paid and when not. */
class World {
  plan: BuyingPlan<string> = newBuyingPlan(0)
  now = 0
  readonly bids: { at: number; key: string; price: bigint }[] = []
  readonly ends: { at: number; key: string; code: string }[] = []
  readonly paid = new Map<string, bigint>()
  step: BuyingStep<string> | null = null
  limit: number | null = null
  left = 10n ** 30n
  ceiling = 1_000n
  /** Of who is not paid. */
  state: BuyerView['state'] = 'READY'
  wanted = 1_000 * MB
  readonly give: (
    key: string,
    paid: boolean,
    now: number,
  ) => { rate: number; choked: boolean; contended?: boolean; ended?: BuyerView['ended'] }
  readonly asks: ReadonlyMap<string, bigint>
  others = 0

  constructor(asks: Record<string, bigint>, give: World['give']) {
    this.asks = new Map(Object.entries(asks))
    this.give = give
  }

  sight(): TorrentSight<string> {
    const sellers = [...this.asks].map(([key, ask]) => {
      const paid = this.paid.get(key)
      const { rate, choked, contended, ended = null } = this.give(key, paid !== undefined, this.now)
      if (ended !== null) this.paid.delete(key)
      const its: BuyerView = {
        ...view,
        ask: ask as Price,
        state: paid === undefined || ended !== null ? this.state : choked ? 'PAUSED' : 'ACTIVE',
        price: (paid ?? null) as Price | null,
        contended: contended ?? false,
        ended,
      }
      return { key, view: its, interested: true, choked, rate }
    })
    const rate = this.others + sellers.reduce((sum, seller) => sum + seller.rate, 0)
    const order = {
      left: this.left as Amount,
      ceiling: this.ceiling as Price,
      perPeer: (10n ** 30n) as Amount,
      funds: null,
    }
    return { order, wanted: this.wanted, rate, limit: this.limit, sellers }
  }

  run(seconds: number): this {
    for (let second = 0; second < seconds; second++) {
      this.now += 1_000
      this.step = planBuying(this.plan, this.sight(), this.now)
      this.plan = this.step.plan
      for (const { key, code } of this.step.ends) {
        this.ends.push({ at: this.now, key, code })
        this.paid.delete(key)
      }
      for (const { key, price } of this.step.bids) {
        this.bids.push({ at: this.now, key, price })
        this.paid.set(key, price)
      }
    }
    return this
  }
}

describe('the plan of what to buy', () => {
  it('raises a bid that others beat, and at the ceiling leaves it and is served as everybody for ten minutes', () => {
    const world = new World({ a: 100n }, () => ({ rate: 0, choked: true, ended: 'outbid' })).run(60)
    const prices = world.bids.map(({ price }) => price)
    expect(prices.every((price, at) => at === 0 || price > (prices[at - 1] ?? 0n))).toBe(true)
    expect(prices.at(-1)).toBe(1_000n)
    const last = world.bids.at(-1)?.at ?? 0
    world.run(540)
    expect(world.bids.at(-1)?.at).toBe(last)
    world.run(30)
    expect(world.bids.at(-1)?.at).toBeGreaterThan(last + 600_000)
  })

  it('pays at once where everybody chokes us, the cheapest seller first', () => {
    const world = new World({ dear: 300n, cheap: 100n }, (_, paid) => ({ rate: paid ? MB : 0, choked: !paid }))
    world.run(2)
    expect(world.bids[0]).toMatchObject({ key: 'cheap', price: 100n })
    world.run(10)
    expect(world.bids.map(({ key }) => key)).toContain('dear')
  })

  it('looks for ten seconds what comes without paying where something comes', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: paid ? 2 * MB : MB, choked: false }))
    world.run(8)
    expect(world.bids).toEqual([])
    expect(world.step?.phase).toEqual({ is: 'comparing' })
    world.run(5)
    expect(world.bids).toHaveLength(1)
    expect(world.step?.phase).toEqual({ is: 'paying' })
  })

  it('says that it compares for as long as a window without pay lasts, from its first second to its last', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: paid ? 2 * MB : MB, choked: false })).run(15)
    const seen: string[] = []
    for (let second = 0; second < 60; second++) {
      const before = world.paid.size
      world.run(1)
      if (before === 0 || world.paid.size === 0) seen.push(`${world.paid.size} ${world.step?.phase.is}`)
    }
    expect(seen.length).toBeGreaterThanOrEqual(15)
    // The last of them bids again, and is paid from then on.
    expect(seen.slice(0, -1)).toEqual(seen.slice(0, -1).map(() => '0 comparing'))
  })

  it('bids nothing when our own limit is reached anyway', () => {
    const world = new World({ a: 100n }, () => ({ rate: MB, choked: false }))
    world.limit = MB
    expect(world.run(120).bids).toEqual([])
    expect(world.step?.phase).toEqual({ is: 'ready' })
  })

  it('stops paying after a minute who gives no more for it, and leaves it alone for ten', () => {
    const world = new World({ a: 100n }, () => ({ rate: MB, choked: false }))
    world.run(130)
    const ended = world.ends.find(({ code }) => code === 'slow')
    expect(ended?.at).toBeGreaterThanOrEqual(60_000)
    expect(ended?.at).toBeLessThanOrEqual(110_000)
    const bids = world.bids.length
    world.run(500)
    expect(world.bids).toHaveLength(bids)
    world.run(300)
    expect(world.bids.length).toBeGreaterThan(bids)
  })

  it('does not leave alone a seller that made it wait for others’ tries twice, and one that serves none of its bids', () => {
    // No slot for 28 s, then `done`: nothing was paid all that time.
    const world: World = new World({ a: 100n }, (_, paid, now) => {
      const waited = now - (world.bids.at(-1)?.at ?? now)
      return { rate: 0, choked: true, ended: paid && waited >= 28_000 ? 'done' : null }
    })
    world.run(70)
    expect(world.bids.length).toBeGreaterThanOrEqual(3)
    expect(world.ends.filter(({ code }) => code === 'slow')).toEqual([])
    const waits = new World({ a: 100n }, () => ({ rate: 0, choked: true }))
    waits.others = MB
    waits.run(400)
    expect(waits.ends.some(({ code }) => code === 'slow')).toBe(true)
    expect(waits.bids.length).toBeLessThan(20)
  })

  it('says that it helped, by windows with and without', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: paid ? 2 * MB : MB, choked: false }))
    world.run(50)
    expect(world.step?.help?.verdict).toBe('helped')
    expect(world.step?.help?.paid).toBeGreaterThan(1.9 * MB)
    expect(world.step?.help?.unpaid).toBeLessThan(1.1 * MB)
    world.run(1_000)
    // Each of them comes back: nobody is told that it has all that it wanted.
    expect(new Set(world.ends.map(({ code }) => code))).toEqual(new Set(['pause']))
    expect(world.step?.help?.windows).toBeGreaterThanOrEqual(2)
    const unpaid = 1_000 - world.ends.length
    expect(unpaid).toBeGreaterThan(900)
  })

  it('stops for the torrent when sellers give more and all together does not grow', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: paid ? 2 * MB : MB, choked: false }))
    const run = (seconds: number): void => {
      for (let second = 0; second < seconds; second++) {
        world.others = world.paid.size > 0 ? 3 * MB : 4 * MB
        world.run(1)
      }
    }
    run(500)
    expect(world.step?.phase).toEqual({ is: 'not-helping' })
    expect(world.step?.help?.verdict).toBe('not-helped')
    expect(world.ends.some(({ code }) => code === 'slow')).toBe(true)
  })

  it('raises a contested bid until enough comes, never past the ceiling', () => {
    const world = new World({ a: 100n }, (key, paid) => {
      const price = world.paid.get(key) ?? 0n
      return { rate: paid ? Number(price) * 5_000 : 0.5 * MB, choked: false, contended: true }
    })
    world.run(300)
    expect(Math.max(...world.bids.map(({ price }) => Number(price)))).toBeGreaterThanOrEqual(150)
    expect(Math.max(...world.bids.map(({ price }) => Number(price)))).toBeLessThanOrEqual(1_000)
  })

  it('bids again within seconds, above what others beat, once it may bid more', () => {
    const world = new World({ a: 100n }, () => ({ rate: 0, choked: true, ended: 'outbid' })).run(90)
    const beaten = world.bids.length
    expect(world.bids.at(-1)?.price).toBe(1_000n)
    world.ceiling = 999n
    world.run(10)
    expect(world.bids).toHaveLength(beaten)
    world.ceiling = 1_200n
    world.run(2)
    expect(world.bids.slice(beaten).map(({ price }) => price)).toEqual([1_200n])
    world.run(500)
    expect(world.bids).toHaveLength(beaten + 1)
  })

  it('goes on within seconds when its budget is raised, however much was compared before', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: paid ? 2 * MB : MB, choked: false })).run(100)
    expect(world.step?.help?.windows).toBeGreaterThan(0)
    expect(world.paid.size).toBe(1)
    world.left = 0n
    world.run(3)
    expect(world.paid.size).toBe(0)
    world.left = 10n ** 30n
    world.run(2)
    expect(world.paid.size).toBe(1)
  })

  it('bids to who served us before while pieces of the last bid are waited for, which may be for a minute', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: 0, choked: !paid }))
    world.state = 'DRAIN'
    world.run(2)
    expect(world.bids).toHaveLength(1)
  })

  it('ends with the budget, and with the torrent', () => {
    const world = new World({ a: 100n }, (_, paid) => ({ rate: paid ? MB : 0, choked: !paid })).run(20)
    expect(world.paid.size).toBe(1)
    world.left = 0n
    world.run(2)
    expect(world.ends.at(-1)).toMatchObject({ code: 'budget' })
    expect(world.step?.phase).toEqual({ is: 'no-funds' })
    world.left = 10n
    world.run(5)
    expect(world.paid.size).toBe(1)
    world.wanted = 0
    world.run(2)
    expect(world.ends.at(-1)).toMatchObject({ code: 'done' })
    expect(world.step?.phase).toEqual({ is: 'complete' })
  })
})
