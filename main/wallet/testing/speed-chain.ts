// The vault as far as one payer's deposit goes: it moves on by itself, payees cash what they were given, and it is read
// as main would read it. By the rules of contracts/SpeedVault.sol: the lock pays first, then what is free.

import { amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { OracleDeposit } from './speed-oracle.ts'
import { vault } from './speed-peers.ts'
import { ACCOUNT, VOUCHER_SIGNER, type SpeedInput } from './speed-rig.ts'

const BTT = 10n ** 18n

export class SpeedChain {
  free = 500n * BTT
  #exits = false
  #registered = false
  readonly #locks = new Map<Address, bigint>()
  readonly #paid = new Map<Address, bigint>()
  readonly #random: (below: number) => number

  constructor(random: (below: number) => number) {
    this.#random = random
  }

  moveOn(payees: readonly Address[]): void {
    const random = this.#random
    if (random(2) === 0) this.free += BigInt(random(200)) * BTT
    if (random(16) === 0) this.free -= (this.free * BigInt(random(101))) / 100n
    if (random(4) === 0) this.#exits = !this.#exits && random(5) === 0
    if (random(4) === 0) this.#registered = random(3) > 0
    const payee = payees[random(payees.length)]
    if (payee !== undefined && random(4) === 0) this.#locks.set(payee, BigInt(random(20)) * BTT)
  }

  cash(payee: Address, cumulative: bigint): void {
    const before = this.#paid.get(payee) ?? 0n
    const due = cumulative - before
    const locked = this.#locks.get(payee) ?? 0n
    const fromLock = due < locked ? due : locked
    const rest = due - fromLock
    const fromFree = rest < this.free ? rest : this.free
    this.#locks.set(payee, locked - fromLock)
    this.free -= fromFree
    this.#paid.set(payee, before + fromLock + fromFree)
  }

  get seen(): OracleDeposit {
    return {
      free: this.free,
      exits: this.#exits,
      registered: this.#registered,
      locks: new Map(this.#locks),
      paid: new Map(this.#paid),
    }
  }

  facts(lane: bigint): SpeedInput<'speed.deposit'> {
    const signers = this.#registered ? [VOUCHER_SIGNER] : []
    return {
      vault,
      account: ACCOUNT,
      free: amount(this.free),
      exitAt: this.#exits ? 1 : null,
      exitDelayMs: 1,
      signers,
      signer: signers[0] ?? null,
      locks: [...this.#locks].map(([payee, locked]) => ({ payee, locked: amount(locked), unlockAt: null })),
      paid: [...this.#paid].map(([payee, paid]) => ({ payee, lane, amount: amount(paid) })),
      approved: amount(0n),
      readAt: 1,
    }
  }
}
