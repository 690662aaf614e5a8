// A peer may say hello again at any moment, and may be proven late: nothing that was under way is lost by it, and what is
// said only once is not missed.

import { describe, expect, it, vi } from 'vitest'
import { encodeMessage } from './message-codec.ts'
import type { SpeedMessage } from './message.ts'
import type { Answer } from './session-event.ts'
import { testKey, signWith } from './testing/keys.ts'
import { BTT, MIB_BYTES, Pair, VAULT } from './testing/pair.ts'
import { answerOf, type Side } from './testing/side.ts'
import { bindDigest } from './typed.ts'

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)
const say = (to: Side, message: SpeedMessage): void => to.tell('peer', { is: 'message', bytes: encodeMessage(message) })

/** As `Pair` has them: the buyer is the first. */
const numbers = { buyer: [1, 2, 7], seller: [2, 1, 9] } as const

const helloOf = (who: 'buyer' | 'seller'): SpeedMessage => {
  const [number, , device] = numbers[who]
  const { chainId, address: vault } = VAULT
  return { t: 'hello', nonce: bytes(32, number), chainId, vault, account: testKey(number).address, device }
}
const proofOf = (who: 'buyer' | 'seller', key = testKey(numbers[who][0])): SpeedMessage => {
  const [mine, theirs] = numbers[who]
  const account = testKey(mine).address
  const bind = { infohash: bytes(20, 9), mine: bytes(20, mine), theirs: bytes(20, theirs), nonce: bytes(32, theirs) }
  return { t: 'prove', signature: signWith(key, bindDigest(VAULT, { ...bind, account })) }
}

/** Answers what was asked while the desk took its time. */
const answer = ({ buyer }: Pair, name: string): void => {
  const at = buyer.unanswered.findIndex((ask) => ask.name === name)
  const [ask] = at < 0 ? [] : buyer.unanswered.splice(at, 1)
  if (ask === undefined) throw new Error(`no ${name} is asked`)
  buyer.answers = true
  buyer.tell('peer', { is: 'answer', answer: answerOf(buyer.desk, ask) as Answer })
}

describe('a seller that says hello again', () => {
  it('while a bid is opened leaves none open', () => {
    const pair = new Pair()
    const closed = vi.spyOn(pair.buyer.desk, 'close')
    pair.buyer.answers = false
    pair.bid(2n * BTT)
    say(pair.buyer, helloOf('seller'))
    answer(pair, 'open')
    expect(closed).toHaveBeenCalledExactlyOnceWith({ bid: '1', code: 'off' })
  })

  it.each(['before', 'after'] as const)('is paid what was under way, when it is proven %s the answer', (when) => {
    const pair = new Pair()
    pair.bid(2n * BTT)
    pair.buyer.answers = false
    pair.serve(MIB_BYTES)
    pair.wait(3_000)
    say(pair.buyer, helloOf('seller'))
    say(pair.buyer, proofOf('seller'))
    if (when === 'before') answer(pair, 'prove')
    answer(pair, 'pay')
    pair.disconnect()
    pair.connect()
    pair.wait(10_000)
    expect(pair.seller.desk.earned).toBe(2n * BTT)
    pair.bid(2n * BTT)
    pair.serve(MIB_BYTES)
    pair.wait(5_000)
    expect(pair.seller.desk.earned).toBe(4n * BTT)
  })
})

