// Looks on while a session is played and says what must never be: counts bytes and money on its own, from what crosses
// between peers, desks and the chain, and compares after every step. Invariant: it uses no count of the machines it
// judges, but to know whether a block went out under a bid.

import type { BidRef, PayerState } from '../../app/ipc/speed-desk.ts'
import type { Address } from '../../app/tron/address.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Allowance } from '../../app/speed/allowance.ts'
import { payeeDevice } from '../../app/speed/lane.ts'
import type { Bid } from '../../app/speed/message.ts'
import type { Answer, Ask } from '../../app/speed/session-event.ts'
import { MIB, type Vault, type Voucher } from '../../app/speed/terms.ts'
import type { MemoryDesk } from '../../app/speed/testing/memory-desk.ts'
import type { ChainModel } from '../../app/speed/testing/chain-model.ts'
import { voucherSigner } from '../../app/speed/typed.ts'
import { BLOCK } from './download.ts'
import type { End } from './link.ts'
import type { SimPeer } from './peer.ts'
import type { Schedule } from './schedule.ts'

const START_CREDIT = 1_048_576
const OFF_MS = 1_000
/** And a tick to notice it. */
const HELD_MS = 10_600
const MESSAGES_A_SECOND = 20

export interface Counts {
  vouchers: number
  received: number
  refused: number
  blocks: number
  soldBlocks: number
  cashed: number
  bounced: number
}

/** Of one payer to one device of a payee, by the watcher's own count. */
interface Between {
  /** Bytes × price of blocks that came under bids, of pieces that matched their hash. */
  verifiedUnits: bigint
  /** Bytes × price of blocks sent under bids, not yet divided. */
  soldUnits: bigint
  soldBytes: number
  dearest: bigint
  cumulative: bigint
}

/** What is bought on one link, bytes × price. */
interface Bought {
  /** Of pieces that matched their hash, and of those undecided. */
  verified: bigint
  open: bigint
  /** Asked to be paid, and what of it was for pieces that failed, at most. */
  asked: bigint
  lost: bigint
}

const newBetween = (): Between => ({
  verifiedUnits: 0n,
  soldUnits: 0n,
  soldBytes: 0,
  dearest: 0n,
  cumulative: 0n,
})

interface OwnBid {
  readonly link: string
  readonly torrent: TorrentId
  readonly payee: Address
  readonly price: bigint
}

const DAY_MS = 86_400_000

export class Watch {
  readonly #schedule: Schedule
  readonly #chain: ChainModel
  readonly #vault: Vault
  readonly #pieceLength: number
  readonly #links = new Map<string, readonly [SimPeer, SimPeer]>()
  readonly #between = new Map<string, Between>()
  /** Of a payer and a payee, those of each device. */
  readonly #devices = new Map<string, Between[]>()
  readonly #bids = new Map<string, OwnBid>()
  /** What was bid, by peer, link and number. */
  readonly #prices = new Map<string, bigint>()
  /** Asked to be paid of each bid. */
  readonly #askedBytes = new Map<string, bigint>()
  /** Undecided, of each piece on each link. */
  readonly #openPieces = new Map<string, bigint>()
  readonly #bought = new Map<string, Bought>()
  readonly #spent = new Map<string, bigint>()
  readonly #offSince = new Map<SimPeer, number>()
  readonly #restored = new Set<SimPeer>()
  readonly #trusted = new Map<string, bigint>()
  readonly #heldSince = new Map<string, number>()
  readonly #said = new Map<string, number[]>()
  readonly #latestDay = new Map<SimPeer, number>()
  readonly breaches: string[] = []
  readonly counts: Counts = { vouchers: 0, received: 0, refused: 0, blocks: 0, soldBlocks: 0, cashed: 0, bounced: 0 }
  /** By how much of its bound each loss came, at most. */
  worstSeller = 0
  worstBuyer = 0
  mostSaid = 0

  constructor(schedule: Schedule, chain: ChainModel, vault: Vault, pieceLength: number) {
    this.#schedule = schedule
    this.#chain = chain
    this.#vault = vault
    this.#pieceLength = pieceLength
  }

  /** An honest buyer says a bid. */
  bids(peer: SimPeer, key: string, { bid, price }: Bid): void {
    this.#prices.set(`${peer.wish.name} ${key} ${bid}`, price)
  }

  connect(key: string, one: SimPeer, two: SimPeer): void {
    this.#links.set(key, [one, two])
  }

  switchedOff(peer: SimPeer): void {
    this.#offSince.set(peer, this.#schedule.now)
  }

  switchedOn(peer: SimPeer): void {
    this.#offSince.delete(peer)
  }

