// The chain's state as @ethereumjs/evm wants it: 20-byte addresses, checkpoints that are layers. An account that exists
// never looks empty to it, since TRON has no empty accounts to sweep away; one that is empty and new is not stored,
// because being called does not activate an address.

import type { StateManagerInterface } from '@ethereumjs/common'
import { Account as VmAccount, createAccount, KECCAK256_NULL, type Address as VmAddress } from '@ethereumjs/util'
import { fromTwenty } from '../address.ts'
import { hex, keccak, unhex } from '../bytes.ts'
import type { State } from '../state/state.ts'

const NOTHING = new Uint8Array(0)

const trimmed = (value: Uint8Array): Uint8Array | undefined => {
  const first = value.findIndex((byte) => byte !== 0)
  return first < 0 ? undefined : value.slice(first)
}

export class VmState implements StateManagerInterface {
  readonly #state: State
  readonly #now: () => number

  constructor(state: State, now: () => number) {
    this.#state = state
    this.#now = now
  }

  readonly originalStorageCache = {
    get: (address: VmAddress, key: Uint8Array): Promise<Uint8Array> => this.getStorage(address, key),
    clear: (): void => undefined,
  }

  async getAccount(address: VmAddress): Promise<VmAccount | undefined> {
    const account = this.#state.accounts.get(fromTwenty(address.bytes))
    if (!account) return undefined
    const codeHash = account.codeHash === '' ? KECCAK256_NULL : unhex(account.codeHash)
    return createAccount({ nonce: account.nonce > 0n ? account.nonce : 1n, balance: account.balance, codeHash })
  }

  async putAccount(address: VmAddress, account?: VmAccount): Promise<void> {
    if (!account) return this.deleteAccount(address)
    const key = fromTwenty(address.bytes)
    if (account.isEmpty() && !this.#state.accounts.get(key)) return
    const before = this.#state.account(key, this.#now())
    const codeHash = account.isContract() ? hex(account.codeHash) : before.codeHash
    const kind = codeHash === '' ? before.kind : 'Contract'
    this.#state.accounts.set(key, { ...before, kind, codeHash, balance: account.balance, nonce: account.nonce })
  }

  async deleteAccount(address: VmAddress): Promise<void> {
    const key = fromTwenty(address.bytes)
    this.#state.accounts.set(key, undefined)
    this.#state.contracts.set(key, undefined)
  }

  async modifyAccountFields(address: VmAddress, fields: Partial<VmAccount>): Promise<void> {
    const account = (await this.getAccount(address)) ?? new VmAccount()
    if (fields.nonce !== undefined) account.nonce = fields.nonce
    if (fields.balance !== undefined) account.balance = fields.balance
    if (fields.codeHash !== undefined) account.codeHash = fields.codeHash
    await this.putAccount(address, account)
  }

  async putCode(address: VmAddress, code: Uint8Array): Promise<void> {
    const account = (await this.getAccount(address)) ?? new VmAccount()
    account.codeHash = keccak(code)
    await this.putAccount(address, account)
    this.#state.codes.set(fromTwenty(address.bytes), code.slice())
  }

  async getCode(address: VmAddress): Promise<Uint8Array> {
    return this.#state.codes.get(fromTwenty(address.bytes)) ?? NOTHING
  }

  async getCodeSize(address: VmAddress): Promise<number> {
    return (await this.getCode(address)).length
  }

  async getStorage(address: VmAddress, key: Uint8Array): Promise<Uint8Array> {
    return this.#state.storage.get(this.#slot(address, key)) ?? NOTHING
  }

  async putStorage(address: VmAddress, key: Uint8Array, value: Uint8Array): Promise<void> {
    this.#state.storage.set(this.#slot(address, key), trimmed(value))
  }

  /** Only of a contract that is being made: what lies where it will be was never there. */
  async clearStorage(): Promise<void> {}

  async checkpoint(): Promise<void> {
    this.#state.layers.open()
  }

  async commit(): Promise<void> {
    this.#state.layers.merge()
  }

  async revert(): Promise<void> {
    this.#state.layers.drop()
  }

  async getStateRoot(): Promise<Uint8Array> {
    return new Uint8Array(32)
  }

  async setStateRoot(): Promise<void> {}

  async hasStateRoot(): Promise<boolean> {
    return true
  }

  clearCaches(): void {}

  shallowCopy(): StateManagerInterface {
    return new VmState(this.#state, this.#now)
  }

  #slot(address: VmAddress, key: Uint8Array): string {
    return `${fromTwenty(address.bytes)}:${hex(key)}`
  }
}
