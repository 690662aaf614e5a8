// Whatever refused: once it is lifted buying goes on within seconds, on the connection that is there, and before that
// not at all.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import type { BuyOrder } from '../ipc/speed-desk.ts'
import type { SessionOrders } from './session-event.ts'
import type { Price } from './terms.ts'
import { mayBid } from './usefulness.ts'
import { MemoryDesk } from './testing/memory-desk.ts'
import { BLOCK, BTT, MIB_BYTES, Pair, plenty, TORRENT, type PairWish } from './testing/pair.ts'

const PRICE = 2n * BTT
/** After a refusal a peer is asked no sooner again than after a stop. */
const SOON_S = 10
/** The longest time from the chain's being back to its being read. */
const READ_S = 10
const READING = /cannot read/

/** A pair that lives by what its desk allows, as orders tell, and bids whenever it may, as the plan does each second. */
class Shop {
  readonly pair: Pair
  ceiling = plenty.priceCeiling
  /** Of main, the vault: not while its process for the chain is away. */
  isKnown = true

  constructor(wish: PairWish = {}) {
    this.pair = new Pair({ deposit: 1_000n * BTT, ...wish })
  }

  get buy(): BuyOrder {
    const { desk } = this.pair.buyer
    const { perPeer } = desk.allowance
    return { left: desk.left(TORRENT, null), ceiling: this.ceiling, perPeer, funds: desk.funds }
  }

  get orders(): SessionOrders {
    if (!this.isKnown) return { account: null, canSign: false, buy: null, sell: null }
    return { ...this.pair.ordersOf(this.pair.buyer), canSign: !this.pair.buyer.desk.locked, buy: this.buy }
  }

  get view() {
    return this.pair.buyer.view('peer')?.buyer
  }

  get isPaid(): boolean {
    return this.view?.state === 'ACTIVE'
  }

  /** What main says, which is told when it changed and about once a second. */
  order(): void {
    this.pair.buyer.tell('peer', { is: 'orders', orders: this.orders })
    this.pair.carry()
  }

  /** So many seconds, in each of which so much is served if it is. */
  run(seconds: number, bytes = 0): this {
    for (let second = 0; second < seconds; second++) {
      this.order()
      if (this.view !== undefined && mayBid(this.view, this.pair.now)) this.pair.bid(PRICE)
      if (this.isPaid && bytes > 0) this.pair.serve(bytes)
      this.pair.wait(1_000)
    }
    return this
  }

  /** True: it is refused, and stays so. */
  isRefused(seconds = 65): boolean {
    const { length } = this.pair.buyer.desk.signed
    let paid = 0
    for (let second = 0; second < seconds; second++) if (this.run(1).isPaid) paid++
    return paid === 0 && this.pair.buyer.desk.signed.length === length
  }

  /** In how many seconds it is paid and something was signed; Infinity: not soon. */
  secondsUntilPaid(): number {
    const { length } = this.pair.buyer.desk.signed
    for (let second = 1; second <= SOON_S + READ_S; second++)
      if (this.run(1, 4 * BLOCK).pair.buyer.desk.signed.length > length) return second
    return Infinity
  }
}

const capped = (cap: Partial<typeof plenty>) => ({ allowance: { ...plenty, ...cap } })
const few = (units: bigint) => (units * BTT) as Amount

const allow = ({ pair }: Shop): void => {
  pair.buyer.desk.allowance = plenty
}

const cases: readonly (readonly [string, PairWish, (shop: Shop) => void, (shop: Shop) => void])[] = [
  ['a cap per peer', capped({ perPeer: few(3n) }), (shop) => shop.run(10, MIB_BYTES), allow],
  ['a cap per day', capped({ perDay: few(3n) }), (shop) => shop.run(10, MIB_BYTES), allow],
  ['a cap in all', capped({ total: few(3n) }), (shop) => shop.run(10, MIB_BYTES), allow],
  [
    'a budget',
    { budget: 3n * BTT },
    (shop) => shop.run(10, MIB_BYTES),
    (shop) => shop.pair.buyer.desk.setBudget(TORRENT, 10n * BTT),
  ],
  [
    'the ceiling, which orders did not tell of yet',
    capped({ priceCeiling: BTT as Price }),
    (shop) => {
      shop.run(5).ceiling = BTT as Price
    },
    (shop) => {
      allow(shop)
      shop.ceiling = plenty.priceCeiling
    },
  ],
  [
    'the deposit, as the buyer knows it',
    { deposit: 3n * BTT },
    (shop) => shop.run(10, MIB_BYTES),
    ({ pair }) => pair.chain.deposit(pair.buyer.desk.account, 1_000n * BTT),
  ],
  [
    'the deposit, as the seller sees it',
    { deposit: BTT },
    (shop) => shop.run(5),
    ({ pair }) => pair.chain.deposit(pair.buyer.desk.account, 1_000n * BTT),
  ],
  [
    'a lock',
    {},
    (shop) => {
      shop.pair.buyer.desk.locked = true
      shop.run(5)
    },
    (shop) => {
      shop.pair.buyer.desk.locked = false
    },
  ],
  [
    'a switch at the wallet',
    {},
    (shop) => {
      shop.pair.buyer.desk.switchOff(TORRENT)
      shop.run(5)
    },
    (shop) => shop.pair.buyer.desk.setBudget(TORRENT, 10n * BTT),
  ],
  [
    'an exit',
    {},
    ({ pair }) => {
      pair.chain.requestExit(pair.buyer.desk.account, 1)
      pair.wait(700_000)
    },
    ({ pair }) => pair.chain.deposit(pair.buyer.desk.account, 1_000n * BTT),
  ],
  [
    'a seller that cannot read the chain',
    {},
    (shop) => {
      const { desk } = shop.run(5, MIB_BYTES).pair.seller
      desk.payer = () => null
      shop.pair.pass(700_000)
      shop.run(15).pair.pass(1_300_000)
      shop.run(5)
    },
    ({ pair }) => {
      pair.seller.desk.payer = (input) => MemoryDesk.prototype.payer.call(pair.seller.desk, input)
    },
  ],
  [
    'a process for the chain that is away',
    {},
    (shop) => {
      shop.run(5, MIB_BYTES).isKnown = false
      shop.run(5)
    },
    (shop) => {
      shop.isKnown = true
    },
  ],
]

describe('what was refused', () => {
  it.each(cases)(
    'by %s goes on within seconds, whenever that is lifted, and not before',
    (what, wish, refuse, lift) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 65 }), (seconds) => {
          const shop = new Shop(wish)
          refuse(shop)
          expect(shop.isRefused(seconds)).toBe(true)
          lift(shop)
          expect(shop.secondsUntilPaid()).toBeLessThanOrEqual(READING.test(what) ? SOON_S + READ_S : SOON_S)
        }),
        { numRuns: 4 },
      )
    },
  )
})
