// What Speed must do, said a second time and otherwise: a plain model of promises and caps that campaigns hold the
// ledger against. It knows nothing of tables, tills or transactions. Invariant: for each payment it names every reason
// there is to refuse it; where it names none, the payment must be made.

import type { PayRefusal } from '../../../app/ipc/speed-desk.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'

const DAY_MS = 86_400_000
const MIB = 1_048_576n
const MOST = 2n ** 128n - 1n
const none = 0n
const above = (value: bigint): bigint => (value > none ? value : none)

/** One device of a payee. */
export const toDevice = (payee: string, device: number): string => `${payee} ${device}`

interface OracleBid {
  readonly torrent: string
  readonly payee: string
  readonly device: number
  readonly price: bigint
  bytes: bigint
  paid: bigint
  open: boolean
}

type NewBid = Pick<OracleBid, 'torrent' | 'payee' | 'device' | 'price'>

export interface OracleDeposit {
  readonly free: bigint
  readonly exits: boolean
  readonly locks: ReadonlyMap<string, bigint>
  /** By device, as `toDevice` names them. */
  readonly paid: ReadonlyMap<string, bigint>
  readonly registered: boolean
}

export class Oracle {
  readonly self: string
  allowance: Allowance | null = null
  stopped = false
  unlocked = true
  /** The voucher key is in memory. */
  hot = true
  sinceApproval = none
  day = { number: -Infinity, spent: none }
  inAll = none
  deposit: OracleDeposit | null = null
  readonly torrents = new Map<string, { on: boolean; budget: bigint; spent: bigint }>()
  /** By device, as `toDevice` names them; so is what is claimed. */
  readonly promised = new Map<string, bigint>()
  readonly claimed = new Map<string, bigint>()
  readonly bids = new Map<string, OracleBid>()

  constructor(self: string) {
    this.self = self
  }

  get canSign(): boolean {
    return this.unlocked || (this.hot && this.deposit?.registered === true)
  }

  /** The day by a clock that says so: never before one that was. */
  dayAt(localMs: number): number {
    return Math.max(this.day.number, Math.floor(localMs / DAY_MS))
  }

  refusalsOfBid(bid: NewBid, localMs: number): ReadonlySet<PayRefusal> {
    return this.#refusals(bid, 1n, localMs)
  }

  refusalsOfPayment(ref: string, bytes: bigint, localMs: number): ReadonlySet<PayRefusal> {
    const bid = this.bids.get(ref)
    if (bid === undefined || !bid.open) {
      const besides = [...(this.canSign ? [] : ['locked' as const]), ...(this.stopped ? ['off' as const] : [])]
      return new Set(['unknown-session', ...besides])
    }
    const found = new Set(this.#refusals(bid, this.costs(ref, bytes), localMs))
    if (bytes < bid.bytes) found.add('backwards')
    return found
  }

  /** Beyond what the bid has paid. */
  costs(ref: string, bytes: bigint): bigint {
    const bid = this.bids.get(ref)
    return bid === undefined ? none : above((bytes * bid.price) / MIB - bid.paid)
  }

  paid(ref: string, bytes: bigint, localMs: number): void {
    const bid = this.bids.get(ref)
    if (bid === undefined) throw new Error('paid for no bid')
    const more = this.costs(ref, bytes)
    bid.bytes = bytes
    bid.paid += more
    const torrent = this.torrents.get(bid.torrent)
    if (torrent) torrent.spent += more
    const to = toDevice(bid.payee, bid.device)
    this.promised.set(to, this.of(to) + more)
    this.count(more, localMs)
  }

  /** On whatever it was spent. */
  count(more: bigint, localMs: number): void {
    if (more === none) return
    const number = this.dayAt(localMs)
    this.day = { number, spent: (number === this.day.number ? this.day.spent : none) + more }
    this.sinceApproval += more
    this.inAll += more
  }

  approve(next: Allowance, localMs: number): void {
    this.allowance = next
    this.sinceApproval = none
    const number = this.dayAt(localMs)
    const spent = number === this.day.number ? this.day.spent : none
    this.day = { number: Math.floor(localMs / DAY_MS), spent }
  }

  of(device: string): bigint {
    return this.promised.get(device) ?? none
  }

  /** To all devices of a payee. */
  toAll(payee: string): bigint {
    return [...this.promised].reduce((sum, [to, each]) => (to.startsWith(`${payee} `) ? sum + each : sum), none)
  }

  /** Of it, not cashed. */
  #owedTo(payee: string): bigint {
    const own = [...this.promised].filter(([to]) => to.startsWith(`${payee} `))
    return own.reduce((sum, [to, each]) => sum + above(each - (this.deposit?.paid.get(to) ?? none)), none)
  }

  /** Of the free deposit, what the promises so far need. */
  #needed(extra: { readonly payee: string; readonly more: bigint }): bigint {
    let sum = none
    const payees = [...this.promised.keys()].map((to) => to.split(' ')[0] ?? '')
    for (const payee of new Set([...payees, extra.payee])) {
      sum += above(
        this.#owedTo(payee) + (payee === extra.payee ? extra.more : none) - (this.deposit?.locks.get(payee) ?? none),
      )
    }
    return sum
  }

  #isCovered(payee: string, more: bigint): boolean {
    const [before, after] = [this.#needed({ payee, more: none }), this.#needed({ payee, more })]
    const free = this.deposit === null || this.deposit.exits ? none : this.deposit.free
    return after - before <= above(free - before)
  }

  #refusals({ torrent, payee, device, price }: NewBid, more: bigint, localMs: number): ReadonlySet<PayRefusal> {
    const found = new Set<PayRefusal>()
    const { allowance } = this
    const state = this.torrents.get(torrent)
    const spentToday = this.dayAt(localMs) === this.day.number ? this.day.spent : none
    if (!this.canSign) found.add('locked')
    if (this.stopped || allowance === null || state?.on !== true || payee === this.self) found.add('off')
    const to = toDevice(payee, device)
    if ((this.claimed.get(to) ?? none) > this.of(to)) found.add('frozen')
    if (price > (allowance?.priceCeiling ?? none)) found.add('price')
    if ((state?.spent ?? none) + more > (state?.budget ?? none) && more > none) found.add('torrent')
    if (spentToday + more > (allowance?.perDay ?? none) && more > none) found.add('day')
    if ((this.toAll(payee) + more > (allowance?.perPeer ?? none) || this.of(to) + more > MOST) && more > none)
      found.add('peer')
    if (this.sinceApproval + more > (allowance?.total ?? none) && more > none) found.add('total')
    if (!this.#isCovered(payee, more)) found.add('deposit')
    return found
  }
}
