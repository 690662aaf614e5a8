// Who can spend from an account, from the permissions the chain keeps of it (TRON: owner and active permissions, each
// with keys, weights and a threshold). Invariant: `alone` is said only when its own key suffices and no other key can
// do anything.

import type { Address } from '../tron/address.ts'
import type { Permission } from './chain-state.ts'

export interface PermissionKeys {
  readonly threshold: bigint
  readonly keys: readonly { readonly address: Address; readonly weight: bigint }[]
}

const suffices = (address: Address, { threshold, keys }: PermissionKeys): boolean =>
  keys.some((key) => key.address === address && key.weight >= threshold)

/** `owner` undefined: the account has the permissions all accounts begin with. */
export const permissionOf = (
  address: Address,
  owner: PermissionKeys | undefined,
  active: readonly PermissionKeys[],
): Permission => {
  if (owner === undefined && active.length === 0) return { is: 'alone' }
  const all = owner === undefined ? active : [owner, ...active]
  const othersCan = all.some(({ keys }) => keys.some((key) => key.address !== address))
  const ownCan = owner === undefined || suffices(address, owner)
  if (ownCan && !othersCan) return { is: 'alone' }
  const shown = owner ?? { threshold: 1n, keys: all.flatMap(({ keys }) => keys) }
  // Compared above as they are; from here on weights are only shown.
  return {
    is: ownCan ? 'shared' : 'others',
    threshold: Number(shown.threshold),
    keys: shown.keys.map((key) => ({ address: key.address, weight: Number(key.weight) })),
  }
}
