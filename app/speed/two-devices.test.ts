// Two devices of one wallet that both sell: each is owed what it served itself, and nothing twice.

import { expect, it, vi } from 'vitest'
import { laneOf } from './lane.ts'
import { encodeMessage } from './message-codec.ts'
import type { Voucher } from './terms.ts'
import { BLOCK, BTT, LANE, MIB_BYTES, Pair } from './testing/pair.ts'

/** Bought of one device; then the buyer meets the other one, which knows nothing of it. */
const meetOther = () => {
  const pair = new Pair({ ask: BTT, deposit: 80n * BTT })
  pair.bid(BTT)
  pair.serve(10 * MIB_BYTES, { gap: 10 })
  pair.wait(5_000)
  const first = pair.seller.desk
  const voucher = pair.buyer.desk.signed.at(-1)
  if (voucher === undefined) throw new Error('nothing was promised')
  pair.disconnect()
  pair.startSellerAnew()
  pair.connect()
  return { pair, first, voucher, lane: laneOf(pair.buyer.desk.device, pair.seller.desk.device) }
}

const show = (pair: Pair, { lane, cumulative, signature }: Voucher): void =>
  pair.seller.tell('peer', {
    is: 'message',
    bytes: encodeMessage({ t: 'voucher', lane, cumulative, signature, bid: 1, bytes: 0 }),
  })

/** Whatever is let go without anything new being paid. */
const takeAll = (pair: Pair): number => {
  let sent = 0
  for (; pair.seller.sessions.room('peer') >= BLOCK; sent += BLOCK)
    pair.seller.tell('peer', { is: 'sent', bytes: BLOCK })
  return sent
}

it('take for no money what the other one was paid, and blame nobody for it', () => {
  const { pair, voucher } = meetOther()
  pair.bid(BTT)
  show(pair, voucher)
  expect(takeAll(pair)).toBe(MIB_BYTES)
  expect(pair.seller.desk.vouchersHeld).toEqual([])
  expect(pair.seller.view('peer')?.seller.state).toBe('SERVING')
})

it('are each paid what they served, on a lane of its own, and both cash it', () => {
  const { pair, first, lane } = meetOther()
  pair.bid(BTT)
  pair.serve(3 * MIB_BYTES, { gap: 10 })
  pair.wait(5_000)
  const second = pair.seller.desk
  expect(first.vouchersHeld).toMatchObject([{ lane: LANE, cumulative: 10n * BTT }])
  expect(second.vouchersHeld).toMatchObject([{ lane, cumulative: 3n * BTT }])
  const paid = [...first.vouchersHeld, ...second.vouchersHeld].map((held) => pair.chain.cash(held).paid)
  expect(paid).toEqual([10n * BTT, 3n * BTT])
  expect(pair.buyer.desk.budgets.values().next().value?.spent).toBe(13n * BTT)
})

it('do not take a bid for the other one', () => {
  const { pair, voucher } = meetOther()
  const bid = { t: 'bid', bid: 1, index: 1, wanted: BLOCK, lane: voucher.lane } as const
  pair.seller.tell('peer', { is: 'message', bytes: encodeMessage({ ...bid, price: BTT as never }) })
  expect(pair.seller.messages.at(-1)).toMatchObject({ t: 'error', code: 'lane' })
  expect(pair.seller.sessions.room('peer')).toBe(Infinity)
})

it('are sixty-four at most of one buyer: a bid of one more is refused, instead of its vouchers', () => {
  const pair = new Pair()
  const { seller } = pair
  const lanes = Array.from({ length: 65 }, (_, device) => laneOf(device + 100, seller.desk.device))
  const held = lanes.map((lane) => ({ payer: pair.buyer.desk.account, payee: seller.desk.account, lane }))
  const heard = (count: number): unknown => {
    const vouchers = held.slice(0, count).map((one) => ({ ...one, cumulative: 1n, signature: new Uint8Array(65) }))
    vi.spyOn(seller.desk, 'held').mockReturnValueOnce(vouchers as never)
    pair.disconnect()
    seller.sessions.forgetAccounts()
    pair.connect()
    const bid = { t: 'bid', bid: 1, index: 1, wanted: BLOCK, lane: lanes[count] ?? 0n } as const
    seller.tell('peer', { is: 'message', bytes: encodeMessage({ ...bid, price: BTT as never }) })
    return seller.messages.at(-1)
  }
  expect(heard(63)).toMatchObject({ t: 'accept' })
  expect(heard(64)).toMatchObject({ t: 'error', code: 'lane' })
})