  restored(peer: SimPeer): void {
    this.#restored.add(peer)
  }

  /** After every step. */
  check(): void {
    const { deposited, held, withdrawn, paidOut } = this.#chain
    if (deposited !== held + withdrawn + paidOut)
      this.#breach(`the vault holds ${held} of ${deposited}, withdrawn ${withdrawn}, paid ${paidOut}`)
  }

  asked(peer: SimPeer, link: string, ask: Ask, run: () => Answer | null): Answer | null {
    this.looks(peer)
    const answer = run()
    if (answer === null) return null
    const { output } = answer
    const done = typeof output === 'object' && output !== null ? output : null
    if (ask.name === 'open' && peer.honest) this.#judgePrice(peer, link, ask.bid, ask.input.price)
    if (ask.name === 'open' && done !== null && 'bid' in done) this.#opened(peer, done.bid, { ...ask.input, link })
    if (ask.name === 'pay' && done !== null && 'voucher' in done) this.#signed(peer, ask.input.bid, done.voucher)
    if (ask.name === 'pay' && done !== null && 'refused' in done) this.counts.refused++
    if (ask.name === 'payer' && done !== null && 'exitAt' in done) this.#read(peer, ask.input.payer, done)
    if (ask.name === 'receive' && done !== null && 'accepted' in done) this.#received(peer, ask.input.voucher)
    return answer
  }

  /** Of all peers, in the end: what one device of a wallet was promised is money for that one alone. */
  devices(peers: readonly SimPeer[]): void {
    const holders = new Map<string, string>()
    for (const { desk, wish } of peers)
      for (const { payer, payee, lane } of desk?.vouchersHeld ?? []) {
        const key = `${payer} ${payee} ${lane}`
        const other = holders.get(key)
        if (other !== undefined) this.#breach(`${other} and ${wish.name} count the same voucher`)
        holders.set(key, wish.name)
      }
  }

  /** A block came. The machine is asked whether under a bid, and under which price. */
  arrived(peer: SimPeer, key: string, piece: number): void {
    const view = peer.sessions.view(key)?.buyer
    if (view === undefined || view.since === null || view.price === null) return
    const units = BigInt(BLOCK) * view.price
    const id = `${peer.wish.name} ${key} ${piece}`
    this.#openPieces.set(id, (this.#openPieces.get(id) ?? 0n) + units)
    this.#boughtOn(peer, key).open += units
  }

  /** The piece matched its hash, or did not. */
  decided(peer: SimPeer, key: string, piece: number, good: boolean): void {
    const id = `${peer.wish.name} ${key} ${piece}`
    const units = this.#openPieces.get(id)
    const other = this.#other(peer, key)
    if (units === undefined || !peer.desk || !other?.desk) return
    this.#openPieces.delete(id)
    const bought = this.#boughtOn(peer, key)
    bought.open -= units
    if (good) {
      bought.verified += units
      this.#of(peer.desk.account, other.desk).verifiedUnits += units
    }
    const lost = bought.asked - bought.verified - bought.open
    if (!good && lost > bought.lost) bought.lost = lost
  }

  /** A payment is about to be asked for: of what came under bids and has not failed its hash. */
  asking(peer: SimPeer, { bid, bytes }: { readonly bid: BidRef; readonly bytes: bigint }): void {
    const id = `${peer.wish.name} ${bid}`
    const opened = this.#bids.get(id)
    const before = this.#askedBytes.get(id) ?? 0n
    if (opened === undefined || bytes <= before) return
    this.#askedBytes.set(id, bytes)
    const bought = this.#boughtOn(peer, opened.link)
    bought.asked += (bytes - before) * opened.price
    const beyond = bought.asked - bought.verified - bought.open - bought.lost
    if (peer.honest && beyond > 0n)
      this.#breach(`${peer.wish.name} pays for ${beyond / opened.price} bytes that are not owed`)
  }

  /** A block is about to go out. */
  sent(peer: SimPeer, end: End): void {
    this.counts.blocks++
    const view = peer.sessions.view(end.key)
    const { desk } = peer
    if (view === null || view.seller.price === null || view.account === null || desk === null) return
    this.counts.soldBlocks++
    const between = this.#of(view.account, desk)
    between.soldUnits += BigInt(BLOCK) * view.seller.price
    between.soldBytes += BLOCK
    if (view.seller.price > between.dearest) between.dearest = view.seller.price
    if (peer.honest) this.#judgeCredit(peer, view.account, between)
  }

