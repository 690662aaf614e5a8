// Whatever a peer says and whatever happens, in any order: nothing throws, and the money keeps its bounds.

import { laneOf } from './lane.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { decodeMessage, encodeMessage } from './message-codec.ts'
import type { SpeedMessage } from './message.ts'
import type { SessionEvent, SessionOrders } from './session-event.ts'
import { MIB, stopCodes, type Price } from './terms.ts'
import { bindDigest, voucherDigest } from './typed.ts'
import { ChainModel } from './testing/chain-model.ts'
import { signWith, testKey } from './testing/keys.ts'
import { MemoryDesk } from './testing/memory-desk.ts'
import { BLOCK, BTT, MIB_BYTES, plenty, TORRENT, VAULT } from './testing/pair.ts'
import { Side } from './testing/side.ts'

const [us, them] = [testKey(1), testKey(2)]
const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)
const ids = { infohash: bytes(20, 9), mine: bytes(20, 1), theirs: bytes(20, 2), nonce: bytes(32, 1) }
const PIECE = 4 * BLOCK

const small = fc.integer({ min: 0, max: 4 })
const money = fc.bigInt({ min: 0n, max: 4n * BTT }).map((units) => units as Amount)
const price = fc.bigInt({ min: 1n, max: 2n * BTT + BTT / 5n }).map((units) => units as Price)
/** Ours. */
const DEVICE = 7
const lane = fc.constantFrom(laneOf(1, DEVICE), laneOf(2, DEVICE), laneOf(1, DEVICE + 1))

/** By the peer’s own key, or by nobody’s. */
const voucher = fc
  .record({ cumulative: money, lane, good: fc.nat(30).map((lot) => lot > 0) })
  .map(({ cumulative, lane: on, good }) => {
    const digest = voucherDigest(VAULT, { payer: them.address, payee: us.address, lane: on, cumulative })
    const signature = good ? signWith(them, digest) : bytes(65, 3)
    return { t: 'voucher', lane: on, cumulative, signature, bid: 1, bytes: 5 } as const
  })

const said: fc.Arbitrary<SpeedMessage> = fc.oneof(
  fc.record({
    t: fc.constant('terms' as const),
    index: small,
    ask: fc.bigInt({ min: 0n, max: BTT }).map((units) => units as Price),
    unit: fc.nat(),
    credit: fc.integer({ min: 0, max: 4 * MIB_BYTES }),
    slots: small,
    mostUncashed: money,
  }),
  fc.record({ t: fc.constant('bid' as const), bid: small, index: small, price, wanted: fc.nat(), lane }),
  fc.record({
    t: fc.constant('accept' as const),
    bid: fc.integer({ min: 1, max: 6 }),
    index: small,
    price,
    unit: fc.nat(),
    credit: fc.integer({ min: 0, max: 4 * MIB_BYTES }),
    ttl: fc.integer({ min: 0, max: 700 }),
    held: fc.nat(20).map((lot) => (lot === 0 ? 1n : 0n) as Amount),
  }),
  voucher,
  fc.record({
    t: fc.constant('ack' as const),
    cumulative: fc.oneof({ weight: 20, arbitrary: fc.constant(0n as Amount) }, { weight: 1, arbitrary: money }),
    bytes: fc.nat(),
  }),
  fc.record({
    t: fc.constant('resume' as const),
    lane,
    cumulative: money,
    signature: fc.constant(bytes(65, 1)),
  }),
  fc.record({
    t: fc.constant('stop' as const),
    bid: small,
    code: fc.constantFrom(...stopCodes),
    by: fc.constantFrom('buyer' as const, 'seller' as const),
  }),
  fc.record({ t: fc.constant('error' as const), code: fc.constant('unpaid'), text: fc.constant('') }),
)

