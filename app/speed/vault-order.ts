// What a person can have done with the vault on the chain, and what it would cost, before it is done. Types and schema;
// main/chain builds the transactions, the wallet process checks and reviews each of them. Invariant: no calldata and no
// approval can be asked for: an exact approval is part of a deposit and of nothing else.

import * as v from 'valibot'
import type { Amount } from '../money/amount.ts'
import type { VaultCallName } from './vault-call.ts'
import { AddressField, AmountField } from '../wallet/fields.ts'
import type { Address } from '../tron/address.ts'

const from = { from: AddressField }

export const VaultOrderSchema = v.variant('do', [
  /** Approves exactly so much, unless that is what is approved already, and deposits it. */
  v.strictObject({ do: v.literal('deposit'), ...from, amount: AmountField }),
  /** Takes back what was approved for a deposit that did not follow. */
  v.strictObject({ do: v.literal('revoke'), ...from }),
  /** Names the wallet's voucher key as signer; needed once, for buying and earning while the wallet is locked. */
  v.strictObject({ do: v.literal('setSigner'), ...from }),
  v.strictObject({ do: v.literal('lock'), ...from, payee: AddressField, amount: AmountField }),
  v.strictObject({ do: v.literal('requestUnlock'), ...from, payee: AddressField }),
  v.strictObject({ do: v.literal('unlock'), ...from, payee: AddressField }),
  v.strictObject({ do: v.literal('requestExit'), ...from }),
  v.strictObject({ do: v.literal('cancelExit'), ...from }),
  v.strictObject({ do: v.literal('withdraw'), ...from, amount: AmountField }),
  /** The newest vouchers of these payers, in one call; `vault`: to one's own free balance, to be spent at once. */
  v.strictObject({
    do: v.literal('cash'),
    ...from,
    payers: v.pipe(v.array(AddressField), v.minLength(1), v.maxLength(50)),
    to: v.picklist(['wallet', 'vault']),
  }),
])
export type VaultOrder = v.InferOutput<typeof VaultOrderSchema>

export interface VaultStep {
  readonly call: VaultCallName
  /**
   * Units of energy, estimated by the nodes; null: can't be estimated before the step before it is done, and `mostFee`
   * is of the most that such a call has ever taken.
   */
  readonly energy: bigint | null
  /** Sun: what it will likely burn, and the most it can. */
  readonly fee: Amount
  readonly mostFee: Amount
}

/** Why an order can't be made now. */
export const vaultProblems = [
  'no-vault',
  'watch-only',
  'not-activated',
  'not-enough-btt',
  'not-enough-trx',
  'not-enough-free',
  'exit-not-due',
  'no-exit',
  'nothing-locked',
  'unlock-not-due',
  'nothing-to-cash',
  /** The same was sent already and is not settled yet. */
  'underway',
  /** They owe, and have nothing in the vault. */
  'payers-empty',
  'would-fail',
  'not-backed-up',
  'amount-zero',
  'amount-too-large',
  /** The account's permissions: its key alone cannot act. */
  'not-alone',
  /** Only while the wallet is unlocked is its voucher key known. */
  'locked',
  'already-signer',
  /** The former signer still counts: the vault takes no third one before its delay is over. */
  'signer-too-soon',
  'exit-asked',
  'unlock-asked',
  'nothing-approved',
  /** The network, the account or the vault could not be read. */
  'not-ready',
] as const
export type VaultProblem = (typeof vaultProblems)[number]

/** Whether cashing is worth it now. Never a constant: fees come from the chain's parameters and an estimate. */
export type CashAdvice =
  | { readonly is: 'worth-it' }
  /**
   * The fee is more than a twentieth of the value. The value is BTT, the fee TRX: compared by the user's price source,
   * or not at all.
   */
  | { readonly is: 'wait'; readonly because: 'small' | 'no-price' }
  | {
      readonly is: 'now'
      readonly because: 'exit-asked' | 'signer-changed' | 'payer-runs-dry'
      readonly payers: readonly Address[]
    }

/** One of those who are to be cashed from, as the chain has it now. */
export interface PricedPayer {
  readonly payer: Address
  /** Of what is owed, how much would be paid. */
  readonly covered: Amount
  /** Leaves, or changed the key that signed. */
  readonly hurry: boolean
  /** In the transaction. */
  readonly taken: boolean
  /** In another one, which is not settled yet. */
  readonly underway: boolean
}

export interface VaultPreview {
  readonly order: VaultOrder
  readonly steps: readonly VaultStep[]
  readonly fee: Amount
  readonly mostFee: Amount
  readonly problem: VaultProblem | null
  /** Of a cash order: base units of BTT that would come in as things are. */
  readonly value: Amount | null
  readonly advice: CashAdvice | null
  /** Of a cash order: all that were asked for. */
  readonly payers: readonly PricedPayer[]
}
