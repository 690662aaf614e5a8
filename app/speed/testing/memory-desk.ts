// A desk without a disk: what the wallet process does for Speed, by the same caps, for simulations and tests of the
// engine. It signs with keys that everybody knows. Invariant: it signs no voucher that a cap refuses, none below one it
// signed, and none that the bytes it was told of don't make owed.

import type { BidRef, DeskCommands, PayRefusal } from '../../ipc/speed-desk.ts'
import type { Amount } from '../../money/amount.ts'
import type { Address } from '../../tron/address.ts'
import type { TorrentId } from '../../torrent/row.ts'
import type { Allowance } from '../allowance.ts'
import { capAgainst, dayOf, leftOf, type Spending } from '../caps.ts'
import { laneOf, payerDevice } from '../lane.ts'
import { owed, type Device, type Price, type Recipient, type Vault, type Voucher } from '../terms.ts'
import { bindDigest, countsFor, voucherDigest, voucherSigner } from '../typed.ts'
import type { ChainModel } from './chain-model.ts'
import { signWith, type TestKey } from './keys.ts'

type In<Name extends keyof DeskCommands> = DeskCommands[Name]['input']
type Out<Name extends keyof DeskCommands> = DeskCommands[Name]['output']

interface OpenBid extends Recipient {
  readonly torrent: TorrentId
  readonly price: Price
  paid: bigint
}

interface Budget {
  readonly on: boolean
  readonly budget: Amount
  readonly spent: Amount
}

/** What a backup would hold. */
export interface DeskBackup {
  readonly promised: ReadonlyMap<string, Voucher>
  readonly held: ReadonlyMap<string, Voucher>
}

export interface DeskWish {
  readonly key: TestKey
  /** Signs vouchers and Bind in place of the account when it is given. */
  readonly hotKey?: TestKey
  readonly device: Device
  readonly vault: Vault
  readonly chain: ChainModel
  readonly allowance: Allowance
  /** ms since 1970. */
  readonly now: () => number
}

const ZERO = 0n as Amount

const keyOf = ({ payee, lane }: Recipient): string => `${payee} ${lane}`

export class MemoryDesk {
  readonly #wish: DeskWish
  allowance: Allowance
  readonly #bids = new Map<BidRef, OpenBid>()
  #nextBid = 1
  readonly budgets = new Map<TorrentId, Budget>()
  /** The newest voucher of each of our lanes. */
  #promised = new Map<string, Voucher>()
  #held = new Map<string, Voucher>()
  /** Most that each payer was seen to have for us. */
  readonly #covers = new Map<Address, bigint>()
  readonly #frozen = new Set<string>()
  readonly #spentOnPeer = new Map<Address, bigint>()
  #spentInAll = 0n
  #day = 0
  #spentToday = 0n
  stopped = false
  locked = false
  /** Every voucher that was ever signed, in order. */
  readonly signed: Voucher[] = []

  constructor(wish: DeskWish) {
    this.#wish = wish
    this.allowance = wish.allowance
  }

  get account(): Address {
    return this.#wish.key.address
  }

  get device(): Device {
    return this.#wish.device
  }

  setBudget(torrent: TorrentId, budget: bigint): void {
    const spent = this.budgets.get(torrent)?.spent ?? ZERO
    this.budgets.set(torrent, { on: true, budget: budget as Amount, spent })
  }

  switchOff(torrent: TorrentId): void {
    const known = this.budgets.get(torrent)
    if (known) this.budgets.set(torrent, { ...known, on: false })
  }

