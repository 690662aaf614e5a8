// What a person is asked to allow, as the wallet process composed it for the key window: whose money, on which network,
// how much at most, and what was allowed before. Invariant: real money is never called play money: of a chain that is
// known its own name is said, whatever the asker calls it.

import type { Amount } from '../money/amount.ts'
import { MAINNET, NILE, SHASTA, type NetworkId } from '../tron/networks.ts'
import type { Address } from '../tron/address.ts'
import type { Allowance } from './allowance.ts'

export interface Approval {
  readonly token: string
  /** Of the chain: it is what is allowed, and what vouchers are signed for. */
  readonly chainId: number
  readonly network: NetworkId
  readonly vault: Address
  readonly account: Address
  /** Null: nothing was. */
  readonly now: Allowance | null
  /** Since that was approved; with the next it counts from zero again. */
  readonly spent: Amount
  readonly next: Allowance
}

/** `said`: by the asker. Of a chain that is none of the known ones there is nothing but its word, and its number. */
export const approvedNetwork = (chainId: number, said: NetworkId | null): NetworkId => {
  const known = [MAINNET, NILE, SHASTA].find((one) => one.chainId === chainId)
  if (known !== undefined) return known.id
  return said === 'practice' ? said : 'custom'
}
