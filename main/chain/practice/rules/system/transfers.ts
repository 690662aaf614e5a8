// Sending TRX and TRC-10 tokens, and creating accounts. Sentences of TransferActuator, TransferAssetActuator and
// CreateAccountActuator.

import { isAddress, type Address } from '../../address.ts'
import { hexText } from '../../bytes.ts'
import { intOf, textOf, type Json, type JsonObject } from '../../codec/json.ts'
import { invalid } from '../../refusal.ts'
import { assetOf } from '../../state/account.ts'
import { activate, existing, move, moveAsset } from '../ledger.ts'
import type { Scene, SystemContract } from './system-contract.ts'

const addressIn = (value: Json | undefined, otherwise: string): Address => {
  if (!isAddress(value)) throw invalid(otherwise)
  return value
}

const price = ({ state, params }: Scene, to: Address): bigint =>
  state.accounts.get(to) ? 0n : params.getCreateNewAccountFeeInSystemContract

export const transfer: SystemContract = {
  validate: (scene, value) => {
    const owner = addressIn(value['owner_address'], 'Invalid ownerAddress!')
    const to = addressIn(value['to_address'], 'Invalid toAddress!')
    const amount = intOf(value, 'amount')
    if (owner === to) throw invalid('Cannot transfer TRX to yourself.')
    const account = existing(scene.state, owner, 'Validate TransferContract error, no OwnerAccount.')
    if (amount <= 0n) throw invalid('Amount must be greater than 0.')
    if (scene.state.accounts.get(to)?.kind === 'Contract') throw invalid('Cannot transfer TRX to a smartContract.')
    if (account.balance < amount + price(scene, to)) {
      throw invalid('Validate TransferContract error, balance is not sufficient.')
    }
  },
  execute: ({ state, params, now }, value) => {
    const owner = textOf(value, 'owner_address') as Address
    const to = textOf(value, 'to_address') as Address
    const fee = activate(state, to, owner, params, now)
    move(state, owner, to, intOf(value, 'amount'))
    return { fee }
  },
}

/** Tokens are named by their id, written as text in `asset_name`. */
const assetIdOf = (value: JsonObject): string => hexText(textOf(value, 'asset_name'))

export const transferAsset: SystemContract = {
  validate: (scene, value) => {
    const owner = addressIn(value['owner_address'], 'Invalid ownerAddress')
    const to = addressIn(value['to_address'], 'Invalid toAddress')
    const amount = intOf(value, 'amount')
    if (amount <= 0n) throw invalid('Amount must be greater than 0.')
    if (owner === to) throw invalid('Cannot transfer asset to yourself.')
    const account = existing(scene.state, owner, 'No owner account!')
    const id = assetIdOf(value)
    if (!scene.state.assets.get(id)) throw invalid('No asset!')
    const held = assetOf(account, id)
    if (held <= 0n) throw invalid('assetBalance must be greater than 0.')
    if (amount > held) throw invalid('assetBalance is not sufficient.')
    if (scene.state.accounts.get(to)?.kind === 'Contract') throw invalid('Cannot transfer asset to smartContract.')
    if (account.balance < price(scene, to)) {
      throw invalid('Validate TransferAssetActuator error, insufficient fee.')
    }
  },
  execute: ({ state, params, now }, value) => {
    const owner = textOf(value, 'owner_address') as Address
    const to = textOf(value, 'to_address') as Address
    const fee = activate(state, to, owner, params, now)
    moveAsset(state, assetIdOf(value), owner, to, intOf(value, 'amount'))
    return { fee }
  },
}

export const createAccount: SystemContract = {
  validate: ({ state, params }, value) => {
    const owner = addressIn(value['owner_address'], 'Invalid ownerAddress')
    const account = existing(state, owner, `Account[${owner}] not exists`)
    const made = addressIn(value['account_address'], 'Invalid account address')
    if (account.balance < params.getCreateNewAccountFeeInSystemContract) {
      throw invalid('Validate CreateAccountActuator error, insufficient fee.')
    }
    if (state.accounts.get(made)) throw invalid('Account has existed')
  },
  execute: ({ state, params, now }, value) => {
    const owner = textOf(value, 'owner_address') as Address
    return { fee: activate(state, textOf(value, 'account_address') as Address, owner, params, now) }
  },
}
