// Stories of hostile peers for Speed as it runs in the engine: each sends so many messages, right, odd and mutated,
// among blocks, time, locks and switches; after each of them what was promised and served is held against books of the
// story's own. Throws when a rule is broken.

import { setImmediate as turn } from 'node:timers/promises'
import type { Amount } from '../../../../app/money/amount.ts'
import { ChainModel } from '../../../../app/speed/testing/chain-model.ts'
import { testKey, type TestKey } from '../../../../app/speed/testing/keys.ts'
import { MemoryDesk } from '../../../../app/speed/testing/memory-desk.ts'
import { MIB, type Price, type Vault, type Voucher } from '../../../../app/speed/terms.ts'
import type { SpeedOrders } from '../../../../app/ipc/speed-desk.ts'
import type { FuzzRandom } from '../../swarm/testing/protocol-fuzz.ts'
import { SpeedHouse, TICK_MS } from '../speed-house.ts'
import type { Desk } from '../desk-line.ts'
import { deskPort } from './desk-port.ts'
import {
  BTT,
  fairAccept,
  fairTerms,
  greeting,
  hostileMessage,
  proof,
  VICTIM_DEVICE,
  type Disguise,
} from './hostile-peer.ts'
import { BLOCK, PIECE, Wireless, type Connection } from './wireless.ts'

/** Messages of one story. */
export const STORY_MESSAGES = 25
/** Stories that begin with a seller that keeps to the protocol until it is paid, and then sends what is worth little. */
const COURTED = 0.25
const VAULT: Vault = { chainId: 3_448_148_188, address: testKey(1_000).address }
const CEILING = 4n * BTT
const BUDGET = 10n * BTT
const MOST_UNCASHED = 3n * BTT
const CREDIT = 1_048_576n
const OWN = testKey(1)
const HOSTILE = [testKey(2), testKey(3)]
const CHAINS = [Buffer.from('cd8690dc', 'hex')]

/** Hears of every voucher that the desk signed or was handed, and whether that one counts by its signature. */
export interface MoneyWatch {
  readonly vault: Vault
  shown(voucher: Voucher, counts: boolean): void
}

const unwatched: MoneyWatch = { vault: VAULT, shown: () => undefined }

const insist: (holds: boolean, what: string) => asserts holds = (holds, what) => {
  if (!holds) throw new Error(what)
}

/** The story's own count of one counterparty. */
interface Book {
  readonly key: TestKey
  /** Bytes × price of what came under bids and matched its hash. */
  verifiedUnits: bigint
  topPrice: bigint
  /** Written while it was served under a bid. */
  sold: bigint
}

interface Peer {
  readonly connection: Connection
  readonly disguise: Disguise
  readonly book: Book
  /** It sent something that may have been its proof. */
  proved: boolean
  heard: number
  /** What was bid to it last, and since when the bid runs that was looked at last. */
  bid: Price | null
  since: number | null
  readonly pieces: Map<number, number>
  /** Bytes × price of what came of them under bids. */
  readonly units: Map<number, bigint>
}

class Story {
  readonly #random: FuzzRandom
  readonly #mutate: (bytes: Uint8Array) => Uint8Array
  readonly #watch: MoneyWatch
  readonly #chain = new ChainModel()
  readonly #wireless = new Wireless()
  readonly #desk: MemoryDesk
  readonly #house: SpeedHouse
  readonly #books: readonly Book[] = HOSTILE.map((key) => ({ key, verifiedUnits: 0n, topPrice: 0n, sold: 0n }))
  readonly #peers: Peer[] = []
  readonly #crashes: unknown[] = []
  #now = 1_000_000
  #on = true
  #signed = 0
  #piece = 0

