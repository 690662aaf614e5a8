// Logs of contracts as TronGrid shows them: names and values by the contract's ABI. Values that are lists or structures
// are shown as their bytes.

import { base58, fromTwenty, isAddress } from '../address.ts'
import { hex, keccak, unhex } from '../bytes.ts'
import { isYes, listOf, textOf, textsOf, type JsonObject } from '../codec/json.ts'
import type { View } from './view.ts'

interface Parameter {
  readonly name: string
  readonly type: string
  readonly indexed: boolean
}

interface EventShape {
  readonly name: string
  readonly inputs: readonly Parameter[]
}

const parametersOf = (entry: JsonObject): Parameter[] =>
  listOf(entry, 'inputs').map((input) => ({
    name: textOf(input, 'name'),
    type: textOf(input, 'type'),
    indexed: isYes(input['indexed']),
  }))

const signatureOf = ({ name, inputs }: EventShape): string => `${name}(${inputs.map(({ type }) => type).join(',')})`

const topicOf = (shape: EventShape): string => hex(keccak(new TextEncoder().encode(signatureOf(shape))))

const isDynamic = (type: string): boolean => type === 'string' || type === 'bytes' || type.includes('[')

const staticValue = (type: string, word: string): string => {
  if (type === 'address') return `0x${word.slice(24)}`
  if (type === 'bool') return word.endsWith('1') ? 'true' : 'false'
  if (type.startsWith('uint')) return BigInt(`0x${word}`).toString()
  if (type.startsWith('int')) return BigInt.asIntN(256, BigInt(`0x${word}`)).toString()
  const size = Number(/^bytes(\d+)$/.exec(type)?.[1] ?? 32)
  return word.slice(0, size * 2)
}

const dynamicValue = (type: string, data: string, word: string): string => {
  const at = Number(BigInt(`0x${word || '0'}`)) * 2
  const length = Number(BigInt(`0x${data.slice(at, at + 64) || '0'}`)) * 2
  const content = data.slice(at + 64, at + 64 + length)
  return type === 'string' ? new TextDecoder().decode(unhex(content)) : content
}

/** An indexed value that is dynamic is only there as its digest. */
const valuesOf = ({ inputs }: EventShape, topics: readonly string[], data: string): string[] => {
  let topic = 1
  let place = 0
  return inputs.map(({ type, indexed }) => {
    const word = indexed ? (topics[topic++] ?? '') : data.slice(place, (place += 64))
    if (indexed && isDynamic(type)) return word
    return isDynamic(type) ? dynamicValue(type, data, word) : staticValue(type, word)
  })
}

const described = (shape: EventShape, topics: readonly string[], data: string): JsonObject => {
  const values = valuesOf(shape, topics, data)
  const numbered = values.map((value, index) => [String(index), value] as const)
  const named = shape.inputs.flatMap(({ name }, index) => (name === '' ? [] : [[name, values[index] ?? ''] as const]))
  const types = shape.inputs.flatMap(({ name, type }) => (name === '' ? [] : [[name, type] as const]))
  const parameters = shape.inputs.map(({ name, type, indexed }) => `${type}${indexed ? ' indexed' : ''} ${name}`.trim())
  return {
    event_name: shape.name,
    result: Object.fromEntries([...numbered, ...named]),
    result_type: Object.fromEntries(types),
    event: `${shape.name}(${parameters.join(', ')})`,
  }
}

const shapesOf = (contract: JsonObject): EventShape[] =>
  listOf(contract['abi'] as JsonObject, 'entrys')
    .filter((entry) => textOf(entry, 'type') === 'Event')
    .map((entry) => ({ name: textOf(entry, 'name'), inputs: parametersOf(entry) }))

const describe = (view: View, contract: string, log: JsonObject): JsonObject => {
  const found = view.chain.state.contracts.get(contract)
  const topics = textsOf(log, 'topics')
  const shape = found?.['abi'] === undefined ? undefined : shapesOf(found).find((one) => topicOf(one) === topics[0])
  if (!shape) return { event_name: '', result: {}, result_type: {}, event: '' }
  return described(shape, topics, textOf(log, 'data'))
}

/** One log of a transaction in a block, as TronGrid shows it. */
export interface GridEvent extends JsonObject {
  readonly block_number: bigint
  readonly block_timestamp: bigint
  readonly contract_address: string
  readonly event_name: string
  readonly transaction_id: string
  readonly result: JsonObject
}

/** All of them, the oldest first. */
export const eventsOf = (view: View): GridEvent[] =>
  view.mined().flatMap(({ transaction, info, block }) =>
    listOf(info ?? {}, 'log').map((log, index) => {
      const address = fromTwenty(unhex(textOf(log, 'address')))
      const contract = isAddress(address) ? base58(address) : ''
      const event = {
        block_number: BigInt(block ?? 0),
        block_timestamp: info?.['blockTimeStamp'] ?? 0n,
        caller_contract_address: contract,
        contract_address: contract,
        event_index: BigInt(index),
        ...describe(view, address, log),
        transaction_id: transaction.id,
        ...((block ?? 0) > view.solid && { _unconfirmed: true }),
      }
      return event as unknown as GridEvent
    }),
  )
