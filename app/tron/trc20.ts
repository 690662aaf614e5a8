// The calls of a TRC-20 token that are made here, as the bytes a contract is given. Invariant: one call has one
// encoding.

import type { Amount } from '../money/amount.ts'
import { address, call, uint } from './abi.ts'
import type { Address } from './address.ts'

export const transferCall = (to: Address, amount: Amount): Uint8Array =>
  call('transfer(address,uint256)', [address(to), uint(amount)])

/** `amount` is all the spender may take from then on, in place of what it might before. */
export const approveCall = (spender: Address, amount: Amount): Uint8Array =>
  call('approve(address,uint256)', [address(spender), uint(amount)])

export const allowanceCall = (owner: Address, spender: Address): Uint8Array =>
  call('allowance(address,address)', [address(owner), address(spender)])
