// Reads what those have whose vouchers we hold, again and again while the books are in use: whoever owes us may leave long
// after their connection closed, or while this app did not run. One is read after the other at a fixed pace, those who owe
// the most first. Leaves what follows from it to app/speed/cash-now.ts. Invariant: what is known is of the books in use; a
// failure changes nothing of what was known.

import type { ChainCommands } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import type { Debtor } from '../../app/speed/cash-advice.ts'
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
  readonly clock: Pick<Clock, 'after'>
}

/** Far below the days that an exit takes. */
export const ROUND_MS = 600_000
const AGAIN_MS = 60_000
/** Between two payers: each is a question to every node. */
const PACE_MS = 2_000
/** Of one round: those who owe the most. */
const MOST_PAYERS = 200

type Held = readonly { readonly voucher: Voucher; readonly paid: bigint }[]

const owedIn = (held: Held): bigint => held.reduce((sum, { voucher, paid }) => sum + voucher.cumulative - paid, 0n)

export class DebtorWatch {
  readonly #deps: Deps
  #owner: Owner | null = null
  #known: ReadonlyMap<Address, Debtor> = new Map()
  #cancel: () => void = () => undefined
  #reading = false
  #again = false

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
    this.readSoon()
  }

  /** Something may have changed it. */
  readSoon(): void {
    this.#cancel()
    if (this.#owner === null) return
    if (this.#reading) this.#again = true
    else void this.#round(this.#owner)
  }

  async #round(owner: Owner): Promise<void> {
    this.#reading = true
    const whole = await this.#readAll(owner)
    this.#reading = false
    const isDue = this.#again || this.#owner !== owner
    this.#again = false
    if (isDue) return this.readSoon()
    this.#cancel = this.#deps.clock.after(whole ? ROUND_MS : AGAIN_MS, () => this.readSoon())
  }

  /** False: something could not be read. */
  async #readAll(owner: Owner): Promise<boolean> {
    const held = await this.#deps.held()
    if (!held.ok) return false
    const byPayer = [...Map.groupBy(held.value, ({ voucher }) => voucher.payer)]
      .toSorted(([, a], [, b]) => (owedIn(a) < owedIn(b) ? 1 : -1))
      .slice(0, MOST_PAYERS)
    const owing = new Set(byPayer.map(([payer]) => payer))
    if (this.#owner !== owner) return false
    this.#know(new Map([...this.#known].filter(([payer]) => owing.has(payer))))
    let whole = true
    for (const [at, [payer, some]] of byPayer.entries()) {
      if (at > 0) await this.#pause()
      if (this.#owner !== owner) return false
      const read = await this.#read(owner, payer, some)
      if (this.#owner !== owner) return false
      if (read.ok) this.#note(payer, read.value)
      else whole = false
    }
    return whole
  }

  #read(owner: Owner, payer: Address, held: Held): Promise<Result<Debtor | null, AppError>> {
    const vouchers = held.map(({ voucher }) => voucher)
    if (vouchers.some(({ payee }) => payee !== owner.account)) return Promise.resolve(ok(null))
    return this.#deps.read({ payer, payee: owner.account, vouchers })
  }

  #note(payer: Address, debtor: Debtor | null): void {
    const known = new Map(this.#known)
    if (debtor === null) known.delete(payer)
    else known.set(payer, debtor)
    this.#know(known)
  }

  #know(known: ReadonlyMap<Address, Debtor>): void {
    const isNews = fingerprint([...known.values()]) !== fingerprint(this.debtors)
    this.#known = known
    if (isNews) this.#deps.heard()
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#deps.clock.after(PACE_MS, resolve)
    return promise
  }
}