  constructor(random: FuzzRandom, mutate: (bytes: Uint8Array) => Uint8Array, watch: MoneyWatch) {
    this.#random = random
    this.#watch = watch
    this.#mutate = mutate
    const amount = (units: bigint): Amount => units as Amount
    const allowance = {
      perDay: amount(100n * BTT),
      perPeer: amount(100n * BTT),
      total: amount(100n * BTT),
      priceCeiling: CEILING as Price,
      whileLocked: false,
    }
    const now = (): number => this.#now
    this.#desk = new MemoryDesk({
      key: OWN,
      device: VICTIM_DEVICE,
      vault: watch.vault,
      chain: this.#chain,
      allowance,
      now,
    })
    for (const { address } of [OWN, ...HOSTILE]) this.#chain.deposit(address, 100n * BTT)
    this.#house = new SpeedHouse({
      swarm: this.#wireless.swarm,
      desk: this.#port(),
      now,
      random: (length) => random.bytes(length),
      planner: () => this.#planner(),
      later: () => undefined,
      second: () => undefined,
      crash: (cause) => {
        this.#crashes.push(cause)
        return ''
      },
    })
    this.#desk.setBudget(this.#wireless.id, BUDGET)
    this.#house.join(this.#wireless.spec, {} as never)
    this.#house.order(this.#orders())
  }

  #port(): Desk {
    const port = deskPort(this.#desk, { noted: () => undefined, later: () => Promise.resolve() })
    return {
      ...port,
      receive: async (vault, receipt) => {
        const answer = await port.receive(vault, receipt)
        const refused = 'refused' in answer ? answer.refused : null
        this.#watch.shown(receipt.voucher, refused !== 'signature')
        return answer
      },
    }
  }

  /** Whether a bid was accepted or money moved. */
  async play(): Promise<boolean> {
    if (this.#random.chance(COURTED)) await this.#court()
    for (let message = 0; message < STORY_MESSAGES; message++) {
      if (this.#peers.length === 0 || this.#random.chance(0.06)) await this.#meet()
      const peer = this.#random.pick(this.#peers)
      await this.#say(peer, hostileMessage(this.#random, peer.disguise, this.#mutate))
      for (let more = this.#random.below(4); more > 0 && this.#peers.length > 0; more--)
        await this.#happen(this.#random.pick(this.#peers))
    }
    for (const voucher of this.#desk.signed) this.#watch.shown(voucher, true)
    return this.#desk.signed.length > 0 || this.#desk.earned > 0n || this.#books.some(({ sold }) => sold > 0n)
  }

  async #court(): Promise<void> {
    const random = this.#random
    await this.#meet()
    const [peer] = this.#peers
    if (!peer) return
    const { connection, disguise } = peer
    this.#wireless.events.introduced(connection.key, { v: 1, c: CHAINS, r: 3 })
    for (const message of [...greeting(random, disguise), proof(disguise), fairTerms()]) await this.#say(peer, message)
    connection.peerChoking = false
    this.#wireless.events.turned(connection.key)
    await this.#pass(1_000)
    await this.#check()
    const accept = fairAccept(disguise, random.chance(0.05) ? random.pick([1n, BTT]) : 0n)
    if (accept) await this.#say(peer, accept)
    for (let rounds = 4 + random.below(8); rounds > 0; rounds--) {
      this.#deliver(peer)
      await this.#pass(random.pick([300, 1_300]))
      await this.#check()
      if (random.chance(0.4)) this.#settle(peer, random.below(4), false)
      await this.#check()
    }
  }

  async #meet(): Promise<void> {
    const connection = this.#wireless.connect()
    const book = this.#random.pick(this.#books)
    const disguise: Disguise = {
      vault: this.#watch.vault,
      key: book.key,
      victim: OWN.address,
      infohash: Buffer.from(this.#wireless.id, 'hex'),
      mine: Buffer.from(this.#wireless.theirs(connection.key), 'hex'),
      theirs: Buffer.from(this.#wireless.mine, 'hex'),
      connection,
      others: HOSTILE,
    }
    const peer: Peer = {
      connection,
      disguise,
      book,
      proved: false,
      heard: 0,
      bid: null,
      since: null,
      pieces: new Map(),
      units: new Map(),
    }
    this.#peers.push(peer)
    const odd = this.#random.chance(0.05)
    const bs = odd
      ? this.#random.pick([1, {}, { v: 1, c: 7, r: 9 }])
      : { v: 1, c: CHAINS, r: this.#random.pick([1, 2, 3, 3]) }
    this.#wireless.events.introduced(connection.key, bs)
    if (this.#random.chance(0.2)) return
    for (const hello of greeting(this.#random, disguise)) await this.#say(peer, hello)
    if (this.#random.chance(0.1)) return
    await this.#say(peer, proof(disguise))
  }

  async #say(peer: Peer, message: Uint8Array): Promise<void> {
    // Whether it is a proof, and a good one, is for the house to find out.
    if (Buffer.from(message).includes('1:ti1e')) peer.proved = true
    this.#wireless.events.said(peer.connection.key, message)
    await this.#check()
  }

  async #happen(peer: Peer): Promise<void> {
    const random = this.#random
    const { connection } = peer
    const { events } = this.#wireless
    await random.pick<() => void | Promise<void>>([
      () => this.#deliver(peer),
      () => this.#deliver(peer),
      () => this.#settle(peer),
      () => this.#settle(peer),
      () => this.#serve(peer),
      () => this.#serve(peer),
      () => this.#pass(random.pick([10, 100, 300, 1_000, 3_000, 11_000])),
      () => this.#pass(300),
      () => {
        connection.peerChoking = !connection.peerChoking
        events.turned(connection.key)
      },
      () => void (random.chance(0.3) && this.#leave(peer)),
      () => void (random.chance(0.3) && this.#switch()),
      () => void (random.chance(0.2) && (this.#desk.locked = !this.#desk.locked)),
      () => void (random.chance(0.1) && this.#chain.requestExit(peer.book.key.address, 1)),
      () => {
        connection.choking = false
      },
    ])()
    await this.#check()
  }

  #deliver({ connection, pieces, units }: Peer): void {
    const piece = this.#piece++ % 64
    const blocks = 1 + this.#random.below(64)
    for (let block = 0; block < blocks; block++) {
      const { since = null, price = null } = this.#house.sessions.view(connection.key)?.buyer ?? {}
      if (since !== null && price !== null) units.set(piece, (units.get(piece) ?? 0n) + BigInt(BLOCK) * price)
      this.#wireless.events.accepted(connection.key, piece, BLOCK)
    }
    pieces.set(piece, (pieces.get(piece) ?? 0) + blocks * BLOCK)
  }

  #settle(
    { connection, pieces, units, book }: Peer,
    fate = this.#random.below(10),
    sole = this.#random.chance(0.5),
  ): void {
    const [piece, bytes] = [...pieces][0] ?? []
    if (piece === undefined || bytes === undefined) return
    pieces.delete(piece)
    const sold = units.get(piece) ?? 0n
    units.delete(piece)
    const { events } = this.#wireless
    if (fate === 0) return events.bad(connection.key, piece, bytes, sole)
    if (fate === 1) return events.dropped(connection.key, piece)
    book.verifiedUnits += sold
    events.verified(connection.key, piece, bytes)
  }

  #serve({ connection, book }: Peer): void {
    for (let block = this.#random.below(100); block > 0; block--) {
      const isSold = typeof connection.grant === 'number'
      if (!this.#wireless.serve(connection, BLOCK)) return
      if (isSold) book.sold += BigInt(BLOCK)
    }
  }

  async #pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= TICK_MS) {
      this.#now += Math.min(TICK_MS, left)
      this.#house.tick()
      await turn()
    }
  }

  #leave(peer: Peer): void {
    this.#peers.splice(this.#peers.indexOf(peer), 1)
    this.#wireless.disconnect(peer.connection)
  }

  /** As main does: the wallet first. */
  #switch(): void {
    this.#on = !this.#on
    if (this.#on) this.#desk.setBudget(this.#wireless.id, BUDGET)
    else this.#desk.switchOff(this.#wireless.id)
    this.#signed = this.#desk.signed.length
    this.#house.order(this.#orders())
  }

  #orders(): SpeedOrders {
    const buy = { left: BUDGET as Amount, ceiling: CEILING as Price, perPeer: BUDGET as Amount, funds: null }
    return {
      account: { vault: this.#watch.vault, address: OWN.address, device: VICTIM_DEVICE },
      canSign: true,
      funds: null,
      buying: this.#on ? new Map([[this.#wireless.id, buy]]) : new Map(),
      selling: { ask: BTT as Price, paidShare: 0.6, mostUncashed: MOST_UNCASHED as Amount },
      privateToo: new Set(),
    }
  }

  #planner(): ReturnType<ConstructorParameters<typeof SpeedHouse>[0]['planner']> {
    return {
      phase: null,
      help: null,
      estimate: null,
      step: ({ sellers, wanted }) =>
        sellers.map(({ key }) => {
          const price = this.#random.pick([BTT, 2n * BTT, CEILING, CEILING + 1n]) as Price
          return [key, { is: 'bid', price, wanted }] as const
        }),
    }
  }

  async #check(): Promise<void> {
    await turn()
    insist(this.#crashes.length === 0, `crashed: ${String(this.#crashes[0])}`)
    for (const peer of this.#peers) {
      this.#judgePrice(peer)
      this.#listen(peer)
    }
    if (!this.#on) insist(this.#desk.signed.length === this.#signed, 'a voucher was signed while it was off')
    let inAll = 0n
    for (const book of this.#books) inAll += this.#audit(book)
    insist(inAll <= BUDGET, 'more was promised than the budget')
  }

  /** Of a bid that has just been accepted. */
  #judgePrice(peer: Peer): void {
    const { since = null, price = null } = this.#house.sessions.view(peer.connection.key)?.buyer ?? {}
    if (since !== null && since !== peer.since && price !== null)
      insist(peer.bid !== null && price <= peer.bid, 'an accept that is dearer than the bid was taken')
    peer.since = since
  }

  #listen(peer: Peer): void {
    const { connection, book, proved } = peer
    for (; peer.heard < connection.said.length; peer.heard++) {
      const message = connection.said[peer.heard]
      if (message?.t === 'bid') {
        insist(message.price <= CEILING, 'a bid above the ceiling')
        peer.bid = message.price
        if (message.price > book.topPrice) book.topPrice = message.price
      }
      const open = message?.t === 'hello' || message?.t === 'prove' || message?.t === 'error' || message?.t === 'stop'
      insist(proved || open, `said ${message?.t} to a stranger`)
    }
  }

  /** Returns what it was promised. */
  #audit({ key, verifiedUnits, topPrice, sold }: Book): bigint {
    const lanes = this.#desk.signed.filter(({ payee }) => payee === key.address)
    const newest = new Map(lanes.map(({ lane, cumulative }) => [lane, cumulative]))
    const promised = [...newest.values()].reduce((sum, cumulative) => sum + cumulative, 0n)
    insist(promised * MIB <= verifiedUnits + BigInt(PIECE) * topPrice, 'more was promised than was owed')
    const held = this.#desk.vouchersHeld.filter(({ payer }) => payer === key.address)
    const earned = held.reduce((sum, { cumulative }) => sum + cumulative, 0n)
    // Who bids more than the ask has less for it: the ask bounds them all.
    insist(sold <= CREDIT + (earned * MIB) / BTT, 'more was served on credit than there was')
    insist(sold * BTT <= MOST_UNCASHED * MIB, 'more was served than may be uncashed')
    return promised
  }
}

/** 'taken': money moved, or a bid was served. */
export const moneyStory = async (
  random: FuzzRandom,
  mutate: (bytes: Uint8Array) => Uint8Array,
  watch = unwatched,
): Promise<'taken' | 'refused'> => ((await new Story(random, mutate, watch).play()) ? 'taken' : 'refused')
