// TRX moving, being burned and being staked, on the topmost layer of the state. Invariant: what leaves one account
// arrives at another, is staked, or is counted as burned; nothing is made.

import type { Address } from '../address.ts'
import { invalid, Refusal } from '../refusal.ts'
import { newAccount, type Account } from '../state/account.ts'
import type { State } from '../state/state.ts'
import type { Params } from './params.ts'

const changeBalance = (state: State, address: Address, by: bigint): void =>
  state.change(address, (account) => {
    const balance = account.balance + by
    if (balance < 0n) {
      const words = `${address} insufficient balance, balance: ${account.balance}, amount: ${-by}`
      throw new Refusal('CONTRACT_EXE_ERROR', words)
    }
    return { ...account, balance }
  })

export const move = (state: State, from: Address, to: Address, sun: bigint): void => {
  changeBalance(state, from, -sun)
  changeBalance(state, to, sun)
}

export const burn = (state: State, from: Address, sun: bigint): bigint => {
  changeBalance(state, from, -sun)
  state.add('burned', sun)
  return sun
}

export const stake = (state: State, owner: Address, sun: bigint, what: 'stakedNet' | 'stakedEnergy'): void => {
  changeBalance(state, owner, -sun)
  state.change(owner, (account) => ({ ...account, [what]: account[what] + sun }))
  state.add(what, sun)
}

/** Creates the account a transfer goes to, if there is none. Returns what the sender burned for it. */
export const activate = (state: State, address: Address, payer: Address, params: Params, now: number): bigint => {
  if (state.accounts.get(address)) return 0n
  state.accounts.set(address, newAccount(now))
  return burn(state, payer, params.getCreateNewAccountFeeInSystemContract)
}

export const existing = (state: State, address: Address | null, otherwise: string): Account => {
  const account = address ? state.accounts.get(address) : undefined
  if (!account) throw invalid(otherwise)
  return account
}
