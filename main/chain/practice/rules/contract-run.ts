// Deploying and calling contracts in a transaction: how much energy there is for it, what it does, and who pays. What a
// failed run did is undone; what it used is paid all the same. Follows java-tron's VMActuator and ReceiptCapsule.

import { isAddress, type Address } from '../address.ts'
import { hex, keccak } from '../bytes.ts'
import { intOf, objectOf, textOf, type JsonObject } from '../codec/json.ts'
import { invalid, Refusal } from '../refusal.ts'
import type { Contract, State } from '../state/state.ts'
import { assetOf } from '../state/account.ts'
import { contractAddress, type Machine, type Run, type Tokens } from '../vm/machine.ts'
import type { Outcome } from '../vm/outcome.ts'
import { burn, moveAsset } from './ledger.ts'
import { energyLeft, increased } from './resources.ts'
import type { Scene } from './system/system-contract.ts'

export interface VmScene extends Scene {
  readonly machine: Machine
  readonly slot: bigint
  /** Of the block the transaction will be in. */
  readonly block: Run['block']
}

interface Plan {
  readonly id: string
  readonly owner: Address
  /** Null: it is deployed. */
  readonly to: Address | null
  readonly data: string
  readonly value: bigint
  readonly tokens?: Tokens
  readonly contract: Contract
  readonly feeLimit: bigint
}

export interface Ran {
  readonly fee: bigint
  readonly receipt: JsonObject
  readonly info: JsonObject
  readonly result: string
}

/** Null-safe: contracts made by contracts have code and only little else. */
export const contractAt = (state: State, address: string, depth?: number): Contract | undefined =>
  state.contracts.get(address, depth)

/** Ids of TRC-10 tokens begin above. */
const LAST_SYSTEM_TOKEN = 1_000_000n

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

const noTokens = (value: JsonObject): void => {
  if (intOf(value, 'call_token_value') !== 0n || intOf(value, 'token_id') !== 0n) {
    throw new Refusal('OTHER_ERROR', 'The Practice network passes no TRC-10 tokens to a contract that is being made.')
  }
}

/** TRC-10 that goes to the contract with the call: it has them, whether it knows of such tokens or not. */
const tokensSent = (state: State, value: JsonObject, owner: Address): Tokens => {
  const tokens = { id: intOf(value, 'token_id'), value: intOf(value, 'call_token_value') }
  if (tokens.value < 0n || (tokens.value > 0n && tokens.id <= LAST_SYSTEM_TOKEN)) {
    throw invalid(`invalid arguments with tokenValue = ${tokens.value}, tokenId = ${tokens.id}`)
  }
  if (tokens.value > assetOf(state.accounts.get(owner), String(tokens.id))) {
    throw invalid('Validate InternalTransfer error, assetBalance is not sufficient.')
  }
  return tokens
}

const planDeploy = (value: JsonObject, id: string, owner: Address, feeLimit: bigint): Plan => {
  const contract = objectOf(value, 'new_contract')
  noTokens(value)
  if (textOf(contract, 'origin_address') !== owner) throw invalid('OwnerAddress is not equals OriginAddress')
  if (textOf(contract, 'name').length > 32) throw invalid("contractName's length cannot be greater than 32")
  const percent = intOf(contract, 'consume_user_resource_percent')
  if (percent < 0n || percent > 100n) throw invalid('percent must be >= 0 and <= 100')
  if (intOf(contract, 'origin_energy_limit') <= 0n) throw invalid('The originEnergyLimit must be > 0')
  const data = textOf(contract, 'bytecode')
  return { id, owner, to: null, data, value: intOf(contract, 'call_value'), contract, feeLimit }
}

const planCall = (state: State, value: JsonObject, id: string, owner: Address, feeLimit: bigint): Plan => {
  const to = value['contract_address']
  const contract = isAddress(to) ? contractAt(state, to) : undefined
  if (!isAddress(to) || !contract) throw invalid('No contract or not a smart contract')
  const sent = { value: intOf(value, 'call_value'), tokens: tokensSent(state, value, owner) }
  return { id, owner, to, data: textOf(value, 'data'), ...sent, contract, feeLimit }
}

/** Energy the sender may use: what is staked, and what the TRX pay for that are not sent along; never over the limit. */
const callerLimit = ({ state, params, slot }: VmScene, { owner, value, feeLimit }: Plan): bigint => {
  const account = state.accounts.get(owner)
  if (!account || account.balance < value) {
    throw invalid('Validate InternalTransfer error, balance is not sufficient.')
  }
  const bought = (account.balance - value) / params.getEnergyFee
  return least(energyLeft(account, state, params, slot) + bought, feeLimit / params.getEnergyFee)
}

