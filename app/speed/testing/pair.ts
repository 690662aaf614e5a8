// A buyer and a seller on one connection, with a torrent between them, driven block by block: for tests.

import { laneOf } from '../lane.ts'
import type { BuyOrder, SellOrder } from '../../ipc/speed-desk.ts'
import type { Amount } from '../../money/amount.ts'
import type { TorrentId } from '../../torrent/row.ts'
import type { Allowance } from '../allowance.ts'
import type { SessionFacts, SessionOrders } from '../session-event.ts'
import type { Price, Vault } from '../terms.ts'
import { ChainModel } from './chain-model.ts'
import { testKey, type TestKey } from './keys.ts'
import { MemoryDesk } from './memory-desk.ts'
import { Side } from './side.ts'

export const BTT = 10n ** 18n
export const MIB_BYTES = 1_048_576
/** The ledgers' numbers, and the lane of what the buyer promises the seller. */
const [BUYER_DEVICE, SELLER_DEVICE] = [7, 9]
export const LANE = laneOf(BUYER_DEVICE, SELLER_DEVICE)

export const BLOCK = 16_384
export const TORRENT = '0123456789abcdef0123456789abcdef01234567' as TorrentId
export const VAULT: Vault = { chainId: 3_448_148_188, address: testKey(1_000).address }

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)

export const plenty: Allowance = {
  perDay: (1_000_000n * BTT) as Amount,
  perPeer: (1_000_000n * BTT) as Amount,
  total: (1_000_000n * BTT) as Amount,
  priceCeiling: (1_000n * BTT) as Amount,
  whileLocked: false,
}

export interface PairWish {
  /** Paid slots that the seller has free. */
  readonly slots?: number
  readonly pieceLength?: number
  readonly allowance?: Allowance
  readonly budget?: bigint
  readonly deposit?: bigint
  readonly ask?: bigint
  readonly mostUncashed?: bigint
  readonly buyerHotKey?: TestKey
  /** Whether the vault knows the hot key; it does. */
  readonly register?: boolean
}

/** Connected, and both sides proven to each other. */
export class Pair {
  readonly chain = new ChainModel()
  buyer: Side
  seller: Side
  readonly pieceLength: number
  readonly buy: BuyOrder
  readonly sell: SellOrder
  now = 1_000_000
  /** Bytes handed over by the seller so far, and those it was not allowed to. */
  served = 0
  #piece = 0
  readonly #slots: number

  constructor(wish: PairWish = {}) {
    const now = (): number => this.now
    const allowance = wish.allowance ?? plenty
    const base = { vault: VAULT, chain: this.chain, now }
    const hot = wish.buyerHotKey ? { hotKey: wish.buyerHotKey } : {}
    this.buyer = new Side(new MemoryDesk({ ...base, ...hot, device: BUYER_DEVICE, key: testKey(1), allowance }))
    this.seller = new Side(new MemoryDesk({ ...base, device: SELLER_DEVICE, key: testKey(2), allowance }))
    this.pieceLength = wish.pieceLength ?? MIB_BYTES
    this.#slots = wish.slots ?? 1
    const deposit = (wish.deposit ?? 100_000n * BTT) as Amount
    this.chain.deposit(this.buyer.desk.account, deposit)
    if (wish.buyerHotKey && wish.register !== false)
      this.chain.setSigner(this.buyer.desk.account, wish.buyerHotKey.address)
    this.buyer.desk.setBudget(TORRENT, wish.budget ?? 100_000n * BTT)
    const { priceCeiling: ceiling, perPeer } = allowance
    this.buy = { left: (1_000n * BTT) as Amount, ceiling, perPeer, funds: deposit }
    this.sell = {
      ask: (wish.ask ?? BTT) as Price,
      paidShare: 0.6,
      mostUncashed: (wish.mostUncashed ?? 1_000_000n * BTT) as Amount,
    }
    this.connect()
  }

  /** Another process, and nothing of what the one before had on disk: not even its device's number, unless it is given. */
  startSellerAnew(device = SELLER_DEVICE + 1): void {
    const base = { device, vault: VAULT, chain: this.chain, now: () => this.now, allowance: plenty }
    this.seller = new Side(new MemoryDesk({ ...base, key: testKey(2) }))
  }

  /** Another process; what was on disk stays. */
  restartBuyer(): void {
    this.buyer = new Side(this.buyer.desk)
  }

  ordersOf(side: Side): SessionOrders {
    const account = { vault: VAULT, address: side.desk.account, device: side.desk.device }
    return side === this.buyer
      ? { account, canSign: true, buy: this.buy, sell: null }
      : { account, canSign: true, buy: null, sell: this.sell }
  }

  connect(): void {
    const facts = (mine: number, theirs: number): SessionFacts => ({
      torrent: TORRENT,
      infohash: bytes(20, 9),
      mine: bytes(20, mine),
      theirs: bytes(20, theirs),
      nonce: bytes(32, mine),
      pieceLength: this.pieceLength,
    })
    this.pass(0)
    this.buyer.open('peer', facts(1, 2), this.ordersOf(this.buyer))
    this.seller.open('peer', facts(2, 1), this.ordersOf(this.seller))
    // As they are when they meet, before anybody has proven anything.
    this.buyer.tell('peer', { is: 'choked', choked: false })
    this.seller.tell('peer', { is: 'slots', free: this.#slots })
    this.carry()
  }

  /** Nothing that was on its way arrives. */
  disconnect(): void {
    this.buyer.out.length = 0
    this.seller.out.length = 0
    this.buyer.tell('peer', { is: 'closed' })
    this.seller.tell('peer', { is: 'closed' })
  }

  /** Everything that was said arrives, and what is said to that. */
  carry(): void {
    while (this.buyer.out.length + this.seller.out.length > 0) {
      for (const message of this.buyer.out.splice(0)) this.seller.tell('peer', message)
      for (const message of this.seller.out.splice(0)) this.buyer.tell('peer', message)
    }
  }

  pass(ms: number): void {
    this.now += ms
    this.buyer.now = this.now
    this.seller.now = this.now
  }

  /** Quarter seconds, everything that is said arriving at once. */
  wait(ms: number): void {
    for (let left = ms; left > 0; left -= 250) {
      this.pass(Math.min(250, left))
      this.buyer.tell('peer', { is: 'tick' })
      this.seller.tell('peer', { is: 'tick' })
      this.carry()
    }
  }

  bid(price: bigint): void {
    this.buyer.tell('peer', { is: 'bid', price: price as Price, wanted: 100 * MIB_BYTES })
    this.carry()
  }

  /** Blocks one after the other, as far as the seller lets them go. Answers the bytes that went. */
  serve(length: number, { verify = true, gap = 1 } = {}): number {
    let sent = 0
    for (; sent < length; sent += BLOCK) {
      this.pass(gap)
      if (this.seller.sessions.room('peer') < BLOCK) {
        this.seller.tell('peer', { is: 'held', bytes: BLOCK })
        break
      }
      this.seller.tell('peer', { is: 'sent', bytes: BLOCK })
      this.buyer.tell('peer', { is: 'received', piece: this.#piece, bytes: BLOCK })
      this.served += BLOCK
      if (this.served % this.pieceLength === 0) {
        if (verify) this.buyer.tell('peer', { is: 'verified', piece: this.#piece, bytes: this.pieceLength })
        this.#piece++
      }
      this.carry()
    }
    return sent
  }
}
