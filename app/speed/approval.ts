// What a person is asked to allow, as the wallet process composed it for the key window: whose money, where, how much
// at most, and what was allowed before. Types only.

import type { Address } from '../tron/address.ts'
import type { Allowance } from './allowance.ts'

export interface Approval {
  readonly token: string
  readonly chainId: number
  readonly vault: Address
  readonly account: Address
  /** Null: nothing was. */
  readonly now: Allowance | null
  readonly next: Allowance
}
