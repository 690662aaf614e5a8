// What came of a run of a contract, in the node's words: its result code, and the sentence of a failure.

import type { Address } from '../address.ts'
import type { JsonObject } from '../codec/json.ts'

export type ContractResult =
  | 'SUCCESS'
  | 'REVERT'
  | 'OUT_OF_ENERGY'
  | 'BAD_JUMP_DESTINATION'
  | 'ILLEGAL_OPERATION'
  | 'STACK_TOO_SMALL'
  | 'STACK_TOO_LARGE'
  | 'UNKNOWN'

export interface Outcome {
  readonly result: ContractResult
  /** Empty on success. */
  readonly sentence: string
  readonly used: bigint
  readonly output: string
  readonly logs: readonly JsonObject[]
  readonly internal: readonly JsonObject[]
  /** Contracts it made, the deployed one itself not among them. */
  readonly made: readonly { readonly address: Address; readonly by: Address }[]
}

/** The operation that could not be paid for. `free`: how much energy was left when it came. */
export interface Unpaid {
  readonly operation: string
  readonly cost: bigint
  readonly free: bigint
}

export const SAVING_CODE = 'save just created contract code'

const codes: readonly (readonly [pattern: RegExp, result: ContractResult])[] = [
  [/^revert$/, 'REVERT'],
  [/out of gas/, 'OUT_OF_ENERGY'],
  [/invalid JUMP/i, 'BAD_JUMP_DESTINATION'],
  [/stack underflow/, 'STACK_TOO_SMALL'],
  [/stack overflow/, 'STACK_TOO_LARGE'],
  [/invalid opcode/, 'ILLEGAL_OPERATION'],
]

/** Of the words of @ethereumjs/evm. */
export const resultOf = (error: string | undefined): ContractResult =>
  error === undefined ? 'SUCCESS' : (codes.find(([pattern]) => pattern.test(error))?.[1] ?? 'UNKNOWN')

const unpaidSentence = ({ operation, cost, free }: Unpaid, limit: bigint): string =>
  operation === SAVING_CODE
    ? `Not enough energy for '${operation}' executing: needEnergy[${cost}], leftEnergy[${free}];`
    : `Not enough energy for '${operation}' operation executing: curInvokeEnergyLimit[${limit}], curOpEnergy[${cost}], ` +
      `penaltyEnergy[0], usedEnergy[${limit - free}]`

export const sentenceOf = (
  result: ContractResult,
  error: string | undefined,
  unpaid: Unpaid,
  limit: bigint,
): string => {
  if (result === 'SUCCESS') return ''
  if (result === 'REVERT') return 'REVERT opcode executed'
  if (result === 'OUT_OF_ENERGY') return unpaidSentence(unpaid, limit)
  return `Invalid operation: ${error ?? 'unknown'}`
}
