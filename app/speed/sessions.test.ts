import { describe, expect, it, vi } from 'vitest'
import type { BidRef } from '../ipc/speed-desk.ts'
import { encodeMessage } from './message-codec.ts'
import type { SessionOrders } from './session-event.ts'
import type { Price } from './terms.ts'
import { BTT, LANE, MIB_BYTES, Pair, TORRENT, VAULT } from './testing/pair.ts'
import { answerOf } from './testing/side.ts'

/** The buyer's process ended with a voucher that was signed and on disk, and not sent. */
const beginAnew = () => {
  const pair = new Pair()
  pair.bid(BTT)
  pair.serve(2 * MIB_BYTES)
  pair.wait(3_000)
  const { desk } = pair.buyer
  desk.pay('1' as BidRef, BigInt(3 * MIB_BYTES))
  pair.disconnect()
  pair.restartBuyer()
  return { pair, desk }
}

describe('a buyer and a seller', () => {
  it('are done with each other when one says hello again, until it proves itself anew', () => {
    const pair = new Pair()
    pair.bid(2n * BTT)
    const hello = encodeMessage({
      t: 'hello',
      nonce: new Uint8Array(32).fill(3),
      chainId: VAULT.chainId,
      vault: VAULT.address,
      account: pair.buyer.desk.account,
      device: pair.buyer.desk.device,
    })
    pair.seller.tell('peer', { is: 'message', bytes: hello })
    expect(pair.seller.view('peer')?.seller).toMatchObject({ state: 'HELLO', price: null, ended: 'off' })
    expect(pair.seller.done.at(-1)).toEqual({ do: 'wake' })
    expect(pair.seller.done).toContainEqual({ do: 'grant', grant: 'free' })
    expect(pair.seller.sessions.room('peer')).toBe(Infinity)
  })

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

  it('know how things stood when they met, before either was proven', () => {
    const pair = new Pair({ slots: 0 })
    expect(pair.buyer.view('peer')?.buyer.contended).toBe(true)
    pair.bid(2n * BTT)
    expect(pair.buyer.view('peer')?.buyer.state).toBe('ACTIVE')
  })

  it('are of one mind about a bid that took too long: what the buyer gave up the seller serves nobody for', () => {
    const pair = new Pair()
    pair.buyer.tell('peer', { is: 'bid', price: (2n * BTT) as Price, wanted: MIB_BYTES })
    pair.pass(10_000)
    pair.buyer.tell('peer', { is: 'tick' })
    expect(pair.buyer.view('peer')?.buyer.state).toBe('READY')
    pair.carry()
    expect(pair.seller.view('peer')?.seller).toMatchObject({ price: null, ended: 'off' })
    expect(pair.seller.sessions.room('peer')).toBe(Infinity)
    pair.bid(2n * BTT)
    // So soon after the one before it waits for its time.
    pair.wait(2_000)
    expect(pair.buyer.view('peer')?.buyer.state).toBe('ACTIVE')
  })

  it('are of one mind when the bid that took too long was to take another’s place: both are over', () => {
    const pair = new Pair()
    pair.bid(2n * BTT)
    pair.wait(5_000)
    pair.buyer.tell('peer', { is: 'bid', price: (3n * BTT) as Price, wanted: MIB_BYTES })
    pair.pass(10_000)
    pair.buyer.tell('peer', { is: 'tick' })
    expect(pair.buyer.view('peer')?.buyer.state).toBe('ACTIVE')
    pair.carry()
    expect(pair.seller.view('peer')?.seller.price).toBeNull()
    expect(pair.buyer.view('peer')?.buyer).toMatchObject({ price: null, ended: 'off' })
  })

  it('have the chain asked about the buyer’s lane as soon as it bids: books that were lost must not earn it twice', () => {
    const pair = new Pair()
    const asked: (readonly bigint[])[] = []
    const { desk } = pair.seller
    const payer = desk.payer.bind(desk)
    desk.payer = (input) => {
      asked.push(input.lanes)
      return payer(input)
    }
    pair.bid(2n * BTT)
    expect(asked).toEqual([[LANE]])
    pair.bid(3n * BTT)
    expect(asked).toHaveLength(1)
  })

  it('have a payment that was under way reach the device it was for, when the seller is that one again', () => {
    const pair = new Pair()
    const sellAs = (device: number): void => {
      const orders = pair.ordersOf(pair.seller)
      const account = { vault: VAULT, address: pair.seller.desk.account, device }
      pair.seller.tell('peer', { is: 'orders', orders: { ...orders, account } })
      pair.carry()
    }
    pair.bid(2n * BTT)
    pair.buyer.answers = false
    pair.serve(MIB_BYTES)
    pair.wait(3_000)
    const asked = pair.buyer.unanswered.filter((ask) => ask.name === 'pay' || ask.name === 'open')
    expect(asked.map(({ name }) => name)).toEqual(['pay'])
    pair.buyer.answers = true
    sellAs(pair.seller.desk.device + 1)
    for (const ask of asked) {
      const answer = answerOf(pair.buyer.desk, ask)
      if (answer !== null) pair.buyer.tell('peer', { is: 'answer', answer })
    }
    expect(pair.buyer.messages.filter(({ t }) => t === 'voucher')).toEqual([])
    pair.wait(6_000)
    expect(pair.seller.desk.vouchersHeld).toEqual([])
    sellAs(pair.seller.desk.device)
    pair.wait(6_000)
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ lane: LANE, cumulative: 2n * BTT }])
  })

  it('make up for a voucher that was lost with the buyer’s process as soon as they meet, without another one', () => {
    const { pair, desk } = beginAnew()
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 2n * BTT }])
    const signed = desk.signed.length
    pair.connect()
    pair.wait(1_000)
    expect(pair.seller.desk.vouchersHeld).toEqual([desk.signed.at(-1)])
    expect(desk.signed).toHaveLength(signed)
  })

  it('speak of what was promised before once a run, and only while the buyer may pay', () => {
    const pair = new Pair()
    const asked = vi.spyOn(pair.buyer.desk, 'last')
    const meet = (over: Partial<SessionOrders>): number => {
      asked.mockClear()
      pair.disconnect()
      const orders = { ...pair.ordersOf(pair.buyer), ...over }
      const [sell, of] = [pair.ordersOf(pair.seller), vi.spyOn(pair, 'ordersOf')]
      of.mockImplementation((side) => (side === pair.seller ? sell : orders))
      pair.connect()
      pair.wait(1_000)
      of.mockRestore()
      return asked.mock.calls.length
    }
    expect(meet({})).toBe(0)
    pair.restartBuyer()
    expect(meet({ canSign: false })).toBe(0)
    expect(meet({ buy: null })).toBe(0)
    expect(meet({})).toBe(1)
    expect(meet({})).toBe(0)
  })

  it('speak of it when the wallet can say, where it could not when they met', () => {
    const { pair, desk } = beginAnew()
    desk.stopped = true
    const asked = vi.spyOn(desk, 'last')
    pair.connect()
    pair.wait(25_000)
    expect(asked).toHaveBeenCalledTimes(3)
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 2n * BTT }])
    desk.stopped = false
    pair.wait(30_000)
    expect(asked).toHaveBeenCalledTimes(4)
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 3n * BTT }])
  })

  it('speak of it on the next connection, where nobody answered on this one', () => {
    const { pair, desk } = beginAnew()
    const asked = vi.spyOn(desk, 'last').mockReturnValueOnce(null)
    for (const times of [1, 2, 2]) {
      pair.connect()
      pair.wait(1_000)
      expect(asked).toHaveBeenCalledTimes(times)
      pair.disconnect()
    }
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 3n * BTT }])
  })

  it('know a pause for what it is: a stop after which the same peer bids again, and a free peer until then', () => {
    const pair = new Pair()
    pair.bid(2n * BTT)
    pair.serve(MIB_BYTES)
    pair.buyer.tell('peer', { is: 'end', code: 'pause' })
    expect(pair.buyer.messages).toMatchObject([{ t: 'stop', bid: 1, code: 'pause', by: 'buyer' }])
    pair.carry()
    expect(pair.seller.view('peer')?.seller).toMatchObject({ state: 'CLOSING', ended: 'pause', price: null })
    expect(pair.buyer.view('peer')?.buyer.ended).toBe('pause')
    expect(pair.seller.sessions.room('peer')).toBe(Infinity)
    pair.wait(15_000)
    expect(pair.seller.view('peer')?.seller).toMatchObject({ state: 'OFFERED', ended: 'pause' })
    pair.bid(2n * BTT)
    expect(pair.seller.view('peer')?.seller).toMatchObject({ state: 'SERVING', price: 2n * BTT })
  })

  it('hold a voucher that was signed when the line broke for promised and not for earned, until they meet again', () => {
    const pair = new Pair()
    const [buyer, seller] = [pair.buyer.desk, pair.seller.desk]
    pair.bid(2n * BTT)
    pair.serve(4 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    pair.buyer.answers = false
    pair.serve(MIB_BYTES, { gap: 10 })
    pair.wait(2_000)
    const [ask] = pair.buyer.unanswered.splice(0)
    if (ask?.name !== 'pay') throw new Error('nothing is to be paid')
    pair.disconnect()
    const answer = { ask, output: buyer.pay(ask.input.bid, ask.input.bytes) }
    pair.buyer.tell('peer', { is: 'answer', answer })
    expect(pair.buyer.out).toEqual([])
    const lost = buyer.signed.at(-1)
    expect(lost?.cumulative).toBe(9n * BTT)
    // To the buyer's keeper of the key it is spent, whoever has it.
    expect(buyer.budgets.get(TORRENT)?.spent).toBe(9n * BTT)
    // What the seller has is worth what it says, and nothing is said of what it was sent for nothing.
    expect(seller.earned).toBe(8n * BTT)
    expect(seller.uncashed(buyer.account)).toBe(8n * BTT)
    pair.wait(300_000)
    expect([seller.earned, buyer.signed.at(-1)]).toEqual([8n * BTT, lost])

    pair.buyer.answers = true
    pair.connect()
    // With what else was owed when the line broke.
    pair.wait(2_000)
    expect(seller.earned).toBe(10n * BTT)
    expect(buyer.budgets.get(TORRENT)?.spent).toBe(10n * BTT)
  })

  it('lose no last voucher to a wallet that was away: it is handed in again, and once', () => {
    const pair = new Pair()
    const { desk } = pair.seller
    const receive = desk.receive.bind(desk)
    let [away, tries] = [false, 0]
    desk.receive = (input) => {
      tries++
      return away ? { refused: 'away' } : receive(input)
    }
    pair.bid(2n * BTT)
    pair.serve(3 * MIB_BYTES, { gap: 10 })
    pair.wait(1_000)
    away = true
    pair.serve(MIB_BYTES, { gap: 10 })
    pair.wait(5_000)
    const before = desk.earned
    expect(before).toBeLessThan(8n * BTT)
    away = false
    pair.wait(3_000)
    expect(desk.earned).toBe(8n * BTT)
    const after = tries
    pair.wait(5_000)
    expect(tries).toBe(after)
  })
})
