// What we owe each payee, by its devices: each was promised on a lane of its own, and all together get no more than one
// piece paid for ahead of what verifies, for a device's number is the peer's own word.

import type { Address } from '../tron/address.ts'
import { prepaidIn } from './lots.ts'
import { newPayeeAccount, type PayeeAccount } from './payee-account.ts'
import type { Device } from './terms.ts'

export interface PayeeDevice {
  readonly account: Address
  readonly device: Device
}

export const isSameDevice = (a: PayeeDevice | null, b: PayeeDevice | null): boolean =>
  a?.account === b?.account && a?.device === b?.device

const aheadOf = ({ lost, ahead, arrears }: PayeeAccount): number =>
  [...ahead.values()].reduce((sum, bytes) => sum + bytes, lost + prepaidIn(arrears))

export class Payees {
  readonly #accounts = new Map<Address, Map<Device, PayeeAccount>>()

  find({ account, device }: PayeeDevice): PayeeAccount | null {
    return this.#accounts.get(account)?.get(device) ?? null
  }

  of(payee: PayeeDevice | null): PayeeAccount {
    return (payee && this.find(payee)) ?? newPayeeAccount
  }

  set({ account, device }: PayeeDevice, state: PayeeAccount): void {
    const devices = this.#accounts.get(account)
    if (devices === undefined) this.#accounts.set(account, new Map([[device, state]]))
    else devices.set(device, state)
  }

  delete({ account, device }: PayeeDevice): void {
    const devices = this.#accounts.get(account)
    devices?.delete(device)
    if (devices?.size === 0) this.#accounts.delete(account)
  }

  clear(): void {
    this.#accounts.clear()
  }

  /** Bytes paid for ahead of verifying to the account's other devices, or lost so. */
  aheadOfOthers(payee: PayeeDevice | null): number {
    const devices = payee && this.#accounts.get(payee.account)
    if (!devices || devices.size === 1) return 0
    let sum = 0
    for (const [device, state] of devices) if (device !== payee.device) sum += aheadOf(state)
    return sum
  }

  *[Symbol.iterator](): Generator<readonly [PayeeDevice, PayeeAccount]> {
    for (const [account, devices] of [...this.#accounts])
      for (const [device, state] of [...devices]) yield [{ account, device }, state]
  }
}
