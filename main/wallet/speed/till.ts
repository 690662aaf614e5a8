// One transaction's worth of promises: caps, deposit and lanes read once, when first something is to be promised, each
// payment decided against what those before it took, everything written at the end together with the vouchers that say
// so. Invariants: what a till takes keeps every cap (app/speed/caps.ts); nothing it decided is true before `save` returned
// and the transaction with it.

import { amountOf, ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import { capAgainst, type Spending } from '../../../app/speed/caps.ts'
import type { Price, Recipient } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { PayRefusal } from '../../../app/ipc/speed-desk.ts'
import { addSpent, allowedIn, type Allowed } from './allowance-table.ts'
import { isOwnLane, type Book } from './book.ts'
import { addSpentToday, spentToday } from './day-table.ts'
import { Deposited } from './deposit.ts'
import { toldInAll } from './forgotten.ts'
import { addTo } from './journal.ts'
import type { Moment } from './moment.ts'
import { isOn } from './switch-table.ts'
import { amountAt, bytesOrNull, larger, numberAt, plus, textAt, type Row, type Sql } from './sql.ts'

/** What the vault can record as paid: 128 bits. */
export const MOST_CUMULATIVE = 2n ** 128n - 1n

/** Of our own lane with one device of a payee. */
interface LaneState {
  cumulative: Amount
  /** Of it, known to be cashed. */
  readonly paid: Amount
  readonly frozen: boolean
  /** Null: of no voucher yet, or of one that was outgrown in this transaction. */
  signature: Uint8Array | null
  signed: boolean
}

/** On all lanes: of every device of the payee, and of what another device of ours is known to have promised it. */
interface PayeeState {
  /** What one reading of the chain says beyond it counts as well. */
  promised: Amount
  /** One reading says that this ledger promised more than it knows of: until another one, nothing is, on any lane. */
  readonly doubted: boolean
}

interface TorrentState {
  readonly on: boolean
  readonly budget: Amount
  spent: Amount
}

/** What bears on every promise, as it was before this transaction. */
interface Bounds {
  readonly allowed: Allowed
  readonly stopped: boolean
  readonly spentToday: Amount
  readonly deposited: Deposited
  /** Promised, if one reading of the chain is right. */
  readonly told: Amount
}

interface Taken {
  readonly torrent: TorrentId
  readonly to: Recipient
  amount: Amount
}

const keyOf = ({ payee, lane }: Recipient): string => `${payee} ${lane}`

export class Till {
  readonly #sql: Sql
  readonly #book: Book
  readonly #at: Moment
  readonly #switchedOff: ReadonlySet<TorrentId>
  #known: Bounds | null = null
  readonly #lanes = new Map<string, LaneState>()
  readonly #payees = new Map<Address, PayeeState>()
  readonly #torrents = new Map<TorrentId, TorrentState | null>()
  readonly #taken = new Map<string, Taken>()
  #sum: Amount = ZERO

  constructor(sql: Sql, book: Book, at: Moment, switchedOff: ReadonlySet<TorrentId>) {
    this.#switchedOff = switchedOff
    this.#sql = sql
    this.#book = book
    this.#at = at
  }

  /** Null: it may be promised. */
  refusal(torrent: TorrentId, to: Recipient, price: Price, more: Amount): PayRefusal | null {
    if (to.payee === this.#book.account) return 'off'
    const lane = this.#lane(to)
    if (lane.frozen || this.#payee(to.payee).doubted) return 'frozen'
    const cap = capAgainst(this.spending(torrent, to.payee), price, more)
    if (cap !== null) return cap
    return lane.cumulative + more > MOST_CUMULATIVE ? 'peer' : null
  }

  spending(torrent: TorrentId, payee: Address): Spending {
    const { allowed, stopped, spentToday: today, deposited, told } = this.#bounds
    const since = plus(this.#sum, told)
    return {
      allowance: allowed.allowance,
      stopped,
      torrent: this.#torrent(torrent),
      spentToday: plus(today, since),
      spentInAll: plus(allowed.spent, since),
      spentOnPeer: this.#payee(payee).promised,
      funds: deposited.fundsFor(payee),
    }
  }

  /** Whatever `refusal` did not refuse. */
  take(torrent: TorrentId, to: Recipient, more: Amount): void {
    if (more === 0n) return
    const { payee } = to
    const lane = this.#lane(to)
    lane.cumulative = plus(lane.cumulative, more)
    lane.signature = null
    const of = this.#payee(payee)
    of.promised = plus(of.promised, more)
    this.#bounds.deposited.promise(payee, more)
    this.#sum = plus(this.#sum, more)
    const state = this.#torrent(torrent)
    if (state !== null) state.spent = plus(state.spent, more)
    const key = `${torrent} ${keyOf(to)}`
    const taken = this.#taken.get(key) ?? { torrent, to, amount: ZERO }
    taken.amount = plus(taken.amount, more)
    this.#taken.set(key, taken)
  }

  /** In all, of this till. */
  get taken(): Amount {
    return this.#sum
  }

  cumulative(to: Recipient): Amount {
    return this.#lane(to).cumulative
  }

  /** `owed`: something was promised there that is not known to be cashed, and nothing keeps it from being shown. */
  standing(to: Recipient): 'owed' | 'none' | 'frozen' | 'off' {
    if (this.#bounds.stopped) return 'off'
    const { cumulative, paid, frozen } = this.#lane(to)
    if (frozen) return 'frozen'
    return cumulative > paid ? 'owed' : 'none'
  }

  /** Of the present cumulative amount, where it was signed before. */
  signature(to: Recipient): Uint8Array | null {
    return this.#lane(to).signature
  }

  /** In this transaction. */
  hasSigned(to: Recipient): boolean {
    return this.#lane(to).signed
  }

  /** Together with the amount that it signs. */
  sign(to: Recipient, signature: Uint8Array): void {
    const lane = this.#lane(to)
    lane.signature = signature
    lane.signed = true
    this.#sql.run(
      `INSERT INTO vouchers_out (book, payee, lane, cumulative, signature, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET cumulative = excluded.cumulative, signature = excluded.signature, at = excluded.at`,
      this.#book.id,
      to.payee,
      to.lane.toString(),
      lane.cumulative.toString(),
      signature,
      this.#at.wall,
    )
  }

  /** Throws where something was taken that no voucher says. */
  save(): void {
    for (const { torrent, to, amount } of this.#taken.values()) {
      if (this.#lane(to).signature === null) throw new Error('a promise without a voucher')
      const line = { kind: 'pay', direction: 'out', amount, torrent, counterparty: to.payee, reference: null } as const
      addTo(this.#sql, this.#book, this.#at, line)
    }
    if (this.#sum === 0n) return
    for (const [torrent, state] of this.#torrents) {
      if (state !== null)
        this.#sql.run(
          'UPDATE torrents SET spent = ? WHERE book = ? AND torrent = ?',
          state.spent.toString(),
          this.#book.id,
          torrent,
        )
    }
    addSpent(this.#sql, this.#book, plus(this.#bounds.allowed.spent, this.#sum))
    addSpentToday(this.#sql, this.#book, this.#at, this.#sum)
  }

  get #bounds(): Bounds {
    this.#known ??= {
      allowed: allowedIn(this.#sql, this.#book),
      stopped: isOn(this.#sql, 'stopped'),
      spentToday: spentToday(this.#sql, this.#book, this.#at),
      deposited: Deposited.of(this.#sql, this.#book),
      told: toldInAll(this.#sql, this.#book),
    }
    return this.#known
  }

  #payee(payee: Address): PayeeState {
    const known = this.#payees.get(payee)
    if (known !== undefined) return known
    const rows = this.#sql.all('SELECT * FROM vouchers_out WHERE book = ? AND payee = ?', this.#book.id, payee)
    const told = (row: Row): Amount => larger(amountAt(row, 'told'), amountAt(row, 'cumulative'))
    const state = {
      promised: rows.reduce((sum, row) => plus(sum, told(row)), ZERO),
      doubted: rows.some(
        (row) => isOwnLane(this.#book, BigInt(textAt(row, 'lane'))) && told(row) > amountAt(row, 'cumulative'),
      ),
    }
    this.#payees.set(payee, state)
    return state
  }

  #lane(to: Recipient): LaneState {
    const known = this.#lanes.get(keyOf(to))
    if (known !== undefined) return known
    const { payee, lane } = to
    const row = this.#sql.get(
      'SELECT * FROM vouchers_out WHERE book = ? AND payee = ? AND lane = ?',
      this.#book.id,
      payee,
      lane.toString(),
    )
    const cumulative = amountAt(row, 'cumulative')
    const state = {
      cumulative,
      paid: amountAt(row, 'paid'),
      frozen: larger(amountAt(row, 'claimed'), amountAt(row, 'told')) > cumulative,
      signature: row && bytesOrNull(row, 'signature'),
      signed: false,
    }
    this.#lanes.set(keyOf(to), state)
    return state
  }

  #torrent(torrent: TorrentId): TorrentState | null {
    const known = this.#torrents.get(torrent)
    if (known !== undefined) return known
    const row = this.#sql.get('SELECT * FROM torrents WHERE book = ? AND torrent = ?', this.#book.id, torrent)
    const state = row && {
      on: numberAt(row, 'is_on') === 1 && !this.#switchedOff.has(torrent),
      budget: amountAt(row, 'budget'),
      spent: amountAt(row, 'spent'),
    }
    this.#torrents.set(torrent, state)
    return state
  }
}

/** Null: more than any money there is. */
export const moreThan = (owed: bigint, paid: Amount): Amount | null => (owed < paid ? ZERO : amountOf(owed - paid))
