// Reads what those have whose vouchers we hold, again and again while the books are in use: whoever owes us may leave
// long after their connection closed, or while this app did not run. One is read after the other at a fixed pace.
// Leaves whose turn it is to app/speed/debtor-rounds.ts, what follows from it to app/speed/cash-now.ts. Invariant: what
// is known is of the books in use; a failure changes nothing of what was known.

import type { ChainCommands } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import type { Debtor } from '../../app/speed/cash-advice.ts'
import { roundOf } from '../../app/speed/debtor-rounds.ts'
import type { Voucher } from '../../app/speed/terms.ts'
import type { Address } from '../../app/tron/address.ts'
import type { Clock } from '../supervisor/clock.ts'
import { fingerprint } from './fingerprint.ts'
import type { Owner } from './wallet-books.ts'

interface Deps {
  /** All that is held and not cashed. */
  readonly held: () => Promise<Result<readonly { readonly voucher: Voucher; readonly paid: bigint }[], AppError>>
  readonly read: (asked: ChainCommands['vault.debtor']['input']) => Promise<Result<Debtor | null, AppError>>
  readonly heard: () => void
  readonly clock: Pick<Clock, 'now' | 'after'>
}

/** From the beginning of one to that of the next: far below the days that an exit takes. */
export const ROUND_MS = 600_000
const AGAIN_MS = 60_000
/** Between two payers: each is a question to every node. */
export const PACE_MS = 2_000

type Held = readonly { readonly voucher: Voucher; readonly paid: bigint }[]
type ByPayer = ReadonlyMap<Address, Held>

interface Turn {
  readonly payer: Address
  readonly held: Held
}

const owedIn = (held: Held): bigint => held.reduce((sum, { voucher, paid }) => sum + voucher.cumulative - paid, 0n)

export class DebtorWatch {
  readonly #deps: Deps
  #owner: Owner | null = null
  #known: ReadonlyMap<Address, Debtor> = new Map()
  /** When each was read last, or seen first to owe: a count of such events. */
  readonly #waiting = new Map<Address, number>()
  #events = 0
  /** Whom to read before all others. */
  readonly #first = new Set<Address>()
  readonly #failed = new Set<Address>()
  #cancel: () => void = () => undefined
  #reading = false
  /** A round is to begin; and when the next one is. */
  #isDue = false
  #dueAt = 0
  #readAt = -Infinity

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** As each was read last. */
  get debtors(): readonly Debtor[] {
    return [...this.#known.values()]
  }

  watch(owner: Owner | null): void {
    if (fingerprint(owner) === fingerprint(this.#owner)) return
    this.#owner = owner
    this.#known = new Map()
    this.#waiting.clear()
    this.#first.clear()
    this.#failed.clear()
    this.readSoon()
  }

  /** Something may have changed it: a round begins. */
  readSoon(): void {
    this.#isDue = true
    this.#go()
  }

  /** Of this one it is known to have changed. */
  readFirst(payer: Address): void {
    this.#first.add(payer)
    this.#go()
  }

  #go(): void {
    this.#cancel()
    if (this.#owner !== null && !this.#reading) void this.#work(this.#owner)
  }

  async #work(owner: Owner): Promise<void> {
    this.#reading = true
    while (this.#owner === owner && (this.#isDue || this.#first.size > 0)) await this.#round(owner)
    this.#reading = false
    if (this.#owner !== owner) return this.#go()
    const wait = Math.max(0, this.#dueAt - this.#deps.clock.now())
    this.#cancel = this.#deps.clock.after(this.#failed.size > 0 ? Math.min(wait, AGAIN_MS) : wait, () => {
      this.#isDue ||= this.#deps.clock.now() >= this.#dueAt
      for (const payer of this.#failed) this.#first.add(payer)
      this.#failed.clear()
      this.#go()
    })
  }

  /** Of all, or only of those who are to be read first. */
  async #round(owner: Owner): Promise<void> {
    const { clock } = this.#deps
    const isWhole = this.#isDue
    this.#isDue = false
    if (isWhole) this.#dueAt = clock.now() + ROUND_MS
    const owing = await this.#owing()
    if (this.#owner !== owner) return
    if (owing === null) {
      this.#dueAt = clock.now() + AGAIN_MS
      this.#first.clear()
      return
    }
    this.#note(owing)
    const turns = isWhole ? roundOf(sumsOf(owing), this.#waiting) : []
    const read = new Set<Address>()
    while (this.#next(turns, read, owing) !== null) {
      await this.#pause()
      if (this.#owner !== owner) return
      const next = this.#next(turns, read, owing)
      if (next === null) return
      read.add(next.payer)
      this.#first.delete(next.payer)
      await this.#look(owner, next)
      if (this.#owner !== owner) return
    }
  }

  /** Null: the books cannot be asked. */
  async #owing(): Promise<ByPayer | null> {
    const held = await this.#deps.held()
    return held.ok ? Map.groupBy(held.value, ({ voucher }) => voucher.payer) : null
  }

  /** Who owes nothing any more is forgotten, who does now takes its place in the turn. */
  #note(owing: ByPayer): void {
    this.#know(new Map([...this.#known].filter(([payer]) => owing.has(payer))))
    for (const payers of [this.#waiting.keys(), this.#first, this.#failed])
      for (const payer of [...payers]) if (!owing.has(payer)) this.#forget(payer)
    this.#events++
    for (const payer of owing.keys()) if (!this.#waiting.has(payer)) this.#waiting.set(payer, this.#events)
  }

  #forget(payer: Address): void {
    this.#waiting.delete(payer)
    this.#first.delete(payer)
    this.#failed.delete(payer)
  }

  #next(turns: readonly Address[], read: ReadonlySet<Address>, owing: ByPayer): Turn | null {
    const payer = [...this.#first].find((each) => owing.has(each)) ?? turns.find((each) => !read.has(each))
    const held = payer === undefined ? undefined : owing.get(payer)
    return payer === undefined || held === undefined ? null : { payer, held }
  }

  async #look(owner: Owner, { payer, held }: Turn): Promise<void> {
    const read = await this.#read(owner, payer, held)
    this.#readAt = this.#deps.clock.now()
    if (this.#owner !== owner) return
    if (!read.ok) {
      this.#failed.add(payer)
      return
    }
    this.#failed.delete(payer)
    this.#waiting.set(payer, ++this.#events)
    const known = new Map(this.#known)
    if (read.value === null) known.delete(payer)
    else known.set(payer, read.value)
    this.#know(known)
  }

  #read(owner: Owner, payer: Address, held: Held): Promise<Result<Debtor | null, AppError>> {
    const vouchers = held.map(({ voucher }) => voucher)
    if (vouchers.some(({ payee }) => payee !== owner.account)) return Promise.resolve(ok(null))
    return this.#deps.read({ payer, payee: owner.account, vouchers })
  }

  #know(known: ReadonlyMap<Address, Debtor>): void {
    const isNews = fingerprint([...known.values()]) !== fingerprint(this.debtors)
    this.#known = known
    if (isNews) this.#deps.heard()
  }

  async #pause(): Promise<void> {
    const wait = this.#readAt + PACE_MS - this.#deps.clock.now()
    if (wait <= 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#deps.clock.after(wait, resolve)
    await promise
  }
}

const sumsOf = (owing: ByPayer) => [...owing].map(([payer, held]) => ({ payer, owes: owedIn(held) }))
