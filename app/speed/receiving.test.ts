import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { encodeMessage } from './message-codec.ts'
import { signWith, testKey } from './testing/keys.ts'
import { MemoryDesk } from './testing/memory-desk.ts'
import { BLOCK, BTT, LANE, MIB_BYTES, Pair, plenty, TORRENT, VAULT, type PairWish } from './testing/pair.ts'
import { Side } from './testing/side.ts'
import { voucherDigest } from './typed.ts'

/** A seller and a payer that says what it likes, on as many connections as it likes. */
class Hostile {
  readonly pair: Pair
  /** Cumulative amounts that the seller's wallet was to check. */
  readonly checked: bigint[] = []

  constructor(wish: PairWish = {}) {
    this.pair = new Pair({ ask: BTT, ...wish })
    const { desk } = this.pair.seller
    const receive = desk.receive.bind(desk)
    desk.receive = (input) => {
      this.checked.push(input.voucher.cumulative)
      return receive(input)
    }
  }

  connect(key: string): void {
    const { pair } = this
    const desk = new MemoryDesk({
      key: testKey(1),
      device: 7,
      vault: VAULT,
      chain: pair.chain,
      allowance: plenty,
      now: () => pair.now,
    })
    const other = new Side(desk)
    const [mine, theirs] = [new Uint8Array(20).fill(3), new Uint8Array(20).fill(2)]
    const facts = { torrent: TORRENT, infohash: new Uint8Array(20).fill(9), pieceLength: MIB_BYTES }
    other.open('peer', { ...facts, mine, theirs, nonce: new Uint8Array(32).fill(3) }, pair.ordersOf(pair.buyer))
    pair.seller.open(
      key,
      { ...facts, mine: theirs, theirs: mine, nonce: new Uint8Array(32).fill(2) },
      pair.ordersOf(pair.seller),
    )
    while (other.out.length + pair.seller.out.length > 0) {
      for (const message of other.out.splice(0)) pair.seller.tell(key, message)
      for (const message of pair.seller.out.splice(0)) other.tell('peer', message)
    }
  }

  pay(cumulative: bigint, key = 'peer'): void {
    const unsigned = {
      payer: testKey(1).address,
      payee: testKey(2).address,
      lane: LANE,
      cumulative: cumulative as Amount,
    }
    const signature = signWith(testKey(1), voucherDigest(VAULT, unsigned))
    const bytes = encodeMessage({ t: 'voucher', ...unsigned, signature, bid: 1, bytes: 0 })
    this.pair.seller.tell(key, { is: 'message', bytes })
  }

  /** Of what the seller said since the last time. */
  get acked(): bigint | null {
    const acks = this.pair.seller.messages.filter((message) => message.t === 'ack')
    this.pair.seller.out.length = 0
    return acks.at(-1)?.cumulative ?? null
  }

  /** Sent under the bid and not paid for. */
  owe(bytes: number): void {
    this.pair.seller.tell('peer', { is: 'sent', bytes })
  }

  tick(ms: number, keys: readonly string[] = ['peer']): void {
    this.pair.pass(ms)
    for (const key of keys) this.pair.seller.tell(key, { is: 'tick' })
  }
}

describe('a voucher that adds next to nothing', () => {
  it('is checked once in a while however many come on however many connections, and the newest then', () => {
    const hostile = new Hostile()
    const keys = ['peer', 'b', 'c', 'd']
    for (const key of keys.slice(1)) hostile.connect(key)
    hostile.pair.bid(BTT)
    let sum = 0n
    for (let at = 0; at < 200; at++) {
      for (const key of keys) hostile.pay((sum += 1n), key)
      hostile.tick(50, at % 5 === 0 ? keys : [])
    }
    expect(hostile.checked.length).toBeGreaterThanOrEqual(4)
    expect(hostile.checked.length).toBeLessThanOrEqual(6)
    // Of each connection the newest has its turn.
    for (let at = 0; at < keys.length; at++) hostile.tick(2_000, keys)
    expect(hostile.checked.at(-1)).toBe(sum)
  })

  it('delays none that pays what is owed, nor one that pays for a block of much that is owed', () => {
    const hostile = new Hostile()
    hostile.pair.bid(BTT)
    hostile.owe(BLOCK)
    const block = BTT / 64n
    hostile.pay(block)
    expect(hostile.acked).toBe(block)
    hostile.pay(block + 1n)
    expect(hostile.acked).toBe(block + 1n)
    hostile.pay(block + 2n)
    expect(hostile.acked).toBe(null)
    hostile.owe(1_000)
    hostile.pay(block + (BTT * 1_000n) / 1_048_576n)
    expect(hostile.acked).toBe(block + (BTT * 1_000n) / 1_048_576n)
    hostile.owe(32 * BLOCK)
    hostile.pay(2n * block)
    expect(hostile.acked).toBe(2n * block)
  })

  it('counts, after its turn at the latest, or when the connection ends', () => {
    const hostile = new Hostile()
    hostile.pair.bid(BTT)
    hostile.pay(1n)
    hostile.pay(2n)
    expect(hostile.checked).toEqual([1n])
    for (let at = 0; at < 8; at++) hostile.tick(250)
    expect(hostile.acked).toBe(2n)
    hostile.pay(3n)
    expect(hostile.checked).toEqual([1n, 2n])
    hostile.pair.seller.tell('peer', { is: 'closed' })
    expect(hostile.checked).toEqual([1n, 2n, 3n])
    expect(hostile.pair.seller.desk.earned).toBe(3n)
  })
})

describe('a voucher beyond the deposit', () => {
  it('has the next ones wait, until the chain was read anew or a while has passed', () => {
    const hostile = new Hostile({ deposit: 10n * BTT })
    hostile.pair.bid(BTT)
    for (let at = 0; at < 200; at++) {
      hostile.pay((100n + BigInt(at)) * BTT)
      hostile.tick(50)
    }
    expect(hostile.checked.length).toBeGreaterThan(2)
    expect(hostile.checked.length).toBeLessThanOrEqual(6)
    hostile.tick(2_000)
    hostile.pay(5n * BTT)
    hostile.tick(2_000)
    expect(hostile.acked).toBe(5n * BTT)
  })
})
