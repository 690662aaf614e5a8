// What a payee says it holds of us and the ledger does not know: an older ledger was restored, or another device paid.

import { describe, expect, it } from 'vitest'
import type { Voucher } from '../../../app/speed/terms.ts'
import { value } from '../testing/bench-wallet.ts'
import { btt, buyingBench, figures, paidBy, seller, voucherOf } from '../testing/speed-bench.ts'
import { peer, vault } from '../testing/speed-peers.ts'

describe('after a backup was restored', () => {
  it('a claim without proof freezes what is promised to that payee, and to nobody else', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    const { lane } = voucherOf(await bench.pay(bid, 1))
    const claim = { vault, payee: seller, lane, cumulative: btt(7), signature: null }
    expect(value(await bench.call('speed.resume', claim))).toBe('frozen')
    expect(await bench.pay(bid, 2)).toBe('frozen')
    voucherOf(await bench.pay(await bench.open(btt(0.5), peer(9)), 1))
    const lie = { ...claim, signature: paidBy(8, btt(7)).signature }
    expect(value(await bench.call('speed.resume', lie))).toBe('frozen')
    expect(value(await bench.call('speed.resume', { ...claim, cumulative: btt(0.5) }))).toBe('known')
    expect(voucherOf(await bench.pay(bid, 2)).cumulative).toBe(btt(1))
  })

  it('a claim that changes nothing is not written: a larger one of what is frozen, or one that is known', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    const { lane } = voucherOf(await bench.pay(bid, 1))
    const claim = { vault, payee: seller, lane, cumulative: btt(7), signature: null }
    const revision = async (): Promise<number> => (await figures(bench)).revision
    await bench.call('speed.resume', claim)
    const frozen = await revision()
    for (let n = 8; n < 12; n++)
      expect(value(await bench.call('speed.resume', { ...claim, cumulative: btt(n) }))).toBe('frozen')
    expect(await revision()).toBe(frozen)
    await bench.call('speed.resume', { ...claim, cumulative: btt(0.5) })
    expect(await revision()).toBe(frozen + 1)
    expect(value(await bench.call('speed.resume', { ...claim, cumulative: btt(0.25) }))).toBe('known')
    expect(await revision()).toBe(frozen + 1)
    voucherOf(await bench.pay(bid, 2))
  })

  it('a proof moves forward, counts against the caps, and nothing is signed below it', async () => {
    const elsewhere = await buyingBench()
    const theirBid = await elsewhere.open()
    const proof = voucherOf(await elsewhere.pay(theirBid, 14))
    const bench = await buyingBench()
    const bid = await bench.open()
    voucherOf(await bench.pay(bid, 1))
    // Another device's lane: it takes from the same deposit, and is no promise of this one.
    expect(value(await bench.call('speed.resume', { vault, ...claimOf(proof) }))).toBe('moved-forward')
    expect(await figures(bench)).toMatchObject({ spentInAll: btt(0.5), promised: btt(7.5) })
    expect(voucherOf(await bench.pay(bid, 2)).cumulative).toBe(btt(1))
  })
})

const claimOf = ({ payee, lane, cumulative, signature }: Voucher) => ({ payee, lane, cumulative, signature })
