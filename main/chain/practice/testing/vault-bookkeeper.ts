// The vault's books again, from what its events say and nothing else: whether they say enough.

import { freeOf, lockOf, paidOf, type VaultModel } from '../../../../app/speed/vault-model.ts'
import type { Address } from '../../../../app/tron/address.ts'
import type { Event } from './vault-world.ts'

/** The zero address, as people would write it. */
export const nobody = 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb'

export class Bookkeeper {
  readonly model: VaultModel

  constructor(model: VaultModel) {
    this.model = model
  }

  hear(events: readonly Event[]): void {
    for (const { name, args } of events) this.#note(name, args)
  }

  #note(name: string, args: readonly unknown[]): void {
    const { accounts, locks, signers } = this.model
    const [first, second, third, fourth] = args
    const payer = first as Address
    const book = freeOf(this.model, payer)
    const key = `${payer} ${second as Address}`
    const lock = locks.get(key) ?? { amount: 0n, unlockAt: 0 }
    if (name === 'Deposited') accounts.set(payer, { ...book, free: book.free + (third as bigint) })
    if (name === 'Withdrawn') accounts.set(payer, { free: book.free - (second as bigint), exitAt: 0 })
    if (name === 'ExitRequested') accounts.set(payer, { ...book, exitAt: Number(second) })
    if (name === 'ExitCancelled') accounts.set(payer, { ...book, exitAt: 0 })
    if (name === 'UnlockRequested') locks.set(key, { ...lock, unlockAt: Number(third) })
    if (name === 'UnlockCancelled') locks.set(key, { ...lock, unlockAt: 0 })
    if (name === 'Locked') this.#lock(payer, key, third as bigint)
    if (name === 'Unlocked') {
      accounts.set(payer, { ...book, free: book.free + (third as bigint) })
      locks.delete(key)
    }
    if (name === 'SignerSet') {
      const [current, former] = [second, third].map((one) => (one === nobody ? null : (one as Address)))
      signers.set(payer, { current: current ?? null, former: former ?? null, formerUntil: Number(fourth) })
    }
    if (name === 'Cashed') this.#cash(args)
  }

  #lock(payer: Address, key: string, much: bigint): void {
    const { accounts, locks } = this.model
    const book = freeOf(this.model, payer)
    accounts.set(payer, { ...book, free: book.free - much })
    locks.set(key, { unlockAt: 0, ...locks.get(key), amount: (locks.get(key)?.amount ?? 0n) + much })
  }

  #cash(args: readonly unknown[]): void {
    const { accounts, locks, paid, address } = this.model
    const [payer, payee, lane, much, fromLock, to] = args as readonly [
      Address,
      Address,
      bigint,
      bigint,
      bigint,
      Address,
    ]
    const book = freeOf(this.model, payer)
    accounts.set(payer, { ...book, free: book.free - much + fromLock })
    const key = `${payer} ${payee}`
    const lock = lockOf(this.model, payer, payee)
    if (lock.amount === fromLock) locks.delete(key)
    else locks.set(key, { ...lock, amount: lock.amount - fromLock })
    paid.set(`${key} ${lane}`, paidOf(this.model, payer, payee, lane) + much)
    if (to !== address) return
    const credited = freeOf(this.model, payee)
    accounts.set(payee, { ...credited, free: credited.free + much })
  }
}
