// What a buyer can lose to sellers that cheat: the price of one piece, and nothing it did not agree to.

import { describe, expect, it, vi } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { decodeMessage, encodeMessage } from './message-codec.ts'
import type { SpeedMessage } from './message.ts'
import { MIB, type Price } from './terms.ts'
import { BLOCK, BTT, MIB_BYTES, Pair, TORRENT } from './testing/pair.ts'

/** What the seller sends goes through `change` first. */
const meddle = (pair: Pair, change: (message: SpeedMessage) => readonly SpeedMessage[]): void => {
  const { out } = pair.seller
  const push = out.push.bind(out)
  out.push = (...carried) => {
    for (const one of carried) {
      const decoded = one.is === 'message' ? decodeMessage(one.bytes) : null
      if (decoded?.is !== 'message') push(one)
      else for (const message of change(decoded.message)) push({ is: 'message', bytes: encodeMessage(message) })
    }
    return out.length
  }
}

const buyer = (pair: Pair) => pair.buyer.view('peer')?.buyer
const promised = (pair: Pair): bigint => pair.buyer.desk.signed.at(-1)?.cumulative ?? 0n

it('a seller that the wallet pays nothing for a while is bought of again afterwards, on the same connection', () => {
  const pair = new Pair()
  const opened = vi.spyOn(pair.buyer.desk, 'open').mockReturnValueOnce({ refused: 'frozen' })
  pair.bid(BTT)
  expect(buyer(pair)).toMatchObject({ state: 'READY', refused: 'frozen' })
  pair.wait(29_000)
  pair.bid(BTT)
  expect(opened).toHaveBeenCalledTimes(1)
  pair.wait(2_000)
  pair.bid(BTT)
  expect(buyer(pair)).toMatchObject({ state: 'ACTIVE', refused: null })
})

describe('a seller of data that never verifies', () => {
  it('is paid for one piece at most', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(20 * MIB_BYTES, { verify: false, gap: 5 })
    pair.wait(70_000)
    expect(promised(pair)).toBeGreaterThan(0n)
    expect(promised(pair)).toBeLessThanOrEqual(BTT)
  })

  it('gets nothing more by calling itself another device each time', () => {
    const pair = new Pair()
    for (let device = 20; device < 26; device++) {
      pair.disconnect()
      pair.startSellerAnew(device)
      pair.connect()
      pair.bid(BTT)
      pair.serve(MIB_BYTES, { verify: false })
      pair.wait(6_000)
    }
    const newest = new Map(pair.buyer.desk.signed.map(({ lane, cumulative }) => [lane, cumulative as bigint]))
    const all = [...newest.values()].reduce((sum, each) => sum + each, 0n)
    expect(all).toBeGreaterThan(0n)
    expect(all).toBeLessThanOrEqual(BTT)
  })

  it('gets nothing more by coming again', () => {
    const pair = new Pair()
    for (let times = 0; times < 4; times++) {
      pair.bid(BTT)
      pair.serve(3 * MIB_BYTES, { verify: false, gap: 5 })
      pair.wait(61 * 60_000)
      pair.disconnect()
      pair.wait(1_000)
      pair.connect()
    }
    expect(promised(pair)).toBeGreaterThan(0n)
    expect(promised(pair)).toBeLessThanOrEqual(BTT)
  })

  it('gets nothing more by our switching off and on again', () => {
    const pair = new Pair()
    for (let times = 0; times < 4; times++) {
      pair.bid(BTT)
      pair.serve(MIB_BYTES - BLOCK, { verify: false, gap: 5 })
      pair.wait(3_000)
      pair.buyer.tell('peer', { is: 'orders', orders: { ...pair.ordersOf(pair.buyer), buy: null } })
      pair.carry()
      pair.buyer.tell('peer', { is: 'bad', piece: 0, sole: false })
      pair.buyer.tell('peer', { is: 'orders', orders: pair.ordersOf(pair.buyer) })
      pair.wait(61 * 60_000)
    }
    expect(promised(pair)).toBeGreaterThan(0n)
    expect(promised(pair)).toBeLessThanOrEqual(BTT)
  })

  it('is banned with the first piece that it alone sent, told so, and paid for what was good', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.buyer.tell('peer', { is: 'received', piece: 77, bytes: MIB_BYTES })
    pair.buyer.tell('peer', { is: 'bad', piece: 77, sole: true })
    expect(pair.buyer.done).toContainEqual({ do: 'ban' })
    expect(pair.buyer.messages).toContainEqual({ t: 'stop', bid: 1, code: 'bad-data', by: 'buyer' })
    pair.wait(5_000)
    expect(promised(pair)).toBe(2n * BTT)
    expect(buyer(pair)?.state).toBe('BLOCKED')
    pair.bid(BTT)
    expect(buyer(pair)?.state).toBe('BLOCKED')
  })

  it('is not blamed for a piece that others sent parts of, and not paid for it either', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.buyer.tell('peer', { is: 'received', piece: 77, bytes: MIB_BYTES / 4 })
    pair.buyer.tell('peer', { is: 'bad', piece: 77, sole: false })
    pair.wait(5_000)
    expect(promised(pair)).toBe(0n)
    expect(buyer(pair)?.state).toBe('ACTIVE')
  })

  it('works off what it was paid ahead for a piece that failed', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.buyer.tell('peer', { is: 'received', piece: 77, bytes: MIB_BYTES / 2 })
    pair.wait(2_500)
    expect(promised(pair)).toBe(BTT / 2n)
    pair.buyer.tell('peer', { is: 'bad', piece: 77, sole: false })
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.wait(5_000)
    expect(promised(pair)).toBe(2n * BTT)
  })
})

