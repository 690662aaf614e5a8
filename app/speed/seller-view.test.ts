import { describe, expect, it } from 'vitest'
import { BTT, MIB_BYTES, Pair } from './testing/pair.ts'

const seen = (pair: Pair) => pair.seller.view('peer')?.seller

describe('what is said of a buyer', () => {
  it('is that it has nothing to pay with, whether it bids or not, until it has', () => {
    const pair = new Pair({ deposit: 0n })
    pair.wait(1_000)
    expect(seen(pair)).toMatchObject({ broke: true, paying: false })
    pair.bid(BTT)
    pair.wait(1_000)
    expect(seen(pair)).toMatchObject({ broke: true, paying: false, state: 'OFFERED' })
    pair.chain.deposit(pair.buyer.desk.account, 1_000n * BTT)
    pair.wait(60_000)
    pair.bid(BTT)
    pair.wait(1_000)
    expect(seen(pair)).toMatchObject({ broke: false, state: 'SERVING' })
  })

  it('is that it pays while it owes and for a minute after it paid, and not for a bid alone', () => {
    const pair = new Pair()
    expect(seen(pair)).toMatchObject({ broke: false, paying: false })
    pair.bid(BTT)
    pair.wait(5_000)
    expect(seen(pair)).toMatchObject({ state: 'SERVING', paying: false })
    pair.serve(2 * MIB_BYTES)
    expect(seen(pair)?.paying).toBe(true)
    pair.wait(30_000)
    expect(seen(pair)?.paying).toBe(true)
    pair.wait(60_000)
    expect(seen(pair)).toMatchObject({ state: 'SERVING', paying: false, broke: false })
  })
})
