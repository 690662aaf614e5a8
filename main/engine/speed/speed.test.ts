import { describe, expect, it } from 'vitest'
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
})
