// What the chain remembers of an account. Values never change in place: a change is a new account in the state.

import type { Address } from '../address.ts'

/** Something of which there is so much a day: how much was used, and in which slot of 3 s that was reckoned. */
export interface Usage {
  readonly used: bigint
  readonly slot: bigint
}

export interface Permission {
  readonly type: 'Owner' | 'Active'
  readonly id: number
  readonly name: string
  readonly threshold: bigint
  /** Which contract types an active permission may sign: 32 bytes of bits, the lowest first. */
  readonly operations: string
  readonly keys: readonly { readonly address: Address; readonly weight: bigint }[]
}

/** TRX that was taken out of the stake and has to wait. */
export interface Unstaking {
  readonly what: 'stakedNet' | 'stakedEnergy'
  readonly amount: bigint
  /** ms since 1970, by the chain's time. */
  readonly until: number
}

export interface Account {
  readonly kind: 'Normal' | 'Contract'
  /** Sun, as all of TRX here. */
  readonly balance: bigint
  readonly name: string
  readonly createdAt: number
  readonly actedAt: number
  readonly freeNet: Usage
  readonly net: Usage
  readonly energy: Usage
  readonly stakedNet: bigint
  readonly stakedEnergy: bigint
  /** Absent where nothing was ever taken out. */
  readonly unstaking?: readonly Unstaking[]
  readonly nonce: bigint
  readonly codeHash: string
  /** TRC-10 balances by token id. */
  readonly assets: Readonly<Record<string, bigint>>
  readonly issuedAsset: string
  /** Null until an AccountPermissionUpdate: then one key of its own, of weight one, signs everything. */
  readonly permissions: readonly Permission[] | null
}

const unused: Usage = { used: 0n, slot: 0n }

export const newAccount = (createdAt: number, kind: Account['kind'] = 'Normal'): Account => ({
  kind,
  balance: 0n,
  name: '',
  createdAt,
  actedAt: 0,
  freeNet: unused,
  net: unused,
  energy: unused,
  stakedNet: 0n,
  stakedEnergy: 0n,
  nonce: 0n,
  codeHash: '',
  assets: {},
  issuedAsset: '',
  permissions: null,
})

export const unstakingOf = ({ unstaking = [] }: Account): readonly Unstaking[] => unstaking

/** What an active permission may sign unless somebody chose: everything but changing permissions. */
const EVERYTHING_ELSE = '7fff1fc0033efb0f000000000000000000000000000000000000000000000000'

export const permissionsOf = (address: Address, account: Account | undefined): readonly Permission[] => {
  const keys = [{ address, weight: 1n }]
  return (
    account?.permissions ?? [
      { type: 'Owner', id: 0, name: 'owner', threshold: 1n, operations: '', keys },
      { type: 'Active', id: 2, name: 'active', threshold: 1n, operations: EVERYTHING_ELSE, keys },
    ]
  )
}

export const assetOf = (account: Account | undefined, id: string): bigint => account?.assets[id] ?? 0n

export const withAsset = (account: Account, id: string, amount: bigint): Account => ({
  ...account,
  assets: { ...account.assets, [id]: amount },
})
