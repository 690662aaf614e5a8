// What was read of an account, as windows are shown it: with what sends on their way may still take from it left out.
// Decides purely. Invariant: the sum of what can be spent and what is underway is never more than the balance.

import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Asset } from '../../../app/tron/networks.ts'
import { assetKey, type AccountState, type Balance } from '../../../app/wallet/chain-state.ts'
import type { Send } from '../store/sends.ts'
import type { AccountReading } from './account.ts'

/** What is left of a balance when all sends on their way take the most they can. */
export interface Underway {
  left(balance: Pick<Balance, 'key' | 'amount'>): Amount | null
}

/** Of the calls of the vault only a deposit takes anything from the account. */
const leaves = ({ call }: Send): boolean => call === null || call.call === 'deposit'

export const underwayOf = (sends: readonly Send[], account: Address): Underway => {
  const own = sends.filter((send) => send.account === account)
  return {
    left: ({ key, amount: has }) => {
      if (has === null) return null
      const taken = own.reduce(
        (sum, send) => sum + (send.asset === key && leaves(send) ? send.amount : 0n) + (key === 'trx' ? send.most : 0n),
        0n,
      )
      return taken >= has ? ZERO : amount(has - taken)
    },
  }
}

export const unread = (address: Address): AccountState => ({
  address,
  activated: null,
  permission: { is: 'unknown' },
  balances: [],
  resources: null,
  readAt: null,
})

export const accountState = (
  address: Address,
  reading: AccountReading,
  assets: readonly Asset[],
  underway: Underway | readonly [],
  now: number,
): AccountState => {
  const left = 'left' in underway ? underway.left : underwayOf([], address).left
  return {
    address,
    activated: reading.activated,
    permission: reading.permission,
    balances: assets.map((asset, at) => {
      const balance = { key: assetKey(asset), asset, amount: reading.amounts[at] ?? null }
      return { ...balance, spendable: left(balance) }
    }),
    resources: reading.resources,
    readAt: now,
  }
}
