import { describe, expect, it } from 'vitest'
import { BTT, MIB_BYTES, Pair } from './testing/pair.ts'

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

it('a seller that ceased is at rest ten seconds later, and says a minute later that nobody pays', () => {
  const pair = new Pair()
  pair.bid(2n * BTT)
  pair.serve(MIB_BYTES)
  pair.wait(3_000)
  pair.seller.tell('peer', { is: 'orders', orders: { account: null, canSign: true, buy: null, sell: null } })
  pair.wait(9_000)
  expect(pair.seller.sessions.isUnsettled('peer', pair.now)).toBe(true)
  expect(pair.seller.view('peer')?.seller).toMatchObject({ state: 'CLOSING', paying: true })
  pair.wait(2_000)
  expect(pair.seller.sessions.isUnsettled('peer', pair.now)).toBe(false)
  pair.wait(60_000)
  expect(pair.seller.view('peer')?.seller).toMatchObject({ state: 'OFF', paying: false })
})
