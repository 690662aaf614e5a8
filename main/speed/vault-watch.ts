// Reads what the vault has of our account, again and again while it is in use: what may be promised is bounded by it,
// and what was promised and cashed meanwhile is known from it. Of many payees some are asked about each time, by turns,
// and of many lanes of one: what was promised on the others counts as not cashed. Leaves believing the nodes to the chain
// process. Invariant: what was read is of the account and the vault in use; a failure changes nothing; how many were
// promised something, on however many lanes, never keeps the deposit from being known.

import type { AppError } from '../../app/ipc/errors.ts'
import type { PromisedTo } from '../../app/ipc/chain-contract.ts'
import type { Result } from '../../app/result.ts'
import { MOST_LANES } from '../../app/speed/lane.ts'
import { MOST_PAYEES_READ, type VaultAccount } from '../../app/speed/settled.ts'
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

interface Turn {
  /** The reading in which it was asked about. */
  readonly reading: number
  /** Which of its lanes is the first that was not, where there are more than are asked about at a time. */
  readonly next: number
}

export class VaultWatch {
  readonly #deps: Deps
  #owner: Owner | null = null
  #account: VaultAccount | null = null
  #cancel: () => void = () => undefined
  #reading = false
  #again = false
  /** The last of each payee. */
  readonly #turns = new Map<Address, Turn>()
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
    const turnOf = ({ payee }: PromisedTo): number => (locked.has(payee) ? -1 : (this.#turns.get(payee)?.reading ?? 0))
    const next = payees.toSorted((a, b) => turnOf(a) - turnOf(b)).slice(0, MOST_PAYEES_READ)
    const owing = new Set(payees.map(({ payee }) => payee))
    for (const payee of [...this.#turns.keys()]) if (!owing.has(payee)) this.#turns.delete(payee)
    this.#readings++
    return next.map((each) => this.#someLanes(each))
  }

  #someLanes({ payee, lanes }: PromisedTo): PromisedTo {
    const isFew = lanes.length <= MOST_LANES
    const from = isFew ? 0 : (this.#turns.get(payee)?.next ?? 0) % lanes.length
    this.#turns.set(payee, { reading: this.#readings, next: from + MOST_LANES })
    return { payee, lanes: isFew ? lanes : [...lanes, ...lanes].slice(from, from + MOST_LANES) }
  }
}
