import { describe, expect, it } from 'vitest'
import { encodeMessage } from './message-codec.ts'
import type { Price } from './terms.ts'
import { BTT, MIB_BYTES, Pair, TORRENT, VAULT } from './testing/pair.ts'

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
    expect(asked).toEqual([[7n]])
    pair.bid(3n * BTT)
    expect(asked).toHaveLength(1)
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
