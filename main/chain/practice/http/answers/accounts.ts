// Answers about accounts: what they hold, what they may use, who may sign for them.

import { isAddress, parseBase58, type Address } from '../../address.ts'
import { hexText } from '../../bytes.ts'
import { textOf, withoutZeros, type JsonObject } from '../../codec/json.ts'
import { MOST_UNSTAKING, SUN_PER_TRX } from '../../rules/params.ts'
import { energyLimit, energyWeight, netLimit, netWeight, usedNow } from '../../rules/resources.ts'
import { unstakesLeft, withdrawable } from '../../rules/system/staking.ts'
import { permissionsOf, unstakingOf, type Account, type Permission, type Usage } from '../../state/account.ts'
import { addressAsked, numberAsked, type Endpoints } from '../endpoint.ts'
import type { View } from '../view.ts'

const WINDOW_MS = 28_800_000n

const timeOf = ({ chain }: View, { slot }: Usage): bigint =>
  slot === 0n ? 0n : BigInt(chain.options.genesisTime) + slot * BigInt(chain.options.blockMs)

const shownPermission = ({ type, id, name, threshold, operations, keys }: Permission): JsonObject => ({
  ...(type === 'Active' && { type, id: BigInt(id) }),
  permission_name: name,
  threshold,
  ...(operations !== '' && { operations }),
  keys: keys.map(({ address, weight }) => ({ address, weight })),
})

const permissionFields = (address: Address, account: Account): JsonObject => {
  if (account.kind === 'Contract') return {}
  const [owner, ...active] = permissionsOf(address, account)
  return { ...(owner && { owner_permission: shownPermission(owner) }), active_permission: active.map(shownPermission) }
}

const assetFields = ({ assets }: Account): JsonObject => {
  const held = Object.entries(assets).filter(([, amount]) => amount > 0n)
  if (held.length === 0) return {}
  return {
    assetV2: held.map(([key, value]) => ({ key, value })),
    free_asset_net_usageV2: held.map(([key]) => ({ key, value: 0n })),
  }
}

/** As `getaccount` and TronGrid show it; empty for an address nobody sent anything to. */
export const shownAccount = (view: View, address: string, solid: boolean): JsonObject => {
  const account = view.chain.state.accounts.get(address, view.depth(solid))
  if (!account || !isAddress(address)) return {}
  const { slot } = view.chain
  const { freeNet, net, energy } = account
  return {
    ...withoutZeros({
      account_name: account.name,
      type: account.kind === 'Normal' ? '' : account.kind,
      address,
      balance: account.balance,
      net_usage: usedNow(net, slot),
      create_time: BigInt(account.createdAt),
      latest_opration_time: BigInt(account.actedAt),
      free_net_usage: usedNow(freeNet, slot),
      latest_consume_time: timeOf(view, net),
      latest_consume_free_time: timeOf(view, freeNet),
      net_window_size: WINDOW_MS,
      net_window_optimized: true,
      asset_issued_ID: account.issuedAsset,
    }),
    account_resource: withoutZeros({
      energy_usage: usedNow(energy, slot),
      latest_consume_time_for_energy: timeOf(view, energy),
      energy_window_size: WINDOW_MS,
      energy_window_optimized: true,
    }),
    ...permissionFields(address, account),
    frozenV2: [
      withoutZeros({ amount: account.stakedNet }),
      { type: 'ENERGY', ...withoutZeros({ amount: account.stakedEnergy }) },
      { type: 'TRON_POWER' },
    ],
    ...(unstakingOf(account).length > 0 && {
      unfrozenV2: unstakingOf(account).map(({ what, amount, until }) => ({
        ...(what === 'stakedEnergy' && { type: 'ENERGY' }),
        unfreeze_amount: amount,
        unfreeze_expire_time: BigInt(until),
      })),
    }),
    ...assetFields(account),
    asset_optimized: true,
  }
}

const netFields = ({ chain }: View, account: Account): JsonObject => {
  const { state, params, slot } = chain
  const held = Object.entries(account.assets).filter(([, amount]) => amount > 0n)
  return withoutZeros({
    freeNetUsed: usedNow(account.freeNet, slot),
    freeNetLimit: params.getFreeNetLimit,
    NetUsed: usedNow(account.net, slot),
    NetLimit: netLimit(account, state, params),
    ...(held.length > 0 && {
      assetNetUsed: held.map(([key]) => ({ key, value: 0n })),
      assetNetLimit: held.map(([key]) => ({ key, value: 0n })),
    }),
    TotalNetLimit: params.getTotalNetLimit,
    TotalNetWeight: netWeight(state),
  })
}

const resourceFields = (view: View, account: Account): JsonObject => {
  const { state, params, slot } = view.chain
  return {
    ...netFields(view, account),
    ...withoutZeros({
      tronPowerLimit: (account.stakedNet + account.stakedEnergy) / SUN_PER_TRX,
      EnergyUsed: usedNow(account.energy, slot),
      EnergyLimit: energyLimit(account, state, params),
      TotalEnergyLimit: params.getTotalEnergyCurrentLimit,
      TotalEnergyWeight: energyWeight(state),
    }),
  }
}

const accountAt = (view: View, address: string): Account | undefined =>
  view.chain.state.accounts.get(address, view.depth(false))

const judged = (address: string): JsonObject => {
  const wrong = { result: false, message: 'Invalid address' }
  if (address.length === 42) {
    return isAddress(address.toLowerCase()) ? { result: true, message: 'Hex string format' } : wrong
  }
  if (address.length !== 34) return { result: false, message: 'Length error' }
  const parsed = parseBase58(address)
  return isAddress(parsed) ? { result: true, message: 'Base58check format' } : wrong
}

export const accountAnswers: Endpoints = {
  getaccount: (asked, view) => shownAccount(view, addressAsked(asked, 'address'), asked.solid),
  getaccountnet: (asked, view) => {
    const account = accountAt(view, addressAsked(asked, 'address'))
    return account ? netFields(view, account) : {}
  },
  getaccountresource: (asked, view) => {
    const account = accountAt(view, addressAsked(asked, 'address'))
    return account ? resourceFields(view, account) : {}
  },
  validateaddress: ({ fields }) => judged(textOf(fields, 'address')),
  getdelegatedresourcev2: () => ({}),
  getdelegatedresourceaccountindexv2: (asked) => ({ account: addressAsked(asked, 'value') }),
  getcandelegatedmaxsize: () => ({}),
  getcanwithdrawunfreezeamount: (asked, view) => {
    const account = accountAt(view, addressAsked(asked, 'owner_address'))
    const at = numberAsked(asked, 'timestamp', view.chain.now)
    return withoutZeros({ amount: account ? withdrawable(account, at) : 0n })
  },
  getavailableunfreezecount: (asked, view) => {
    const account = accountAt(view, addressAsked(asked, 'owner_address'))
    return { count: account ? unstakesLeft(account, view.chain.now) : BigInt(MOST_UNSTAKING) }
  },
  // Nobody votes here, so nobody earns.
  getreward: () => ({ reward: 0n }),
  getbrokerage: () => ({ brokerage: 20n }),
}

/** Text of a token's name, for who asks by it. */
export const nameOf = (asset: JsonObject): string => hexText(textOf(asset, 'name'))
