import { describe, expect, it } from 'vitest'
import type { Amount } from '../../../app/money/amount.ts'
import type { DeskAsk, SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import { ChainModel } from '../../../app/speed/testing/chain-model.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import { MemoryDesk } from '../../../app/speed/testing/memory-desk.ts'
import type { SpeedTick } from '../../../app/speed/speed-tick.ts'
import type { Price } from '../../../app/speed/terms.ts'
import { seeder } from '../testing/control.ts'
import { makeTorrent } from '../testing/made-torrent.ts'
import { ServedEngine } from '../testing/served-engine.ts'
import { limitedUp } from './testing/auction.ts'
import { BTT, plenty, VAULT } from './testing/trader.ts'

const chain = new ChainModel()

const deskOf = (number: number): MemoryDesk => {
  const key = testKey(number)
  chain.deposit(key.address, 1_000n * BTT)
  return new MemoryDesk({ key, device: 7, vault: VAULT, chain, allowance: plenty, now: () => Date.now() })
}

const outputOf = (desk: MemoryDesk, { name, input }: DeskAsk): unknown => {
  if (name === 'desk.pay') return input.payments.map(({ bid, bytes }) => desk.pay(bid, bytes))
  if (name === 'desk.receive') return input.vouchers.map((receipt) => desk.receive(receipt))
  const verb = name.slice('desk.'.length) as 'prove' | 'payer' | 'open' | 'close' | 'resume' | 'last' | 'held'
  return (desk[verb] as (input: unknown) => unknown).call(desk, input)
}

/** Answers everything the engine asks, as main does. */
const answer = (engine: ServedEngine, desk: MemoryDesk): Disposable => {
  let seen = 0
  const timer = setInterval(() => {
    for (; seen < engine.events.length; seen++) {
      const [name, data] = engine.events[seen] ?? []
      if (name !== 'speed.ask') continue
      const ask = data as DeskAsk
      void engine.ask('engine.speedAnswer', { id: ask.id, output: outputOf(desk, ask) as never })
    }
  }, 5)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

const ordersOf = (desk: MemoryDesk, over: Partial<SpeedOrders>): SpeedOrders => ({
  account: { vault: VAULT, address: desk.account, device: 7 },
  canSign: true,
  funds: (1_000n * BTT) as Amount,
  buying: new Map(),
  selling: null,
  privateToo: new Set(),
  ...over,
})

const ticks = (engine: ServedEngine): SpeedTick[] =>
  engine.events.filter(([name]) => name === 'speed.tick').map(([, data]) => data as SpeedTick)

const paymentsAsked = (engine: ServedEngine): number =>
  engine.events.filter(([name, data]) => name === 'speed.ask' && (data as DeskAsk).name === 'desk.pay').length

describe('Speed behind the engine’s port', () => {
  it('asks, pays, and tells what it sees, until everything is here', async () => {
    const made = makeTorrent({ 'a.bin': 24_000_000 }, [], 65_536)
    await using seller = await seeder(made, limitedUp(1_000_000))
    await using buyer = await ServedEngine.create()
    const [sellerDesk, buyerDesk] = [deskOf(1), deskOf(2)]
    using _seller = answer(seller, sellerDesk)
    using _buyer = answer(buyer, buyerDesk)
    const id = await buyer.add(made.torrent)
    buyerDesk.setBudget(id, 100n * BTT)
    const selling = { ask: BTT as Price, paidShare: 0.6, mostUncashed: (100n * BTT) as Amount }
    const buying = new Map([
      [id, { left: (100n * BTT) as Amount, ceiling: (2n * BTT) as Price, perPeer: BTT as Amount, funds: null }],
    ])
    await seller.ask('engine.speed', ordersOf(sellerDesk, { selling }))
    await buyer.ask('engine.speed', ordersOf(buyerDesk, { buying }))
    await buyer.ask('engine.speedLook', { id })
    await buyer.call('torrents.addPeer', { id, address: `127.0.0.1:${await seller.port()}` })
    await buyer.until(id, ({ have }) => have > 0)
    const phases = (): unknown[] => ticks(buyer).map(({ torrents }) => torrents[0]?.phase.is)
    await expect.poll(phases, { timeout: 20_000 }).toContain('paying')
    await expect.poll(() => ticks(seller).at(-1)?.selling, { timeout: 5_000 }).toMatchObject({ buyers: 1, paying: 1 })
    await expect.poll(() => sellerDesk.earned, { timeout: 10_000 }).toBeGreaterThan(0n)
    const tick = ticks(buyer).at(-1)?.torrents[0]
    expect(tick).toMatchObject({ id, sellers: 1, price: BTT, lowestAsk: BTT })
    expect(tick?.peers).toMatchObject([{ account: sellerDesk.account, role: 'sells', state: 'ACTIVE' }])
    await buyer.ask('engine.speed', ordersOf(buyerDesk, {}))
    // What was decided before that goes out with the turn of the loop it was decided in.
    await buyer.ask('engine.speedLook', { id })
    const asked = paymentsAsked(buyer)
    await expect.poll(() => ticks(seller).at(-1)?.selling.paying, { timeout: 5_000 }).toBe(0)
    expect(paymentsAsked(buyer)).toBe(asked)
  }, 60_000)
})
