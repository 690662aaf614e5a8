// What an account does to itself: issuing a TRC-10 token, taking a name, changing who may sign for it. Sentences of
// AssetIssueActuator, UpdateAccountActuator and AccountPermissionUpdateActuator. Staking is in staking.ts.

import { isAddress, type Address } from '../../address.ts'
import { hexText } from '../../bytes.ts'
import { intOf, listOf, objectOf, textOf, type JsonObject } from '../../codec/json.ts'
import { invalid } from '../../refusal.ts'
import { withAsset, type Permission } from '../../state/account.ts'
import { burn, existing } from '../ledger.ts'
import type { SystemContract } from './system-contract.ts'

const ownerOf = (value: JsonObject): Address => textOf(value, 'owner_address') as Address

/** Ids count up from here, as on every network. */
const FIRST_ASSET = 1_000_000n

export const issueAsset: SystemContract = {
  validate: ({ state, params, now }, value) => {
    const account = existing(state, ownerOf(value), 'Account not exists')
    const name = hexText(textOf(value, 'name'))
    if (!/^[\x21-\x7e]{1,32}$/.test(name) || name.toLowerCase() === 'trx') throw invalid('Invalid assetName')
    const precision = intOf(value, 'precision')
    if (precision < 0n || precision > 6n) throw invalid('precision cannot exceed 6')
    if (intOf(value, 'total_supply') <= 0n) throw invalid('TotalSupply must greater than 0!')
    if (intOf(value, 'start_time') <= BigInt(now)) throw invalid('Start time should be greater than HeadBlockTime')
    if (intOf(value, 'end_time') <= intOf(value, 'start_time')) {
      throw invalid('End time should be greater than start time')
    }
    if (account.issuedAsset !== '') throw invalid('An account can only issue one asset')
    if (account.balance < params.getAssetIssueFee) throw invalid('No enough balance for fee!')
  },
  execute: ({ state, params }, value) => {
    const owner = ownerOf(value)
    const fee = burn(state, owner, params.getAssetIssueFee)
    state.add('lastAsset', state.total('lastAsset') === 0n ? FIRST_ASSET + 1n : 1n)
    const id = state.total('lastAsset').toString()
    state.assets.set(id, { ...value, id })
    state.change(owner, (account) => ({ ...withAsset(account, id, intOf(value, 'total_supply')), issuedAsset: id }))
    return { fee, info: { assetIssueID: id } }
  },
}

export const updateAccount: SystemContract = {
  validate: ({ state }, value) => {
    const account = existing(state, ownerOf(value), 'Account does not exist')
    if (textOf(value, 'account_name').length > 400) throw invalid('Invalid accountName')
    if (account.name !== '') throw invalid('This account name is already existed')
  },
  execute: ({ state }, value) => {
    state.change(ownerOf(value), (account) => ({ ...account, name: textOf(value, 'account_name') }))
    return { fee: 0n }
  },
}

const MOST_KEYS = 5

const permissionIn = (value: JsonObject, type: Permission['type'], id: number): Permission => ({
  type,
  id,
  name: textOf(value, 'permission_name'),
  threshold: intOf(value, 'threshold'),
  operations: textOf(value, 'operations'),
  keys: listOf(value, 'keys').map((key) => ({
    address: textOf(key, 'address') as Address,
    weight: intOf(key, 'weight'),
  })),
})

const permissionsIn = (value: JsonObject): Permission[] => [
  permissionIn(objectOf(value, 'owner'), 'Owner', 0),
  ...listOf(value, 'actives').map((active, index) => permissionIn(active, 'Active', index + 2)),
]

const checkPermission = ({ keys, threshold, type, operations, name }: Permission): void => {
  if (keys.length > MOST_KEYS) throw invalid(`number of keys in permission should not be greater than ${MOST_KEYS}`)
  if (keys.length === 0) throw invalid("key's count should be greater than 0")
  if (threshold <= 0n) throw invalid("permission's threshold should be greater than 0")
  if (name.length > 32) throw invalid("permission's name is too long")
  if (new Set(keys.map(({ address }) => address)).size < keys.length) {
    throw invalid('address should be distinct in permission')
  }
  if (keys.some(({ address }) => !isAddress(address))) throw invalid('key is not a validate address')
  if (keys.some(({ weight }) => weight <= 0n)) throw invalid("key's weight should be greater than 0")
  if (keys.reduce((sum, { weight }) => sum + weight, 0n) < threshold) {
    throw invalid(`sum of all key's weight should not be less than threshold in permission ${type}`)
  }
  if (type === 'Active' && operations.length !== 64) throw invalid('operations size must 32')
}

export const updatePermissions: SystemContract = {
  validate: ({ state, params }, value) => {
    const account = existing(state, ownerOf(value), 'ownerAddress account does not exist')
    if (value['owner'] === undefined) throw invalid('owner permission is missed')
    const permissions = permissionsIn(value)
    if (permissions.length < 2) throw invalid('active permission is missed')
    if (permissions.length > 9) throw invalid('active permission is too many')
    permissions.forEach(checkPermission)
    if (account.balance < params.getUpdateAccountPermissionFee) throw invalid('balance is not sufficient')
  },
  execute: ({ state, params }, value) => {
    const owner = ownerOf(value)
    const fee = burn(state, owner, params.getUpdateAccountPermissionFee)
    state.change(owner, (account) => ({ ...account, permissions: permissionsIn(value) }))
    return { fee }
  },
}