  /** All it holds of the payer goes to the chain. */
  cash(peer: SimPeer, payer: Address | null): void {
    const { desk } = peer
    if (desk === null) return
    for (const voucher of desk.vouchersHeld) {
      if (payer !== null && voucher.payer !== payer) continue
      const { paid, bounced } = this.#chain.cash(voucher)
      this.counts.cashed += Number(paid > 0n)
      this.counts.bounced += Number(bounced > 0n)
      if (bounced > 0n && this.#isHonest(voucher.payer))
        this.#breach(`a voucher of an honest payer bounced by ${bounced}`)
    }
  }

  /** Its desk looks at the clock: the latest day that was ever seen is the one that counts. */
  looks(peer: SimPeer): number {
    const day = Math.max(this.#latestDay.get(peer) ?? 0, Math.floor(this.wallClock(peer) / DAY_MS))
    this.#latestDay.set(peer, day)
    return day
  }

  breach(what: string): void {
    this.#breach(what)
  }

  allowanceOf: (peer: SimPeer) => Allowance | null = () => null
  budgetOf: (peer: SimPeer) => bigint = () => 0n
  wallClock: (peer: SimPeer) => number = () => 0

  /** Nobody takes an offer that is dearer than its own. */
  #judgePrice(peer: SimPeer, link: string, bid: number, price: bigint): void {
    const said = this.#prices.get(`${peer.wish.name} ${link} ${bid}`)
    if (said === undefined || price > said) this.#breach(`${peer.wish.name} bid ${said} and pays ${price}`)
  }

  #opened(peer: SimPeer, ref: BidRef, input: OwnBid): void {
    this.#bids.set(`${peer.wish.name} ${ref}`, input)
  }

