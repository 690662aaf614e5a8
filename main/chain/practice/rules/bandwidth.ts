// Paying for a transaction's bytes: staked bandwidth, then the free part of the day, then TRX; never a mix. Creating an
// account has a price of its own, which the free part does not cover. Order of java-tron's BandwidthProcessor.consume.

import { base58, isAddress, type Address } from '../address.ts'
import { textOf, type JsonObject } from '../codec/json.ts'
import { invalid, noResources } from '../refusal.ts'
import type { Account } from '../state/account.ts'
import { burn } from './ledger.ts'
import { increased, netLimit, usedNow } from './resources.ts'
import type { Scene } from './system/system-contract.ts'

export interface BandwidthReceipt {
  readonly net_usage?: bigint
  readonly net_fee?: bigint
}

/** The address a contract would create an account for; null where it creates none. */
const created = ({ state }: Scene, type: string, value: JsonObject): Address | null => {
  const field = type === 'AccountCreateContract' ? 'account_address' : 'to_address'
  if (!/^(AccountCreate|Transfer|TransferAsset)Contract$/.test(type)) return null
  const address = textOf(value, field)
  return isAddress(address) && !state.accounts.get(address) ? address : null
}

type Part = 'net' | 'freeNet'

const take = (scene: Scene, owner: Address, slot: bigint, part: Part, bytes: bigint, limit: bigint): boolean => {
  const account = scene.state.accounts.get(owner)
  if (!account || limit - usedNow(account[part], slot) < bytes) return false
  scene.state.change(owner, (before) => ({ ...before, [part]: increased(before[part], bytes, slot) }))
  return true
}

const pay = (scene: Scene, owner: Address, account: Account, sun: bigint): BandwidthReceipt => {
  if (account.balance < sun) throw noResources()
  return { net_fee: burn(scene.state, owner, sun) }
}

/** `bytes`: those of the transaction and 64 more for its result. */
export const consumeBandwidth = (
  scene: Scene,
  owner: Address,
  contract: { readonly type: string; readonly value: JsonObject },
  bytes: bigint,
  slot: bigint,
): BandwidthReceipt => {
  const { state, params } = scene
  const account = state.accounts.get(owner)
  if (!account) throw invalid(`account [${base58(owner)}] does not exist`)
  if (take(scene, owner, slot, 'net', bytes, netLimit(account, state, params))) return { net_usage: bytes }
  if (created(scene, contract.type, contract.value)) return pay(scene, owner, account, params.getCreateAccountFee)
  if (take(scene, owner, slot, 'freeNet', bytes, params.getFreeNetLimit)) return { net_usage: bytes }
  return pay(scene, owner, account, bytes * params.getTransactionFee)
}
