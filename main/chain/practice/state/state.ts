// The chain's state by name: accounts, contracts, code, storage, TRC-10 tokens and a few totals, each a view on the
// same layers, so that all of it is opened, dropped and settled together. Reads take the depth to read at.

import type { Address } from '../address.ts'
import type { JsonObject } from '../codec/json.ts'
import { newAccount, type Account } from './account.ts'
import { Layers } from './layers.ts'

export interface Table<V> {
  get(key: string, depth?: number): V | undefined
  set(key: string, value: V | undefined): void
  keys(depth?: number): string[]
}

const table = <V>(layers: Layers, prefix: string): Table<V> => ({
  get: (key, depth) => layers.get(prefix + key, depth) as V | undefined,
  set: (key, value) => layers.set(prefix + key, value),
  keys: (depth) => layers.keys(prefix, depth).map((key) => key.slice(prefix.length)),
})

/** A deployed contract, in the words of the protocol's SmartContract message. */
export type Contract = JsonObject

type Total = 'burned' | 'stakedNet' | 'stakedEnergy' | 'lastAsset'

export class State {
  readonly layers: Layers
  readonly accounts: Table<Account>
  readonly contracts: Table<Contract>
  readonly codes: Table<Uint8Array>
  readonly storage: Table<Uint8Array>
  readonly assets: Table<JsonObject>
  readonly #totals: Table<bigint>

  constructor(layers = new Layers()) {
    this.layers = layers
    this.accounts = table(layers, 'account:')
    this.contracts = table(layers, 'contract:')
    this.codes = table(layers, 'code:')
    this.storage = table(layers, 'storage:')
    this.assets = table(layers, 'asset:')
    this.#totals = table(layers, 'total:')
  }

  total(name: Total, depth?: number): bigint {
    return this.#totals.get(name, depth) ?? 0n
  }

  add(name: Total, amount: bigint): void {
    this.#totals.set(name, this.total(name) + amount)
  }

  /** The account there is, or a new one; it exists only once it is set. */
  account(address: Address, now: number): Account {
    return this.accounts.get(address) ?? newAccount(now)
  }

  change(address: Address, change: (account: Account) => Account): void {
    const account = this.accounts.get(address)
    if (!account) throw new Error(`no account ${address}`)
    this.accounts.set(address, change(account))
  }

  /** Runs `work` on a layer of its own, which stays only if it returns. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const depth = this.layers.depth
    this.layers.open()
    try {
      const value = await work()
      this.layers.merge()
      return value
    } catch (error) {
      while (this.layers.depth > depth) this.layers.drop()
      throw error
    }
  }
}
