import { describe, expect, it, vi } from 'vitest'
import { ChainModel } from '../../../app/speed/testing/chain-model.ts'
import { sampleTorrent, testSettings } from '../swarm/testing/sample-swarm.ts'
import { BTT, Trader } from './testing/trader.ts'

const MIB = 1_048_576
const limited = (up: number) => ({ ...testSettings(), limits: { ...testSettings().limits, up } })

describe('Speed between two engines', () => {
  it('pays exactly what is owed for what was verified, and the seller holds vouchers for all of it', async () => {
    const chain = new ChainModel()
    await using seller = await Trader.open({ number: 1, chain, ask: BTT, settings: limited(4 * MIB) })
    await using buyer = await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: BTT })
    const sample = sampleTorrent(16 * MIB, 262_144)
    seller.join(sample, { have: 'all', data: sample.data })
    const leech = buyer.join(sample, { peers: [seller.address] })
    buyer.buy(sample.id, 2n * BTT)
    await leech.complete
    await expect.poll(() => buyer.promised, { timeout: 5_000 }).toBeGreaterThan(10n * BTT)
    await expect.poll(() => seller.desk.earned, { timeout: 5_000 }).toBe(buyer.promised)
    expect(buyer.promised).toBeLessThanOrEqual(16n * BTT)
    expect([...buyer.crashes, ...seller.crashes]).toEqual([])
  }, 30_000)

  it('forgets what others owe when the account is another one, and not when there is none for a moment', async () => {
    await using seller = await Trader.open({ number: 1, chain: new ChainModel(), ask: BTT })
    const { house } = seller
    const { orders } = house
    const forgotten = vi.spyOn(house.sessions, 'forgetAccounts')
    seller.give({ ...orders, account: null, selling: null })
    seller.give(orders)
    expect(forgotten).not.toHaveBeenCalled()
    const { account } = orders
    seller.give({ ...orders, account: null, selling: null })
    seller.give({ ...orders, account: account && { ...account, device: account.device + 1 } })
    expect(forgotten).toHaveBeenCalledOnce()
  })
})