describe('a seller that takes money and stops', () => {
  it('has what it sent, and at most a piece beside it', () => {
    const pair = new Pair()
    pair.bid(BTT)
    const sent = pair.serve(3 * MIB_BYTES + 10 * BLOCK, { gap: 5 })
    pair.wait(600_000)
    expect(promised(pair)).toBeLessThanOrEqual((BigInt(sent) * BTT) / MIB)
    expect(promised(pair)).toBeLessThanOrEqual(4n * BTT)
  })
})

describe('a seller that wants more than was agreed', () => {
  it('by a dearer accept is told to stop, and gets nothing', () => {
    const pair = new Pair()
    meddle(pair, (message) =>
      message.t === 'accept' ? [{ ...message, price: (message.price * 2n) as Price }] : [message],
    )
    pair.bid(BTT)
    pair.serve(4 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    expect(pair.buyer.desk.signed).toEqual([])
    expect(buyer(pair)?.state).toBe('READY')
  })

  it('by an accept of another bid is not heard', () => {
    const pair = new Pair()
    meddle(pair, (message) => (message.t === 'accept' ? [{ ...message, bid: message.bid + 1 }] : [message]))
    pair.bid(BTT)
    expect(buyer(pair)?.state).toBe('BIDDING')
    pair.wait(10_500)
    expect(buyer(pair)?.state).toBe('READY')
  })

  it('by raising the ask is paid the agreed price until the bid is over', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.seller.tell('peer', {
      is: 'orders',
      orders: { ...pair.ordersOf(pair.seller), sell: { ...pair.sell, ask: (5n * BTT) as Price } },
    })
    pair.carry()
    expect(buyer(pair)?.ask).toBe(5n * BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    expect(promised(pair)).toBe(4n * BTT)
  })

  it.each(['ack', 'accept'] as const)('by claiming in %s to hold more than was promised is paid no more', (kind) => {
    const pair = new Pair()
    meddle(pair, (message) => {
      if (message.t === 'ack' && kind === 'ack')
        return [{ ...message, cumulative: (message.cumulative + 9n) as Amount }]
      if (message.t === 'accept' && kind === 'accept') return [{ ...message, held: 9n as Amount }]
      return [message]
    })
    pair.bid(BTT)
    pair.serve(6 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    expect(promised(pair)).toBeLessThanOrEqual(BTT)
    expect(buyer(pair)).toMatchObject({ state: 'BLOCKED', refused: 'frozen' })
  })
})

describe('a buyer restored from a backup', () => {
  it('goes on above what the seller holds, once it was shown its own signature', () => {
    const pair = new Pair()
    const backup = pair.buyer.desk.backup()
    pair.bid(BTT)
    pair.serve(4 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    expect(promised(pair)).toBe(4n * BTT)
    pair.disconnect()
    pair.buyer.sessions.forgetAccounts()
    pair.buyer.desk.restore(backup)
    pair.connect()
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    expect(promised(pair)).toBe(6n * BTT)
    expect(pair.seller.desk.earned).toBe(6n * BTT)
  })
})

describe('spending', () => {
  it('ends with the budget: what is left pays what came, and no more is bid for', () => {
    const pair = new Pair({ budget: 3n * BTT })
    const left = (): void => {
      const order = { ...pair.buy, left: pair.buyer.desk.left(TORRENT, null) }
      pair.buyer.tell('peer', { is: 'orders', orders: { ...pair.ordersOf(pair.buyer), buy: order } })
    }
    left()
    pair.bid(BTT)
    for (let times = 0; times < 40; times++) {
      pair.serve(MIB_BYTES / 8, { gap: 20 })
      left()
      pair.carry()
    }
    pair.wait(5_000)
    expect(promised(pair)).toBeLessThanOrEqual(3n * BTT)
    expect(promised(pair)).toBeGreaterThan(2n * BTT)
    expect(buyer(pair)?.ended).toBe('budget')
    expect(pair.seller.view('peer')?.seller.ended).not.toBe('unpaid')
    pair.bid(BTT)
    expect(buyer(pair)?.state).toBe('READY')
  })

  it('ends at once when it is switched off, whatever is owed', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    const signed = pair.buyer.desk.signed.length
    pair.buyer.tell('peer', { is: 'received', piece: 70, bytes: MIB_BYTES })
    pair.buyer.tell('peer', { is: 'orders', orders: { ...pair.ordersOf(pair.buyer), buy: null } })
    pair.buyer.tell('peer', { is: 'verified', piece: 70, bytes: MIB_BYTES })
    pair.carry()
    pair.wait(10_000)
    expect(pair.buyer.desk.signed).toHaveLength(signed)
    expect(buyer(pair)?.state).toBe('OFF')
    expect(pair.seller.view('peer')?.seller).toMatchObject({ ended: 'off' })
  })

  it('goes on after a lost line with what was not paid, and nothing is paid twice', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(3 * MIB_BYTES, { gap: 1 })
    expect(promised(pair)).toBeLessThan(3n * BTT)
    pair.disconnect()
    pair.wait(2_000)
    pair.connect()
    pair.wait(6_000)
    expect(promised(pair)).toBe(3n * BTT)
    expect(pair.seller.desk.earned).toBe(3n * BTT)
    pair.bid(BTT)
    expect(buyer(pair)?.state).toBe('ACTIVE')
  })
})

describe('a seller that refuses and offers anew, again and again', () => {
  it('is bid to no oftener than once in five seconds', () => {
    const pair = new Pair()
    let bids = 0
    const { out } = pair.buyer
    const push = out.push.bind(out)
    out.push = (...carried) => {
      for (const one of carried) {
        const decoded = one.is === 'message' ? decodeMessage(one.bytes) : null
        if (decoded?.is === 'message' && decoded.message.t === 'bid') bids++
      }
      return push(...carried)
    }
    const [ask, mostUncashed] = [BTT as Price, BTT as Amount]
    const terms = encodeMessage({ t: 'terms', index: 1, ask, mostUncashed, unit: 1, credit: 1, slots: 1 })
    meddle(pair, (message) => {
      if (message.t === 'accept') return [{ t: 'error', code: 'no-deposit', text: '' }]
      return message.t === 'stop' ? [] : [message]
    })
    for (let at = 0; at < 60_000; at += 250) {
      pair.bid(BTT)
      pair.buyer.tell('peer', { is: 'message', bytes: terms })
      pair.wait(250)
    }
    expect(bids).toBeGreaterThan(5)
    expect(bids).toBeLessThanOrEqual(13)
  })
})
