// Two devices of one wallet that both sell: what holds, and what does not, as docs/speed.md says it.

import { expect, it } from 'vitest'
import type { Voucher } from './terms.ts'
import { encodeMessage } from './message-codec.ts'
import { BLOCK, BTT, MIB_BYTES, Pair } from './testing/pair.ts'

const DEPOSIT = 80n * BTT

/** Bought of one device; the other one meets the payer then, knows nothing of it, and is shown that voucher. */
const meetOther = (cash: boolean): Pair => {
  const pair = new Pair({ ask: BTT, deposit: DEPOSIT })
  pair.bid(BTT)
  pair.serve(10 * MIB_BYTES, { gap: 10 })
  pair.wait(5_000)
  const voucher = pair.buyer.desk.signed.at(-1)
  if (voucher === undefined) throw new Error('nothing was promised')
  pair.disconnect()
  if (cash) pair.chain.cash(voucher)
  pair.startSellerAnew()
  pair.connect()
  pair.bid(BTT)
  pair.wait(2_000)
  show(pair, voucher)
  return pair
}

const show = (pair: Pair, { lane, cumulative, signature }: Voucher): void =>
  pair.seller.tell('peer', {
    is: 'message',
    bytes: encodeMessage({ t: 'voucher', lane, cumulative, signature, bid: 1, bytes: 0 }),
  })

/** Whatever the other device lets go without anything new being paid. */
const takeAll = (pair: Pair): number => {
  let sent = 0
  for (; pair.seller.sessions.room('peer') >= BLOCK; sent += BLOCK)
    pair.seller.tell('peer', { is: 'sent', bytes: BLOCK })
  return sent
}

it('serve for a voucher once each at most, while it is not cashed, and within what the deposit is trusted for', () => {
  const pair = meetOther(false)
  const sent = takeAll(pair)
  expect(sent).toBeGreaterThan(2 * MIB_BYTES)
  expect(BigInt(sent)).toBeLessThanOrEqual((DEPOSIT / 4n / BTT) * BigInt(MIB_BYTES))
})

it('serve nothing for a voucher that either of them has cashed, beyond the credit of a stranger', () => {
  const pair = meetOther(true)
  expect(takeAll(pair)).toBeLessThanOrEqual(MIB_BYTES)
})
