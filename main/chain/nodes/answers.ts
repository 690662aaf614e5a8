// What nodes answer, as schemas: only the fields that are used, each of the one type it may have. Zero values are left
// out by nodes (proto3), and unknown things are `{}`. Invariant: an answer that does not fit is refused whole.

import * as v from 'valibot'
import { parseAddress, type Address } from '../../../app/tron/address.ts'

const MOST_INT64 = 2n ** 63n - 1n

/** 0 to 2^63 - 1. */
export const Int = v.pipe(v.bigint(), v.minValue(0n), v.maxValue(MOST_INT64))
/** Of blocks, and the ms of their times: what is more could be neither kept nor shown. */
const Whole = v.pipe(Int, v.maxValue(BigInt(Number.MAX_SAFE_INTEGER)))
const zero = <S extends v.GenericSchema<bigint, bigint>>(schema: S) => v.optional(schema, 0n)
const Hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/i), v.toLowerCase())
const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i), v.toLowerCase())
const Base58 = v.pipe(
  v.string(),
  v.check((text) => parseAddress(text).ok),
  v.transform((text) => text as Address),
)

export const BlockAnswer = v.object({
  blockID: Id,
  block_header: v.object({
    raw_data: v.object({
      number: zero(Whole),
      timestamp: zero(Whole),
      txTrieRoot: v.optional(Hex, ''),
      parentHash: v.optional(Hex, ''),
      witness_address: v.optional(Hex, ''),
      witness_id: zero(Int),
      version: zero(Int),
      accountStateRoot: v.optional(Hex, ''),
    }),
  }),
})
export type BlockAnswer = v.InferOutput<typeof BlockAnswer>

const PermissionAnswer = v.object({
  threshold: zero(Int),
  keys: v.optional(v.pipe(v.array(v.object({ address: Base58, weight: zero(Int) })), v.maxLength(20)), []),
})

/** `address` is missing where the chain does not know the account. */
export const AccountAnswer = v.object({
  address: v.optional(Base58),
  type: v.optional(v.string()),
  balance: zero(Int),
  assetV2: v.optional(v.array(v.object({ key: v.string(), value: zero(Int) })), []),
  owner_permission: v.optional(PermissionAnswer),
  active_permission: v.optional(v.array(PermissionAnswer), []),
})
export type AccountAnswer = v.InferOutput<typeof AccountAnswer>

export const ResourceAnswer = v.object({
  freeNetUsed: zero(Int),
  freeNetLimit: zero(Int),
  NetUsed: zero(Int),
  NetLimit: zero(Int),
  EnergyUsed: zero(Int),
  EnergyLimit: zero(Int),
})

export const ParametersAnswer = v.object({
  chainParameter: v.array(v.object({ key: v.string(), value: v.optional(v.bigint(), 0n) })),
})

export const ConstantAnswer = v.object({
  result: v.object({
    result: v.optional(v.boolean(), false),
    code: v.optional(v.string(), ''),
    message: v.optional(v.string(), ''),
  }),
  energy_used: zero(Int),
  energy_penalty: zero(Int),
  constant_result: v.optional(v.array(Hex), []),
  transaction: v.optional(v.object({ ret: v.optional(v.array(v.object({ ret: v.optional(v.string()) })), []) })),
})
export type ConstantAnswer = v.InferOutput<typeof ConstantAnswer>

export const BroadcastAnswer = v.object({
  result: v.optional(v.boolean(), false),
  code: v.optional(v.string(), ''),
  message: v.optional(v.string(), ''),
  txid: v.optional(v.string(), ''),
})

export const LogAnswer = v.object({
  address: Hex,
  topics: v.optional(v.array(Hex), []),
  data: v.optional(Hex, ''),
})

/** `id` is missing where the node does not know the transaction. */
export const ReceiptAnswer = v.object({
  id: v.optional(Id),
  fee: zero(Int),
  blockNumber: zero(Whole),
  blockTimeStamp: zero(Whole),
  result: v.optional(v.string(), ''),
  receipt: v.optional(v.object({ result: v.optional(v.string(), '') }), { result: '' }),
  log: v.optional(v.array(LogAnswer), []),
})
export type ReceiptAnswer = v.InferOutput<typeof ReceiptAnswer>

/** `txID` is missing where the node does not know it. */
export const TransactionAnswer = v.object({
  txID: v.optional(Id),
  raw_data_hex: v.optional(Hex, ''),
  signature: v.optional(v.pipe(v.array(Hex), v.maxLength(20)), []),
  ret: v.optional(v.array(v.object({ contractRet: v.optional(v.string(), '') })), []),
})

export const GridTokenTransfers = v.object({
  data: v.array(
    v.object({
      transaction_id: Id,
      block_timestamp: Whole,
      from: v.string(),
      to: v.string(),
      value: v.pipe(v.string(), v.regex(/^\d{1,78}$/)),
      type: v.optional(v.string(), 'Transfer'),
      token_info: v.optional(
        v.object({
          address: v.optional(v.string(), ''),
          symbol: v.optional(v.string(), ''),
          decimals: v.optional(v.union([v.bigint(), v.string()]), 0n),
        }),
        {},
      ),
    }),
  ),
})

export const GridTransactions = v.object({
  data: v.array(
    v.object({
      txID: v.optional(Id),
      transaction_id: v.optional(Id),
      raw_data_hex: v.optional(Hex, ''),
      block_timestamp: zero(Whole),
    }),
  ),
})
