// TRON's transactions as bytes (`raw_data`, core/Tron.proto and core/contract/*.proto), decoded and encoded: the three
// kinds of contract the wallet signs, and no other. Leaves comparing them with what was asked for to
// app/wallet/transaction-check. Invariant: encode(decode(bytes)) gives the same bytes, so nothing in a transaction
// that decodes is unseen.

import { sha256 } from '@noble/hashes/sha2.js'
import { fail, ok, type Result } from '../result.ts'
import { addressBytes, addressOf, type Address } from './address.ts'
import { bytes, int, readFields, writeFields, type Field } from './protobuf.ts'

export type Contract =
  | { readonly type: 'TransferContract'; readonly owner: Address; readonly to: Address; readonly amount: bigint }
  | {
      readonly type: 'TransferAssetContract'
      readonly owner: Address
      readonly to: Address
      readonly amount: bigint
      /** Digits. */
      readonly tokenId: string
    }
  | {
      readonly type: 'TriggerSmartContract'
      readonly owner: Address
      readonly contract: Address
      /** Sun sent along. */
      readonly callValue: bigint
      readonly data: Uint8Array
      /** TRC-10 tokens sent along. */
      readonly tokenValue: bigint
      readonly tokenId: bigint
    }

/** Times in ms since 1970, fee limit in sun; zero where it is not in the bytes. */
export interface RawTransaction {
  /** Of the block it refers to: the last 2 bytes of its number, bytes 8 to 15 of its id. */
  readonly refBlockBytes: Uint8Array
  readonly refBlockHash: Uint8Array
  readonly expiration: bigint
  readonly timestamp: bigint
  readonly feeLimit: bigint
  readonly memo: Uint8Array
  readonly contract: Contract
}

/** `permission`: to be signed with another permission than the owner's. */
export type DecodeFault = 'malformed' | 'contract-count' | 'contract-type' | 'permission'

const NONE = new Uint8Array()
const TYPE_URL = 'type.googleapis.com/protocol.'
const TYPES = { TransferContract: 1n, TransferAssetContract: 2n, TriggerSmartContract: 31n } as const
const MOST_INT64 = 2n ** 63n - 1n

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const textOf = (value: Uint8Array): string => String.fromCharCode(...value)

/** The fields of one message by number. Null: one is there twice, of the wrong kind, or none of `kinds`. */
const message = (value: Uint8Array, kinds: Readonly<Record<number, Field['kind']>>) => {
  const fields = readFields(value)
  if (fields === null) return null
  const byNumber = new Map(fields.map((field) => [field.number, field]))
  if (byNumber.size !== fields.length || fields.some(({ number, kind }) => kinds[number] !== kind)) return null
  const tooLarge = fields.some((field) => field.kind === 'int' && field.value > MOST_INT64)
  if (tooLarge) return null
  return {
    int: (number: number): bigint => {
      const field = byNumber.get(number)
      return field?.kind === 'int' ? field.value : 0n
    },
    bytes: (number: number): Uint8Array => {
      const field = byNumber.get(number)
      return field?.kind === 'bytes' ? field.value : NONE
    },
  }
}

/** With its prefix: 20 bytes alone are no address here. */
const addressIn = (value: Uint8Array): Address | null => (value.length === 21 ? addressOf(value) : null)

const decodeTransfer = (value: Uint8Array): Contract | null => {
  const fields = message(value, { 1: 'bytes', 2: 'bytes', 3: 'int' })
  const owner = fields && addressIn(fields.bytes(1))
  const to = fields && addressIn(fields.bytes(2))
  if (!owner || !to) return null
  return { type: 'TransferContract', owner, to, amount: fields.int(3) }
}

const decodeTransferAsset = (value: Uint8Array): Contract | null => {
  const fields = message(value, { 1: 'bytes', 2: 'bytes', 3: 'bytes', 4: 'int' })
  const owner = fields && addressIn(fields.bytes(2))
  const to = fields && addressIn(fields.bytes(3))
  if (!owner || !to) return null
  const tokenId = textOf(fields.bytes(1))
  if (!/^[1-9]\d{0,18}$/.test(tokenId)) return null
  return { type: 'TransferAssetContract', owner, to, amount: fields.int(4), tokenId }
}