describe('terms', () => {
  it('that come while the seller’s proof is looked into count once it holds', () => {
    const pair = new Pair()
    const { buyer, chain } = pair
    const voucherKey = testKey(5)
    chain.setSigner(testKey(2).address, voucherKey.address)
    say(buyer, helloOf('seller'))
    buyer.answers = false
    say(buyer, proofOf('seller', voucherKey))
    expect(buyer.view('peer')?.buyer.state).toBe('HELLO')
    const terms = { t: 'terms', index: 4, ask: 3n * BTT, unit: 262_144, credit: MIB_BYTES, slots: 1, mostUncashed: BTT }
    say(buyer, { ...terms, ask: 4n * BTT } as never)
    say(buyer, terms as never)
    for (const ask of buyer.unanswered.splice(0))
      buyer.tell('peer', { is: 'answer', answer: answerOf(buyer.desk, ask) as Answer })
    expect(buyer.view('peer')?.buyer).toMatchObject({ state: 'READY', ask: 3n * BTT })
  })

  it('of before are not those of who says hello again meanwhile', () => {
    const pair = new Pair()
    const { buyer } = pair
    say(buyer, helloOf('seller'))
    say(buyer, { t: 'terms', index: 4, ask: 9n * BTT, unit: 1, credit: 1, slots: 1, mostUncashed: BTT } as never)
    say(buyer, helloOf('seller'))
    say(buyer, proofOf('seller'))
    expect(buyer.view('peer')?.buyer).toMatchObject({ state: 'READY', ask: BTT })
  })

  it('are said again to a buyer that says hello again, or takes back that it buys and says it again', () => {
    const { seller } = new Pair()
    const said = (): readonly string[] => {
      const kinds = seller.messages.map(({ t }) => t)
      seller.out.length = 0
      return kinds
    }
    say(seller, helloOf('buyer'))
    say(seller, proofOf('buyer'))
    expect(said()).toContain('terms')
    seller.tell('peer', { is: 'handshake', theirs: { chains: [VAULT.chainId], buys: true, sells: true } })
    expect(said()).toEqual([])
    seller.tell('peer', { is: 'handshake', theirs: null })
    seller.tell('peer', { is: 'handshake', theirs: { chains: [VAULT.chainId], buys: true, sells: false } })
    expect(said()).toEqual(['terms'])
  })

  it('keep their number while nothing in them changed, so that a bid on its way is not lost', () => {
    const { seller } = new Pair()
    seller.tell('peer', { is: 'handshake', theirs: null })
    seller.tell('peer', { is: 'handshake', theirs: { chains: [VAULT.chainId], buys: true, sells: false } })
    expect(seller.messages).toMatchObject([{ t: 'terms', index: 1 }])
  })
})

describe('a buyer that says hello as somebody else', () => {
  const other = testKey(31)
  const helloOfOther = { ...helloOf('buyer'), account: other.address, device: 20 } as SpeedMessage
  const bind = { infohash: bytes(20, 9), mine: bytes(20, 1), theirs: bytes(20, 2), nonce: bytes(32, 2) }
  const proofOfOther: SpeedMessage = {
    t: 'prove',
    signature: signWith(other, bindDigest(VAULT, { ...bind, account: other.address })),
  }

  it('is that one for a seller that has no account at that moment, and is paid by it', () => {
    const pair = new Pair()
    const { seller } = pair
    pair.chain.deposit(other.address, 1_000n * BTT)
    const orders = pair.ordersOf(seller)
    seller.tell('peer', { is: 'orders', orders: { account: null, canSign: false, buy: null, sell: null } })
    say(seller, helloOfOther)
    seller.tell('peer', { is: 'orders', orders })
    say(seller, proofOfOther)
    expect(seller.view('peer')).toMatchObject({ account: other.address, seller: { state: 'OFFERED' } })
  })

  it('hears terms, though the chain was being read for who it was before', () => {
    const pair = new Pair()
    const { seller } = pair
    pair.chain.deposit(other.address, 1_000n * BTT)
    pair.disconnect()
    seller.sessions.forgetAccounts()
    const answers = (...names: readonly string[]): void => {
      for (const ask of seller.unanswered.splice(0))
        if (names.includes(ask.name))
          seller.tell('peer', { is: 'answer', answer: answerOf(seller.desk, ask) as Answer })
        else seller.unanswered.push(ask)
    }
    seller.answers = false
    pair.connect()
    answers('prove')
    say(seller, proofOf('buyer'))
    expect(seller.unanswered.map(({ name }) => name).toSorted()).toEqual(['held', 'payer'])
    say(seller, helloOfOther)
    say(seller, proofOfOther)
    seller.out.length = 0
    answers('prove', 'held', 'payer')
    answers('held', 'payer')
    expect(seller.messages.map(({ t }) => t)).toContain('terms')
  })
})