  /** What the orders say is left. */
  left(torrent: TorrentId, payee: Address | null): Amount {
    return leftOf(this.#spending(torrent, payee)).left
  }

  prove(input: In<'desk.prove'>): Out<'desk.prove'> {
    if (this.locked) return { refused: 'locked' }
    const { vault, infohash, mine, theirs, nonce } = input
    const digest = bindDigest(vault, { infohash, mine, theirs, nonce, account: this.account })
    return { signature: signWith(this.#wish.hotKey ?? this.#wish.key, digest) }
  }

  payer({ payer, lanes }: In<'desk.payer'>): Out<'desk.payer'> {
    const state = this.#wish.chain.read(payer, this.account, lanes, this.#wish.now())
    const covers = this.#covers.get(payer) ?? 0n
    this.#covers.set(payer, state.free + state.locked > covers ? state.free + state.locked : covers)
    return state
  }

  open({ torrent, payee, lane, price }: In<'desk.open'>): Out<'desk.open'> {
    if (payerDevice(lane) !== this.device) return { refused: 'off' }
    if (this.#frozen.has(keyOf({ payee, lane }))) return { refused: 'frozen' }
    const refused = this.locked ? 'locked' : capAgainst(this.#spending(torrent, payee), price, ZERO)
    if (refused !== null) return { refused }
    const bid = `${this.#nextBid++}` as BidRef
    this.#bids.set(bid, { torrent, payee, lane, price, paid: 0n })
    return { bid }
  }

  pay(bid: BidRef, bytes: bigint): { readonly voucher: Voucher } | { readonly refused: PayRefusal } {
    const open = this.#bids.get(bid)
    if (this.locked) return { refused: 'locked' }
    if (open === undefined) return { refused: 'unknown-session' }
    if (bytes < open.paid) return { refused: 'backwards' }
    if (this.#frozen.has(keyOf(open))) return { refused: 'frozen' }
    const grown = (owed(bytes, open.price) - owed(open.paid, open.price)) as Amount
    const refused = capAgainst(this.#spending(open.torrent, open.payee), open.price, grown)
    if (refused !== null) return { refused }
    open.paid = bytes
    this.#spend(open, grown)
    return { voucher: this.#promise(open, grown) }
  }

  last({ payee, lane }: In<'desk.last'>): Out<'desk.last'> {
    if (this.stopped || this.locked || this.#frozen.has(keyOf({ payee, lane }))) return null
    return this.#promised.get(keyOf({ payee, lane })) ?? 'none'
  }

  promisedTo({ account, device }: MemoryDesk): Amount {
    return this.#promised.get(keyOf({ payee: account, lane: laneOf(this.device, device) }))?.cumulative ?? ZERO
  }

  heldOf({ account, device }: MemoryDesk): Amount {
    return this.#held.get(`${account} ${laneOf(device, this.device)}`)?.cumulative ?? ZERO
  }

  close({ bid }: In<'desk.close'>): void {
    this.#bids.delete(bid)
  }

  resume({ vault, payee, lane, cumulative, signature }: In<'desk.resume'>): Out<'desk.resume'> {
    const key = keyOf({ payee, lane })
    const known = this.#promised.get(key)?.cumulative ?? 0n
    if (payerDevice(lane) !== this.device || cumulative <= known) return this.#frozen.has(key) ? 'frozen' : 'known'
    const voucher = signature && { payer: this.account, payee, lane, cumulative, signature }
    const own = voucher && countsFor(voucherSigner(vault, voucher), this.account, this.#signers())
    if (!voucher || own !== true) {
      this.#frozen.add(key)
      return 'frozen'
    }
    this.#frozen.delete(key)
    this.#promised.set(key, voucher)
    return 'moved-forward'
  }

  held({ payer }: In<'desk.held'>): Out<'desk.held'> {
    return [...this.#held.values()].filter((voucher) => voucher.payer === payer)
  }

  receive({ voucher, signers }: In<'desk.receive'>['vouchers'][number]): Out<'desk.receive'>[number] {
    const key = `${voucher.payer} ${voucher.lane}`
    if (!countsFor(voucherSigner(this.#wish.vault, voucher), voucher.payer, signers)) return { refused: 'signature' }
    const known = this.#held.get(key)?.cumulative ?? 0n
    if (voucher.cumulative < known) return { refused: 'backwards' }
    const uncashed = this.#owedWith(voucher)
    if (uncashed > (this.#covers.get(voucher.payer) ?? 0n)) return { refused: 'uncovered' }
    this.#held.set(key, voucher)
    return { accepted: voucher.cumulative, uncashed }
  }

  uncashed(payer: Address): Amount {
    return this.#owedBy(payer, this.#held)
  }

  #owedWith(voucher: Voucher): Amount {
    return this.#owedBy(voucher.payer, new Map(this.#held).set(`${voucher.payer} ${voucher.lane}`, voucher))
  }

  #owedBy(payer: Address, vouchers: ReadonlyMap<string, Voucher>): Amount {
    const held = [...vouchers.values()].filter((voucher) => voucher.payer === payer)
    const { paid } = this.#wish.chain.read(
      payer,
      this.account,
      held.map(({ lane }) => lane),
      0,
    )
    return held.reduce((sum, { lane, cumulative }) => {
      const before = paid.get(lane) ?? 0n
      return cumulative > before ? sum + cumulative - before : sum
    }, 0n) as Amount
  }

  /** Of everybody: what was promised to this account in all. */
  get earned(): bigint {
    return [...this.#held.values()].reduce((sum, { cumulative }) => sum + cumulative, 0n)
  }

  get vouchersHeld(): readonly Voucher[] {
    return [...this.#held.values()]
  }

  backup(): DeskBackup {
    return { promised: new Map(this.#promised), held: new Map(this.#held) }
  }

  restore({ promised, held }: DeskBackup): void {
    this.#promised = new Map(promised)
    this.#held = new Map(held)
    this.#bids.clear()
  }

  #signers(): readonly Address[] {
    return this.#wish.hotKey ? [this.#wish.hotKey.address] : []
  }

  get funds(): Amount {
    return this.#funds(null)
  }

  /** Of the deposit, what nobody was promised. */
  #funds(payee: Address | null): Amount {
    const { chain } = this.#wish
    const { free, locked } = chain.read(this.account, payee ?? this.account, [], 0)
    const outstanding = [...this.#promised.values()].reduce((sum, voucher) => {
      const { paid } = chain.read(this.account, voucher.payee, [voucher.lane], 0)
      return sum + voucher.cumulative - (paid.get(voucher.lane) ?? 0n)
    }, 0n)
    const left = free + locked - outstanding
    return (left > 0n ? left : 0n) as Amount
  }

  #turnDay(): void {
    const today = dayOf(this.#wish.now(), this.#day)
    if (today > this.#day) this.#spentToday = 0n
    this.#day = today
  }

  #spending(torrent: TorrentId, payee: Address | null): Spending {
    this.#turnDay()
    return {
      allowance: this.allowance,
      stopped: this.stopped,
      torrent: this.budgets.get(torrent) ?? null,
      spentToday: this.#spentToday as Amount,
      spentInAll: this.#spentInAll as Amount,
      spentOnPeer: payee === null ? null : ((this.#spentOnPeer.get(payee) ?? 0n) as Amount),
      funds: this.#funds(payee),
    }
  }

  #spend({ torrent, payee }: OpenBid, grown: Amount): void {
    const budget = this.budgets.get(torrent)
    if (budget) this.budgets.set(torrent, { ...budget, spent: (budget.spent + grown) as Amount })
    this.#spentOnPeer.set(payee, (this.#spentOnPeer.get(payee) ?? 0n) + grown)
    this.#spentInAll += grown
    this.#spentToday += grown
  }

  #promise({ payee, lane }: Recipient, grown: Amount): Voucher {
    const { key, hotKey, vault } = this.#wish
    const known = this.#promised.get(keyOf({ payee, lane }))
    if (known && grown === 0n) return known
    const cumulative = ((known?.cumulative ?? 0n) + grown) as Amount
    const unsigned = { payer: key.address, payee, lane, cumulative }
    const voucher = { ...unsigned, signature: signWith(hotKey ?? key, voucherDigest(vault, unsigned)) }
    this.#promised.set(keyOf(voucher), voucher)
    this.signed.push(voucher)
    return voucher
  }
}