const decodeTrigger = (value: Uint8Array): Contract | null => {
  const fields = message(value, { 1: 'bytes', 2: 'bytes', 3: 'int', 4: 'bytes', 5: 'int', 6: 'int' })
  const owner = fields && addressIn(fields.bytes(1))
  const contract = fields && addressIn(fields.bytes(2))
  if (!owner || !contract) return null
  const [callValue, data] = [fields.int(3), Uint8Array.from(fields.bytes(4))]
  return {
    type: 'TriggerSmartContract',
    owner,
    contract,
    callValue,
    data,
    tokenValue: fields.int(5),
    tokenId: fields.int(6),
  }
}

const decoders: { readonly [T in Contract['type']]: (value: Uint8Array) => Contract | null } = {
  TransferContract: decodeTransfer,
  TransferAssetContract: decodeTransferAsset,
  TriggerSmartContract: decodeTrigger,
}

const isType = (name: string): name is Contract['type'] => Object.hasOwn(TYPES, name)

const decodeContract = (value: Uint8Array): Result<Contract, DecodeFault> => {
  const fields = message(value, { 1: 'int', 2: 'bytes', 5: 'int' })
  const parameter = fields && message(fields.bytes(2), { 1: 'bytes', 2: 'bytes' })
  if (!fields || !parameter) return fail('malformed')
  const url = textOf(parameter.bytes(1))
  const name = url.startsWith(TYPE_URL) ? url.slice(TYPE_URL.length) : ''
  // Nodes go by the number, explorers by the name: both must say the same.
  if (!isType(name) || fields.int(1) !== TYPES[name]) return fail('contract-type')
  if (fields.int(5) !== 0n) return fail('permission')
  const contract = decoders[name](parameter.bytes(2))
  return contract === null ? fail('malformed') : ok(contract)
}

const RAW = { 1: 'bytes', 4: 'bytes', 8: 'int', 10: 'bytes', 11: 'bytes', 14: 'int', 18: 'int' } as const

export const decodeTransaction = (rawData: Uint8Array): Result<RawTransaction, DecodeFault> => {
  const all = readFields(rawData)
  if (all === null) return fail('malformed')
  if (all.filter(({ number }) => number === 11).length !== 1) return fail('contract-count')
  const fields = message(rawData, RAW)
  if (fields === null || fields.bytes(1).length !== 2 || fields.bytes(4).length !== 8) return fail('malformed')
  const contract = decodeContract(fields.bytes(11))
  if (!contract.ok) return contract
  return ok({
    refBlockBytes: Uint8Array.from(fields.bytes(1)),
    refBlockHash: Uint8Array.from(fields.bytes(4)),
    expiration: fields.int(8),
    timestamp: fields.int(14),
    feeLimit: fields.int(18),
    memo: Uint8Array.from(fields.bytes(10)),
    contract: contract.value,
  })
}

const parameterOf = (contract: Contract): Uint8Array => {
  const owner = addressBytes(contract.owner)
  switch (contract.type) {
    case 'TransferContract':
      return writeFields([bytes(1, owner), bytes(2, addressBytes(contract.to)), int(3, contract.amount)])
    case 'TransferAssetContract':
      return writeFields([
        bytes(1, ascii(contract.tokenId)),
        bytes(2, owner),
        bytes(3, addressBytes(contract.to)),
        int(4, contract.amount),
      ])
    case 'TriggerSmartContract':
      return writeFields([
        bytes(1, owner),
        bytes(2, addressBytes(contract.contract)),
        int(3, contract.callValue),
        bytes(4, contract.data),
        int(5, contract.tokenValue),
        int(6, contract.tokenId),
      ])
  }
}

export const encodeTransaction = (raw: RawTransaction): Uint8Array => {
  const { contract } = raw
  const any = writeFields([bytes(1, ascii(TYPE_URL + contract.type)), bytes(2, parameterOf(contract))])
  return writeFields([
    bytes(1, raw.refBlockBytes),
    bytes(4, raw.refBlockHash),
    int(8, raw.expiration),
    bytes(10, raw.memo),
    bytes(11, writeFields([int(1, TYPES[contract.type]), bytes(2, any)])),
    int(14, raw.timestamp),
    int(18, raw.feeLimit),
  ])
}

/** What is signed, and in hex what the transaction is known by. */
export const transactionDigest = (rawData: Uint8Array): Uint8Array => sha256(rawData)

/** As it is broadcast: the message `Transaction` with one signature of 65 bytes. */
export const encodeSigned = (rawData: Uint8Array, signature: Uint8Array): Uint8Array =>
  writeFields([bytes(1, rawData), bytes(2, signature)])