const happened: fc.Arbitrary<SessionEvent> = fc.oneof(
  { weight: 10, arbitrary: said.map((message): SessionEvent => ({ is: 'message', bytes: encodeMessage(message) })) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 40 }).map((random): SessionEvent => ({ is: 'message', bytes: random })),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('bid' as const), price, wanted: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('end' as const), code: fc.constantFrom(...stopCodes) }) },
  { weight: 3, arbitrary: small.map((piece): SessionEvent => ({ is: 'received', piece, bytes: BLOCK })) },
  { weight: 3, arbitrary: small.map((piece): SessionEvent => ({ is: 'dropped', piece })) },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('bad' as const), piece: small, sole: fc.nat(40).map((lot) => lot === 0) }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('choked' as const), choked: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('slot' as const), paid: fc.boolean(), outbid: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('slots' as const), free: small }) },
  { weight: 3, arbitrary: fc.constant<SessionEvent>({ is: 'shared' }) },
  { weight: 3, arbitrary: fc.constant<SessionEvent>({ is: 'tick' }) },
)

/** What a test does itself: only what was received can verify, only what there is room for is sent. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: price.map((at) => ({ do: 'tell' as const, event: { is: 'bid' as const, price: at, wanted: 9 } })),
  },
  { weight: 6, arbitrary: happened.map((event) => ({ do: 'tell' as const, event })) },
  { weight: 3, arbitrary: small.map((piece) => ({ do: 'receive' as const, piece })) },
  { weight: 4, arbitrary: small.map((piece) => ({ do: 'verify' as const, piece })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }).map((blocks) => ({ do: 'send' as const, blocks })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((ms) => ({ do: 'wait' as const, ms })) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('accept' as const), dearer: fc.nat(9) }) },
  { weight: 2, arbitrary: price.map((at) => ({ do: 'bid' as const, at })) },
  { weight: 1, arbitrary: fc.constantFrom('off', 'on', 'lock', 'unlock').map((how) => ({ do: how })) },
)

class Stage {
  readonly chain = new ChainModel()
  now = 1_000_000
  readonly side: Side
  verified = 0
  readonly came = new Map<number, number>()
  dearest = 0n
  sold = 0n
  dearestSold = 0n

  constructor() {
    this.chain.deposit(us.address, 1_000n * BTT)
    this.chain.deposit(them.address, 1_000n * BTT)
    const wish = { key: us, device: DEVICE, vault: VAULT, chain: this.chain, allowance: plenty, now: () => this.now }
    this.side = new Side(new MemoryDesk(wish))
    this.side.desk.setBudget(TORRENT, 50n * BTT)
    this.side.now = this.now
    this.side.open('peer', { ...ids, torrent: TORRENT, pieceLength: PIECE }, this.orders(true))
    this.side.tell('peer', { is: 'handshake', theirs: { chains: [VAULT.chainId], buys: true, sells: true } })
    const { chainId, address } = VAULT
    this.say({ t: 'hello', nonce: bytes(32, 5), chainId, vault: address, account: them.address, device: 1 })
    const bind = { infohash: ids.infohash, mine: ids.theirs, theirs: ids.mine, nonce: ids.nonce, account: them.address }
    this.say({ t: 'prove', signature: signWith(them, bindDigest(VAULT, bind)) })
    const terms = { unit: 1, credit: MIB_BYTES, slots: 1, mostUncashed: 0n as Amount }
    this.say({ t: 'terms', index: 1, ask: 0n as Price, ...terms })
  }

  orders(on: boolean): SessionOrders {
    const account = { vault: VAULT, address: us.address, device: DEVICE }
    const buy = { left: (40n * BTT) as Amount, ceiling: (2n * BTT) as Price, perPeer: BTT as Amount, funds: null }
    const sell = { ask: 1n as Price, paidShare: 0.6, mostUncashed: (100n * BTT) as Amount }
    return { account, canSign: true, buy: on ? buy : null, sell: on ? sell : null }
  }

  say(message: SpeedMessage): void {
    this.side.tell('peer', { is: 'message', bytes: encodeMessage(message) })
  }

  get view() {
    return this.side.view('peer')
  }

  tell(event: SessionEvent): void {
    if (event.is === 'received') this.came.set(event.piece, (this.came.get(event.piece) ?? 0) + event.bytes)
    if (event.is === 'bad' || event.is === 'dropped') this.came.delete(event.piece)
    this.side.tell('peer', event)
    const paying = this.view?.buyer.price ?? 0n
    if (paying > this.dearest) this.dearest = paying
  }

  /** The peer takes our newest bid, now and then at more than we bid. */
  accept(dearer: boolean): void {
    const bid = this.side.messages.findLast((message) => message.t === 'bid')
    if (bid?.t !== 'bid') return
    const asked = (dearer ? bid.price + 1n : bid.price) as Price
    const terms = { unit: 1, credit: MIB_BYTES, ttl: 600, held: 0n as Amount }
    this.say({ t: 'accept', bid: bid.bid, index: bid.index, price: asked, ...terms })
  }

  /** The peer bids by our newest terms. */
  bid(at: Price): void {
    const terms = this.side.messages.findLast((message) => message.t === 'terms')
    if (terms?.t === 'terms')
      this.say({ t: 'bid', bid: 1, index: terms.index, price: at, wanted: 1, lane: laneOf(1, DEVICE) })
  }

  verify(piece: number): void {
    const came = this.came.get(piece) ?? 0
    this.came.delete(piece)
    this.verified += came
    this.tell({ is: 'verified', piece, bytes: came })
  }

  send(blocks: number): void {
    for (let left = blocks; left > 0 && this.side.sessions.room('peer') >= BLOCK; left--) {
      const bid = this.view?.seller.price ?? 0n
      this.sold += BigInt(BLOCK) * bid
      if (bid > this.dearestSold) this.dearestSold = bid
      this.tell({ is: 'sent', bytes: BLOCK })
    }
    if (this.side.sessions.room('peer') < BLOCK) this.tell({ is: 'held', bytes: BLOCK })
  }

  wait(ms: number): void {
    this.now += ms
    this.side.now = this.now
    this.tell({ is: 'tick' })
  }
}

