import { describe, expect, it } from 'vitest'
import { BTT, MIB_BYTES, Pair } from './testing/pair.ts'

describe('a buyer and a seller', () => {
  it('know each other after one hello and one proof each', () => {
    const pair = new Pair()
    expect(pair.buyer.view('peer')?.buyer.state).toBe('READY')
    expect(pair.seller.view('peer')?.seller.state).toBe('OFFERED')
    expect(pair.buyer.view('peer')?.account).toBe(pair.seller.desk.account)
    expect(pair.seller.view('peer')?.account).toBe(pair.buyer.desk.account)
  })

  it('pay and are paid for what was verified, to the base unit', () => {
    const pair = new Pair()
    pair.bid(2n * BTT)
    expect(pair.buyer.view('peer')?.buyer.state).toBe('ACTIVE')
    expect(pair.seller.view('peer')?.seller.state).toBe('SERVING')
    expect(pair.serve(8 * MIB_BYTES, { gap: 10 })).toBe(8 * MIB_BYTES)
    pair.wait(3_000)
    expect(pair.seller.desk.earned).toBe(16n * BTT)
    expect(pair.buyer.desk.signed.at(-1)?.cumulative).toBe(16n * BTT)
    expect(pair.seller.view('peer')?.seller.amount).toBe(16n * BTT)
  })
})
