// A transaction as the node holds it: its content, the id that is the digest of the content's own bytes, and the
// signatures. Made only from content, never from an id or bytes that somebody claims for it.

import { isAddress, type Address } from '../address.ts'
import { hex, sha256 } from '../bytes.ts'
import { encode, normalised } from '../codec/codec.ts'
import { listOf, objectOf, textOf, textsOf, type JsonObject } from '../codec/json.ts'
import { contractAddress } from '../vm/machine.ts'

export interface Transaction {
  readonly id: string
  readonly raw: JsonObject
  readonly signatures: readonly string[]
  /** Size in bytes, signatures included, without its result. */
  readonly size: number
}

export interface ContractCall {
  readonly type: string
  readonly value: JsonObject
  readonly owner: Address | null
  readonly permission: bigint | null
}

/** Throws on content that cannot be encoded. */
export const transactionOf = (content: JsonObject): Transaction => {
  const whole = normalised('Transaction', { raw_data: content['raw_data'], signature: content['signature'] })
  const raw = objectOf(whole, 'raw_data')
  return {
    id: hex(sha256(encode('Raw', raw))),
    raw,
    signatures: textsOf(whole, 'signature'),
    size: encode('Transaction', whole).length,
  }
}

/** The one contract of a transaction; null where there is none, or more than one. */
export const contractOf = ({ raw }: Pick<Transaction, 'raw'>): ContractCall | null => {
  const [contract, second] = listOf(raw, 'contract')
  if (!contract || second) return null
  const value = objectOf(objectOf(contract, 'parameter'), 'value')
  const owner = value['owner_address']
  const permission = contract['Permission_id']
  return {
    type: textOf(contract, 'type'),
    value,
    owner: isAddress(owner) ? owner : null,
    permission: typeof permission === 'bigint' ? permission : null,
  }
}

/** As the node's answers show it. `result`: of its contract, once it is in a block. */
export const shown = ({ raw, signatures }: Pick<Transaction, 'raw' | 'signatures'>, result?: string): JsonObject => {
  const bytes = encode('Raw', raw)
  const id = hex(sha256(bytes))
  const call = contractOf({ raw })
  const deploys = call?.type === 'CreateSmartContract' && call.owner
  return {
    ...(result !== undefined && { ret: [{ contractRet: result }] }),
    ...(signatures.length > 0 && { signature: signatures }),
    txID: id,
    ...(deploys && { contract_address: contractAddress(id, deploys) }),
    raw_data: raw,
    raw_data_hex: hex(bytes),
  }
}