const expectBounds = ({ side, verified, dearest, sold, dearestSold }: Stage): void => {
  const promised = side.desk.signed.at(-1)?.cumulative ?? 0n
  expect(promised).toBeLessThanOrEqual((BigInt(verified + PIECE) * dearest) / MIB)
  const unpaid = sold - side.desk.earned * MIB
  expect(unpaid).toBeLessThanOrEqual(BigInt(MIB_BYTES) * dearestSold + 8n * MIB)
  const unreadable = side.out.filter((one) => one.is === 'message' && decodeMessage(one.bytes).is !== 'message')
  expect(unreadable).toEqual([])
}

describe('a session', () => {
  it('begins as one in which both can trade', () => {
    const stage = new Stage()
    expect(stage.view?.buyer.state).toBe('READY')
    expect(stage.view?.seller.state).toBe('OFFERED')
  })

  it('never throws and never passes a bound, whatever comes', () => {
    let [paid, taken, sent] = [0, 0, 0n]
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 120, size: 'max' }), (steps) => {
        const stage = new Stage()
        stage.tell({ is: 'bid', price: BTT as Price, wanted: 9 })
        stage.accept(false)
        for (const each of steps) {
          if (each.do === 'tell' && 'event' in each) stage.tell(each.event)
          else if (each.do === 'receive' && 'piece' in each)
            stage.tell({ is: 'received', piece: each.piece, bytes: BLOCK })
          else if (each.do === 'verify' && 'piece' in each) stage.verify(each.piece)
          else if (each.do === 'send' && 'blocks' in each) stage.send(each.blocks)
          else if (each.do === 'wait' && 'ms' in each) stage.wait(each.ms)
          else if (each.do === 'accept' && 'dearer' in each) stage.accept(each.dearer === 0)
          else if (each.do === 'bid' && 'at' in each) stage.bid(each.at)
          else if (each.do === 'lock' || each.do === 'unlock') stage.side.desk.locked = each.do === 'lock'
          else stage.tell({ is: 'orders', orders: stage.orders(each.do === 'on') })
          expectBounds(stage)
        }
        paid += stage.side.desk.signed.length
        taken += stage.side.desk.earned > 0n ? 1 : 0
        sent += stage.sold
      }),
      { numRuns: 200 },
    )
    expect(paid).toBeGreaterThan(0)
    expect(taken).toBeGreaterThan(0)
    expect(sent).toBeGreaterThan(0n)
  })
})