/** Energy the contract's author pays: a part of the staked energy, as far as the author set. */
const originLimit = ({ state, params, slot }: VmScene, plan: Plan, caller: bigint): bigint => {
  const origin = state.accounts.get(textOf(plan.contract, 'origin_address'))
  if (plan.to === null || !origin || textOf(plan.contract, 'origin_address') === plan.owner) return 0n
  const percent = intOf(plan.contract, 'consume_user_resource_percent')
  const most = least(energyLeft(origin, state, params, slot), intOf(plan.contract, 'origin_energy_limit'))
  if (percent <= 0n) return most
  return percent >= 100n ? 0n : least((caller * (100n - percent)) / percent, most)
}

const useEnergy = (state: State, address: Address, amount: bigint, slot: bigint): void =>
  state.change(address, (account) => ({ ...account, energy: increased(account.energy, amount, slot) }))

const payEnergy = (
  scene: VmScene,
  plan: Plan,
  used: bigint,
  originShare: bigint,
): { fee: bigint; receipt: JsonObject } => {
  const { state, params, slot } = scene
  const percent = intOf(plan.contract, 'consume_user_resource_percent')
  const byOrigin = least((used * (100n - percent)) / 100n, originShare)
  if (byOrigin > 0n) useEnergy(state, textOf(plan.contract, 'origin_address') as Address, byOrigin, slot)
  const account = state.accounts.get(plan.owner)
  const rest = used - byOrigin
  const staked = account ? least(rest, energyLeft(account, state, params, slot)) : 0n
  // Also with none staked: that energy was used is remembered with the time.
  if (rest > 0n) useEnergy(state, plan.owner, staked, slot)
  const fee = (rest - staked) * params.getEnergyFee
  if (fee > 0n) burn(state, plan.owner, fee)
  const receipt = {
    ...(byOrigin > 0n && { origin_energy_usage: byOrigin }),
    ...(staked > 0n && { energy_usage: staked }),
    ...(fee > 0n && { energy_fee: fee }),
    ...(used > 0n && { energy_usage_total: used }),
  }
  return { fee, receipt }
}

/** What contracts made are contracts too; their senders pay all. */
const remember = (state: State, plan: Plan, address: Address, outcome: Outcome): void => {
  if (plan.to === null) {
    const hash = hex(keccak(state.codes.get(address) ?? new Uint8Array(0)))
    state.contracts.set(address, { ...plan.contract, contract_address: address, code_hash: hash, version: 1n })
    state.change(address, (account) => ({ ...account, kind: 'Contract' }))
  }
  for (const { address: made, by } of outcome.made) {
    state.contracts.set(made, { origin_address: by, contract_address: made, consume_user_resource_percent: 100n })
  }
}

export const runContract = async (
  scene: VmScene,
  type: string,
  value: JsonObject,
  sender: { readonly id: string; readonly owner: Address; readonly feeLimit: bigint },
): Promise<Ran> => {
  const { state, params, machine, block } = scene
  const { id, owner, feeLimit } = sender
  if (feeLimit < 0n || feeLimit > params.getMaxFeeLimit) {
    throw invalid(`feeLimit must be >= 0 and <= ${params.getMaxFeeLimit}`)
  }
  const deploys = type === 'CreateSmartContract'
  const plan = deploys ? planDeploy(value, id, owner, feeLimit) : planCall(state, value, id, owner, feeLimit)
  const caller = callerLimit(scene, plan)
  const originShare = originLimit(scene, plan, caller)
  const limit = caller + originShare
  const outcome = await machine.run({ ...plan, limit, block, energyPrice: params.getEnergyFee })
  const address = plan.to ?? contractAddress(id, owner)
  if (outcome.result === 'SUCCESS') remember(state, plan, address, outcome)
  const { tokens } = plan
  if (outcome.result === 'SUCCESS' && tokens && tokens.value > 0n) {
    moveAsset(state, String(tokens.id), owner, address, tokens.value)
  }
  const { fee, receipt } = payEnergy(scene, plan, outcome.used, originShare)
  const output =
    deploys && outcome.result === 'SUCCESS' ? hex(state.codes.get(address) ?? new Uint8Array(0)) : outcome.output
  return {
    fee,
    receipt: { ...receipt, result: outcome.result },
    result: outcome.result,
    info: {
      contractResult: [output],
      contract_address: address,
      ...(outcome.result !== 'SUCCESS' && {
        result: 'FAILED',
        resMessage: hex(new TextEncoder().encode(outcome.sentence)),
      }),
      ...(outcome.logs.length > 0 && { log: outcome.logs }),
      ...(outcome.internal.length > 0 && { internal_transactions: outcome.internal }),
    },
  }
}
