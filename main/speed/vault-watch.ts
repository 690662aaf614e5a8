// Reads what the vault has of our account, again and again while it is in use: what may be promised is bounded by it,
// and what was promised and cashed meanwhile is known from it. Of many payees some are asked about each time, by turns:
// what was promised to the others counts as not cashed. Leaves believing the nodes to the chain process. Invariant:
// what was read is of the account and the vault in use; a failure changes nothing; how many were promised something
// never keeps the deposit from being known.

import type { AppError } from '../../app/ipc/errors.ts'
import type { PromisedTo } from '../../app/ipc/chain-contract.ts'
import type { Result } from '../../app/result.ts'
import type { VaultAccount } from '../../app/speed/settled.ts'
import type { Address } from '../../app/tron/address.ts'
import type { Clock } from '../supervisor/clock.ts'
import { fingerprint } from './fingerprint.ts'
import type { Owner } from './wallet-books.ts'

interface Deps {
  readonly read: (asking: {
    readonly account: Address
    readonly payees: readonly PromisedTo[]
  }) => Promise<Result<VaultAccount, AppError>>
  /** Whom the account promised anything that was not cashed yet. */
  readonly payees: () => Promise<Result<readonly PromisedTo[], AppError>>
  readonly heard: (account: VaultAccount) => void
  readonly clock: Pick<Clock, 'after'>
}

/** A payer's own state needs no more: only they change it, and cashing only by what was promised. */
const EVERY_MS = 300_000
const AGAIN_MS = 15_000
/** The wallet's books are taken up within a moment, and asking it costs no node anything. */
const BOOKS_MS = 1_000
/** Asked about at a time: each is a question to every node. */
export const MOST_PAYEES = 100

export class VaultWatch {
  readonly #deps: Deps
  #owner: Owner | null = null
  #account: VaultAccount | null = null
  #cancel: () => void = () => undefined
  #reading = false
  #again = false
  /** When each payee was asked about last, in the order of readings. */
  readonly #turns = new Map<Address, number>()
  #readings = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Of the owner now; null: not read yet. */
  get account(): VaultAccount | null {
    return this.#account
  }

  watch(owner: Owner | null): void {
    if (fingerprint(owner) === fingerprint(this.#owner)) return
    this.#owner = owner
    this.#account = null
    this.#turns.clear()
    this.readSoon()
  }

  /** Something may have changed it. */
  readSoon(): void {
    this.#cancel()
    if (this.#owner === null) return
    if (this.#reading) this.#again = true
    else void this.#read(this.#owner)
  }

  async #read(owner: Owner): Promise<void> {
    this.#reading = true
    const payees = await this.#deps.payees()
    const account = payees.ok ? await this.#ask(owner, payees.value) : null
    this.#reading = false
    if (account !== null && this.#owner === owner) {
      this.#account = account
      this.#deps.heard(account)
    }
    const isDue = this.#again || this.#owner !== owner
    this.#again = false
    if (isDue) return this.readSoon()
    const wait = account !== null ? EVERY_MS : payees.ok ? AGAIN_MS : BOOKS_MS
    this.#cancel = this.#deps.clock.after(wait, () => this.readSoon())
  }

  /** Null: it could not be known, or is of another vault. */
  async #ask(owner: Owner, payees: readonly PromisedTo[]): Promise<VaultAccount | null> {
    const read = await this.#deps.read({ account: owner.account, payees: this.#inTurn(payees) })
    if (!read.ok || read.value.account !== owner.account) return null
    return fingerprint(read.value.vault) === fingerprint(owner.vault) ? read.value : null
  }

  /** Those for whom something is locked each time: it counts only as it was read last. */
  #inTurn(payees: readonly PromisedTo[]): readonly PromisedTo[] {
    const locked = new Set(this.#account?.locks.map(({ payee }) => payee))
    const turnOf = ({ payee }: PromisedTo): number => (locked.has(payee) ? -1 : (this.#turns.get(payee) ?? 0))
    const next = payees.toSorted((a, b) => turnOf(a) - turnOf(b)).slice(0, MOST_PAYEES)
    const owing = new Set(payees.map(({ payee }) => payee))
    for (const payee of [...this.#turns.keys()]) if (!owing.has(payee)) this.#turns.delete(payee)
    this.#readings++
    for (const { payee } of next) this.#turns.set(payee, this.#readings)
    return next
  }
}
