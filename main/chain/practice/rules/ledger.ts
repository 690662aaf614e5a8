// TRX and TRC-10 moving, TRX being burned and being staked, on the topmost layer of the state. Invariant: what leaves
// one account arrives at another, is staked, or is counted as burned; nothing is made.

import type { Address } from '../address.ts'
import { invalid, Refusal } from '../refusal.ts'
import { assetOf, newAccount, unstakingOf, withAsset, type Account, type Unstaking } from '../state/account.ts'
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

export const moveAsset = (state: State, id: string, from: Address, to: Address, amount: bigint): void => {
  state.change(from, (account) => withAsset(account, id, assetOf(account, id) - amount))
  state.change(to, (account) => withAsset(account, id, assetOf(account, id) + amount))
}

export const burn = (state: State, from: Address, sun: bigint): bigint => {
  changeBalance(state, from, -sun)
  state.add('burned', sun)
  return sun
}

export type Stake = Unstaking['what']

export const stake = (state: State, owner: Address, sun: bigint, what: Stake): void => {
  changeBalance(state, owner, -sun)
  state.change(owner, (account) => ({ ...account, [what]: account[what] + sun }))
  state.add(what, sun)
}

/** Out of the stake; it comes back when its time is over. */
export const unstake = (state: State, owner: Address, unstaking: Unstaking): void => {
  const { what, amount } = unstaking
  state.change(owner, (account) => ({
    ...account,
    [what]: account[what] - amount,
    unstaking: [...unstakingOf(account), unstaking],
  }))
  state.add(what, -amount)
}

/** `waiting`: what is left of the unstaked after `sun` of it came back. */
export const withdraw = (state: State, owner: Address, sun: bigint, waiting: readonly Unstaking[]): bigint => {
  state.change(owner, (account) => ({ ...account, unstaking: waiting }))
  changeBalance(state, owner, sun)
  return sun
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
