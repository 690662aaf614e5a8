// Answers about contracts: what is deployed, what a call would do, what it would cost. A call that reverts is still
// answered `result: true`; who wants the reason reads `constant_result`. So it is on a real node.

import { isAddress } from '../../address.ts'
import { hex, keccak, utf8Hex } from '../../bytes.ts'
import { normalised } from '../../codec/codec.ts'
import { intOf, objectOf, textOf, type JsonObject } from '../../codec/json.ts'
import { invalid, Refusal } from '../../refusal.ts'
import { addressAsked, type Asked, type Endpoints } from '../endpoint.ts'
import { BadRequest, fromAsked } from '../visible.ts'
import type { View } from '../view.ts'
import { unsigned } from './building.ts'

const selectorOf = (signature: string): string =>
  hex(keccak(new TextEncoder().encode(signature.replaceAll(/\s/g, '')))).slice(0, 8)

const callData = (fields: JsonObject): string => {
  const signature = textOf(fields, 'function_selector')
  return signature === '' ? textOf(fields, 'data') : selectorOf(signature) + textOf(fields, 'parameter')
}

export const callAsked = ({ fields, visible }: Asked): JsonObject => {
  const value = normalised('TriggerSmartContract', fromAsked({ ...fields, data: callData(fields) }, visible))
  if (!isAddress(value['owner_address'])) {
    throw new BadRequest("class java.security.InvalidParameterException : owner_address isn't set.")
  }
  return value
}

/** Refusals of contract calls are part of the answer, not an error beside it. */
const refused = (error: unknown): JsonObject => {
  if (error instanceof Refusal) return { result: { code: error.code, message: utf8Hex(error.sentence) } }
  const words = error instanceof Error ? error.message : 'unknown'
  return { result: { code: 'OTHER_ERROR', message: utf8Hex(words) } }
}

const constantCall = async (asked: Asked, view: View): Promise<JsonObject> => {
  const value = callAsked(asked)
  const { chain } = view
  const depth = view.depth(asked.solid) ?? chain.state.layers.depth
  const to = value['contract_address']
  if (to !== undefined && !chain.state.contracts.get(textOf(value, 'contract_address'), depth)) {
    throw invalid('Smart contract is not exist.')
  }
  const owner = value['owner_address']
  if (!isAddress(owner)) throw invalid('Invalid ownerAddress')
  const call = { owner, to: isAddress(to) ? to : null, data: textOf(value, 'data'), value: intOf(value, 'call_value') }
  const outcome = await chain.constant(call, depth)
  const failed = outcome.result !== 'SUCCESS'
  return {
    result: { result: true, ...(failed && { message: utf8Hex(outcome.sentence) }) },
    energy_used: outcome.used,
    constant_result: [outcome.output],
    ...(outcome.logs.length > 0 && { logs: outcome.logs }),
    ...(outcome.internal.length > 0 && { internal_transactions: outcome.internal }),
    transaction: {
      ret: [failed ? { ret: 'FAILED' } : {}],
      visible: asked.visible,
      ...unsigned(view, 'TriggerSmartContract', value, {}),
    },
  }
}

const estimated = (answer: JsonObject): JsonObject => {
  const result = objectOf(answer, 'result')
  if (result['message'] === undefined) return { result, energy_required: answer['energy_used'] }
  return { result: { code: 'CONTRACT_EXE_ERROR', ...result } }
}

const runtimeOf = (view: View, address: string, depth: number | undefined): string =>
  hex(view.chain.state.codes.get(address, depth) ?? new Uint8Array(0))

export const contractAnswers: Endpoints = {
  getcontract: (asked, view) =>
    view.chain.state.contracts.get(addressAsked(asked, 'value'), view.depth(asked.solid)) ?? {},
  getcontractinfo: (asked, view) => {
    const address = addressAsked(asked, 'value')
    const depth = view.depth(asked.solid)
    const contract = view.chain.state.contracts.get(address, depth)
    if (!contract) return {}
    const runtimecode = runtimeOf(view, address, depth)
    return { smart_contract: contract, runtimecode, contract_state: { update_cycle: 1n } }
  },
  triggerconstantcontract: (asked, view) => constantCall(asked, view).catch(refused),
  /** Most real nodes refuse this; wallets that depend on it fail there. */
  estimateenergy: (asked, view) => constantCall(asked, view).then(estimated, refused),
  triggersmartcontract: async (asked, view) => {
    try {
      const value = callAsked(asked)
      if (!view.chain.state.contracts.get(textOf(value, 'contract_address'))) {
        throw invalid('No contract or not a valid smart contract')
      }
      const transaction = unsigned(view, 'TriggerSmartContract', value, asked.fields)
      return { result: { result: true }, transaction: { visible: asked.visible, ...transaction } }
    } catch (error) {
      return refused(error)
    }
  },
}
