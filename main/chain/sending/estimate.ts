// What a call of a contract would take of energy, and whether the contract would refuse it: tried out by the nodes
// without being made. Invariant: the most that any of them says counts, as too little would burn the fee for nothing;
// one that says it would be refused is believed.

import { addressBytes, type Address } from '../../../app/tron/address.ts'
import { ConstantAnswer } from '../nodes/answers.ts'
import type { Pool } from '../nodes/pool.ts'
import { reasonIn } from '../tronweb/abi.ts'

export interface ContractCall {
  readonly from: Address
  readonly contract: Address
  readonly data: Uint8Array
}

export type Estimate =
  | { readonly is: 'takes'; readonly units: bigint; readonly penalty: bigint }
  /** `reason` is the contract's own text, if it gave one. */
  | { readonly is: 'refused'; readonly reason: string | null }
  /** Too few nodes answer, or they say what cannot be. */
  | { readonly is: 'unknown' }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A call that reverts still says that it went well; it is known by what its transaction returned. */
const isRefused = ({ result, transaction }: ConstantAnswer): boolean =>
  !result.result || transaction?.ret.some(({ ret }) => ret === 'FAILED') === true

export const estimateCall = async (pool: Pool, { from, contract, data }: ContractCall): Promise<Estimate> => {
  const body = {
    owner_address: hex(addressBytes(from)),
    contract_address: hex(addressBytes(contract)),
    data: hex(data),
  }
  const asked = await pool.most((node) => node.post('full', 'triggerconstantcontract', body, ConstantAnswer))
  if (!asked.ok) return { is: 'unknown' }
  const said = asked.value.map(({ value }) => value)
  const refused = said.find(isRefused)
  if (refused) return { is: 'refused', reason: reasonIn(refused.constant_result[0] ?? '') }
  const most = (read: (answer: ConstantAnswer) => bigint): bigint =>
    said.map(read).reduce((a, b) => (a > b ? a : b), 0n)
  const units = most((answer) => answer.energy_used)
  return units === 0n ? { is: 'unknown' } : { is: 'takes', units, penalty: most((answer) => answer.energy_penalty) }
}