  #signed(peer: SimPeer, ref: BidRef, voucher: Voucher): void {
    this.counts.vouchers++
    if (!peer.honest) return
    const bid = this.#bids.get(`${peer.wish.name} ${ref}`)
    if (bid === undefined) return this.#breach('a voucher for no bid')
    const between = this.#of(voucher.payer, { account: voucher.payee, device: payeeDevice(voucher.lane) })
    const grown = voucher.cumulative - between.cumulative
    if (grown < 0n && !this.#restored.has(peer)) this.#breach(`${peer.wish.name} promised less than before`)
    between.cumulative = voucher.cumulative > between.cumulative ? voucher.cumulative : between.cumulative
    if (bid.price > between.dearest) between.dearest = bid.price
    if (grown > 0n) this.#judgeCaps(peer, bid, grown)
    const off = this.#offSince.get(peer)
    if (off !== undefined && grown > 0n && this.#schedule.now - off > OFF_MS) this.#breach('a voucher after it was off')
    this.#judgeOwed(peer, voucher)
  }

  /** Nobody promises more to an account than what it verified under bids comes to, and one piece. */
  #judgeOwed(peer: SimPeer, { payer, payee }: Voucher): void {
    const devices = this.#devices.get(`${payer} ${payee}`) ?? []
    const sum = (of: (between: Between) => bigint): bigint => devices.reduce((all, each) => all + of(each), 0n)
    const [verified, promised] = [sum((each) => each.verifiedUnits), sum((each) => each.cumulative)]
    const dearest = devices.reduce((most, each) => (each.dearest > most ? each.dearest : most), 0n)
    const bound = (verified + BigInt(this.#pieceLength) * dearest) / MIB
    const beyond = promised - verified / MIB
    if (promised > bound) this.#breach(`${peer.wish.name} promised ${promised} to ${payee}, owed ${bound}`)
    const piece = (BigInt(this.#pieceLength) * dearest) / MIB
    if (piece > 0n && payer !== payee)
      this.worstBuyer = Math.max(this.worstBuyer, Number((beyond * 100n) / piece) / 100)
  }

  #judgeCaps(peer: SimPeer, { torrent, payee, price }: OwnBid, grown: bigint): void {
    const allowance = this.allowanceOf(peer)
    if (allowance === null) return this.#breach('a voucher without an allowance')
    const day = this.looks(peer)
    const caps: readonly (readonly [string, bigint])[] = [
      [`torrent ${torrent}`, this.budgetOf(peer)],
      [`day ${day}`, allowance.perDay],
      [`peer ${payee}`, allowance.perPeer],
      ['total', allowance.total],
    ]
    for (const [name, cap] of caps) {
      const key = `${peer.wish.name} ${name}`
      const sum = (this.#spent.get(key) ?? 0n) + grown
      this.#spent.set(key, sum)
      if (sum > cap) this.#breach(`${key}: ${sum} of ${cap}`)
    }
    if (price > allowance.priceCeiling) this.#breach(`${peer.wish.name} pays ${price}`)
  }

  #received(peer: SimPeer, voucher: Voucher): void {
    this.counts.received++
    const signer = voucherSigner(this.#vault, voucher)
    const { signers } = this.#chain.read(voucher.payer, voucher.payee, [], 0)
    if (peer.honest && signer !== voucher.payer && !(signer && signers.includes(signer)))
      this.#breach(`${peer.wish.name} took a voucher the vault refuses`)
  }

  /** What was sent under bids and is not paid is within the credit, by the price of the dearest bid. */
  #judgeCredit(peer: SimPeer, payer: Address, between: Between): void {
    const held = peer.desk?.vouchersHeld.filter((voucher) => voucher.payer === payer) ?? []
    const paid = held.reduce((sum, { cumulative }) => sum + cumulative, 0n)
    const doublings = Math.floor(between.soldBytes / 67_108_864)
    const credit = Math.max(START_CREDIT * 2 ** doublings, this.#pieceLength)
    const unpaid = between.soldUnits - paid * MIB
    const bound = BigInt(credit) * between.dearest
    if (unpaid > bound + MIB * 4n)
      this.#breach(`${peer.wish.name} is owed ${unpaid / MIB}, its bound is ${bound / MIB}`)
    this.#judgeTrust(peer, payer, unpaid, between.dearest)
    if (bound > 0n) this.worstSeller = Math.max(this.worstSeller, Number((unpaid * 100n) / bound) / 100)
  }

  #read(peer: SimPeer, payer: Address, { free, locked, exitAt }: PayerState): void {
    const covered = exitAt === 0 ? locked + free / 4n : 0n
    this.#trusted.set(`${peer.wish.name} ${payer}`, covered)
  }

  /** Promised and not cashed, and owed without a promise: both rest on the deposit as it was last read. */
  #judgeTrust(peer: SimPeer, payer: Address, unpaid: bigint, dearest: bigint): void {
    const most = peer.sells?.mostUncashed ?? 0n
    const covered = this.#trusted.get(`${peer.wish.name} ${payer}`) ?? 0n
    const trusted = covered < most ? covered : most
    const rests = (peer.desk?.uncashed(payer) ?? 0n) + (unpaid > 0n ? unpaid / MIB : 0n)
    const block = (BigInt(BLOCK) * dearest) / MIB + 4n
    if (rests > trusted + block) this.#breach(`${peer.wish.name} trusts ${payer} for ${rests}, covered are ${trusted}`)
  }

  /** A held request waits ten seconds, and then it is over one way or the other. */
  holding(peer: SimPeer, key: string, held: boolean): void {
    const id = `${peer.wish.name} ${key}`
    if (!held) this.#heldSince.delete(id)
    else if (!this.#heldSince.has(id)) this.#heldSince.set(id, this.#schedule.now)
    const since = this.#heldSince.get(id)
    if (since !== undefined && this.#schedule.now - since > HELD_MS) this.#breach(`${id} is held for ${HELD_MS} ms`)
  }

  /** Honest peers keep to the limit they set others. */
  said(peer: SimPeer, key: string): void {
    if (!peer.honest) return
    const id = `${peer.wish.name} ${key}`
    const recent = (this.#said.get(id) ?? []).filter((at) => this.#schedule.now - at < 1_000)
    recent.push(this.#schedule.now)
    this.#said.set(id, recent)
    this.mostSaid = Math.max(this.mostSaid, recent.length)
    if (recent.length > MESSAGES_A_SECOND) this.#breach(`${id}: ${recent.length} messages in a second`)
  }

  #isHonest(account: Address): boolean {
    for (const pair of this.#links.values())
      for (const peer of pair) if (peer.desk?.account === account) return peer.honest && !this.#restored.has(peer)
    return false
  }

  #other(peer: SimPeer, key: string): SimPeer | null {
    const pair = this.#links.get(key)
    return pair === undefined ? null : pair[0] === peer ? pair[1] : pair[0]
  }

  #boughtOn(peer: SimPeer, key: string): Bought {
    const id = `${peer.wish.name} ${key}`
    const known = this.#bought.get(id) ?? { verified: 0n, open: 0n, asked: 0n, lost: 0n }
    this.#bought.set(id, known)
    return known
  }

  #of(payer: Address, payee: Pick<MemoryDesk, 'account' | 'device'>): Between {
    const key = `${payer} ${payee.account} ${payee.device}`
    const known = this.#between.get(key)
    if (known !== undefined) return known
    const [between, pair] = [newBetween(), `${payer} ${payee.account}`]
    this.#between.set(key, between)
    this.#devices.set(pair, [...(this.#devices.get(pair) ?? []), between])
    return between
  }

  #breach(what: string): void {
    this.breaches.push(`${Math.round(this.#schedule.now)} ms: ${what}`)
  }
}
