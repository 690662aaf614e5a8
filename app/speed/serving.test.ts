import { describe, expect, it } from 'vitest'
import { BTT, Pair } from './testing/pair.ts'

/** Seconds in which it bids and has no paid slot. */
const waitWithout = (pair: Pair, seconds: number, outbid: boolean): void => {
  for (let second = 0; second < seconds; second++) {
    pair.seller.tell('peer', { is: 'slot', paid: false, outbid })
    pair.wait(1_000)
  }
}

describe('a bid without a paid slot', () => {
  it.each([
    ['outbid', true],
    ['done', false],
  ] as const)('ends after half a minute as %s, by whether others bring more', (code, outbid) => {
    const pair = new Pair()
    pair.bid(BTT)
    waitWithout(pair, 29, outbid)
    expect(pair.seller.view('peer')?.seller.state).toBe('SERVING')
    waitWithout(pair, 2, outbid)
    expect(pair.seller.view('peer')?.seller.ended).toBe(code)
    expect(pair.buyer.view('peer')?.buyer.ended).toBe(code)
  })

  it('counts its wait from the last time that it had one', () => {
    const pair = new Pair()
    pair.bid(BTT)
    waitWithout(pair, 20, true)
    pair.seller.tell('peer', { is: 'slot', paid: true, outbid: false })
    waitWithout(pair, 20, true)
    expect(pair.seller.view('peer')?.seller.state).toBe('SERVING')
  })
})
