// The vault's rules in a few lines, without a chain: for simulations and for tests of what stands before it. Invariant:
// what was deposited is free, locked, withdrawn or paid out.

import type { PayerState } from '../../ipc/speed-desk.ts'
import type { Amount } from '../../money/amount.ts'
import type { Address } from '../../tron/address.ts'
import type { Lane, Voucher } from '../terms.ts'

interface Account {
  free: bigint
  readonly locked: Map<Address, bigint>
  exitAt: number
  signers: Address[]
}

export interface Cashed {
  readonly paid: Amount
  /** Promised, and not there. */
  readonly bounced: Amount
}

export class ChainModel {
  readonly exitDelay: number
  readonly #accounts = new Map<Address, Account>()
  /** By payer, payee and lane. */
  readonly #paid = new Map<string, bigint>()
  deposited = 0n
  withdrawn = 0n
  paidOut = 0n
  /** Seconds; 1970 by the chain's clock. */
  constructor(exitDelay = 259_200) {
    this.exitDelay = exitDelay
  }

  #account(address: Address): Account {
    const known = this.#accounts.get(address) ?? {
      free: 0n,
      locked: new Map<Address, bigint>(),
      exitAt: 0,
      signers: [],
    }
    this.#accounts.set(address, known)
    return known
  }

  /** A deposit takes an exit back. */
  deposit(payer: Address, amount: bigint): void {
    const account = this.#account(payer)
    account.free += amount
    account.exitAt = 0
    this.deposited += amount
  }

  lock(payer: Address, payee: Address, amount: bigint): void {
    const account = this.#account(payer)
    if (amount > account.free) return
    account.free -= amount
    account.locked.set(payee, (account.locked.get(payee) ?? 0n) + amount)
  }

  setSigner(payer: Address, signer: Address): void {
    this.#account(payer).signers = [signer, ...this.#account(payer).signers].slice(0, 2)
  }

  requestExit(payer: Address, seconds: number): void {
    this.#account(payer).exitAt = seconds + this.exitDelay
  }

  withdraw(payer: Address, seconds: number): void {
    const account = this.#account(payer)
    if (account.exitAt === 0 || seconds < account.exitAt) return
    this.withdrawn += account.free
    account.free = 0n
    account.exitAt = 0
  }

  /** Whose signature it is was checked before. Locked money pays first; a short payment pays what there is. */
  cash({ payer, payee, lane, cumulative }: Voucher): Cashed {
    const account = this.#account(payer)
    const key = `${payer} ${payee} ${lane}`
    const before = this.#paid.get(key) ?? 0n
    const due = cumulative > before ? cumulative - before : 0n
    const locked = account.locked.get(payee) ?? 0n
    const fromLock = due < locked ? due : locked
    const rest = due - fromLock
    const fromFree = rest < account.free ? rest : account.free
    account.locked.set(payee, locked - fromLock)
    account.free -= fromFree
    const paid = fromLock + fromFree
    this.#paid.set(key, before + paid)
    this.paidOut += paid
    return { paid: paid as Amount, bounced: (due - paid) as Amount }
  }

  read(payer: Address, payee: Address, lanes: readonly Lane[], readAt: number): PayerState {
    const { free, locked, exitAt, signers } = this.#account(payer)
    return {
      free: free as Amount,
      locked: (locked.get(payee) ?? 0n) as Amount,
      exitAt,
      signers: [...signers],
      paid: new Map(lanes.map((lane) => [lane, (this.#paid.get(`${payer} ${payee} ${lane}`) ?? 0n) as Amount])),
      readAt,
    }
  }

  /** What is in the vault. */
  get held(): bigint {
    let sum = 0n
    for (const { free, locked } of this.#accounts.values()) {
      sum += free
      for (const amount of locked.values()) sum += amount
    }
    return sum
  }
}