it('a bid that waits for its turn is not taken for who says hello meanwhile', () => {
  const pair = new Pair()
  const { seller } = pair
  pair.bid(2n * BTT)
  const bid = { t: 'bid', bid: 2, index: 1, price: 3n * BTT, wanted: 1, lane: 7n * 2n ** 32n + 9n } as const
  say(seller, bid as never)
  say(seller, helloOf('buyer'))
  say(seller, proofOf('buyer'))
  seller.out.length = 0
  pair.pass(3_000)
  seller.tell('peer', { is: 'tick' })
  expect(seller.messages).toEqual([])
  expect(seller.sessions.room('peer')).toBe(Infinity)
})

it('a proof that was asked for as another account is not said as this one', () => {
  const pair = new Pair()
  const { buyer } = pair
  const orders = pair.ordersOf(buyer)
  const as = (number: number) => ({
    ...orders,
    account: { vault: VAULT, address: testKey(number).address, device: 7 },
  })
  buyer.answers = false
  buyer.out.length = 0
  buyer.tell('peer', { is: 'orders', orders: as(30) })
  buyer.tell('peer', { is: 'orders', orders: as(31) })
  const [first, second] = buyer.unanswered.splice(0).filter(({ name }) => name === 'prove')
  if (first === undefined || second === undefined) throw new Error('not asked twice')
  const proven = { signature: bytes(65, 1) }
  buyer.tell('peer', { is: 'answer', answer: { ask: first, output: proven } as Answer })
  expect(buyer.messages.map(({ t }) => t)).toEqual(['hello', 'hello'])
  buyer.tell('peer', { is: 'answer', answer: { ask: second, output: proven } as Answer })
  expect(buyer.messages.map(({ t }) => t)).toEqual(['hello', 'hello', 'prove'])
})

it('a seller shows who sends old vouchers what it holds, once a second however many come', () => {
  const pair = new Pair()
  pair.bid(BTT)
  pair.serve(2 * MIB_BYTES, { gap: 10 })
  pair.wait(3_000)
  const { seller, buyer } = pair
  const [first] = buyer.desk.signed
  if (first === undefined) throw new Error('nothing was signed')
  seller.out.length = 0
  for (let times = 0; times < 3; times++) say(seller, { t: 'voucher', ...first, bid: 1, bytes: 0 })
  expect(seller.messages.map(({ t }) => t)).toEqual(['resume', 'ack'])
  pair.pass(1_000)
  const newest = buyer.desk.signed.at(-1) ?? first
  for (let times = 0; times < 3; times++) say(seller, { t: 'voucher', ...newest, bid: 1, bytes: 0 })
  expect(seller.messages.map(({ t }) => t)).toEqual(['resume', 'ack', 'ack'])
})

it('a buyer restored from a backup and begun anew goes on from what the seller shows it', () => {
  const pair = new Pair()
  pair.bid(BTT)
  pair.serve(2 * MIB_BYTES, { gap: 10 })
  pair.wait(3_000)
  const backup = pair.buyer.desk.backup()
  pair.serve(2 * MIB_BYTES, { gap: 10 })
  pair.wait(3_000)
  expect(pair.seller.desk.earned).toBe(4n * BTT)
  pair.disconnect()
  pair.buyer.desk.restore(backup)
  pair.restartBuyer()
  pair.connect()
  pair.wait(1_000)
  pair.bid(BTT)
  pair.serve(2 * MIB_BYTES, { gap: 10 })
  pair.wait(3_000)
  expect(pair.buyer.view('peer')?.buyer).toMatchObject({ state: 'ACTIVE', refused: null })
  expect(pair.buyer.desk.signed.at(-1)?.cumulative).toBe(6n * BTT)
})
