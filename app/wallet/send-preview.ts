// A send before it is made: what the user typed, what is wrong with it, what it costs and can cost at most. Shapes and
// the schema of the draft; the chain process works it out with the rules beside this file. Invariant: a draft with a
// blocking problem is never built.

import * as v from 'valibot'
import type { Amount } from '../money/amount.ts'
import type { Address, AddressFault } from '../tron/address.ts'
import type { AssetKey } from './chain-state.ts'
import { AddressField, AmountField, LONGEST_LABEL } from './fields.ts'
import { LONGEST_MEMO } from './intent.ts'

export const AssetKeyField = v.pipe(
  v.string(),
  v.regex(/^(trx|trc10:[1-9]\d{0,18}|trc20:T[1-9A-HJ-NP-Za-km-z]{33})$/),
  v.transform((key) => key as AssetKey),
)

export const ContactNameField = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(LONGEST_LABEL),
  v.regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u),
)

export const SendDraftSchema = v.strictObject({
  from: AddressField,
  /** As typed: whatever it is, the preview says what it is. */
  to: v.pipe(v.string(), v.maxLength(200)),
  asset: AssetKeyField,
  /** Null: not typed yet. `max`: all that can go, so that the fee can still be paid. */
  amount: v.nullable(v.union([AmountField, v.literal('max')])),
  memo: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxBytes(LONGEST_MEMO))),
})
export type SendDraft = v.InferOutput<typeof SendDraftSchema>

/** `most`: what the user was told it can cost at most, in sun. More than that is refused, and asked about anew. */
export const SendOrderSchema = v.strictObject({ draft: SendDraftSchema, most: AmountField })
export type SendOrder = v.InferOutput<typeof SendOrderSchema>

/** An address that looks like one paid before, and is another. */
export interface LookAlike {
  readonly address: Address
  readonly name: string | null
  readonly why: 'same-start' | 'same-end' | 'nearly-same'
  /** Places (0 to 33) at which the two differ. */
  readonly differs: readonly number[]
}

export interface Recipient {
  /** Null: what was typed is no address of TRON. */
  readonly address: Address | null
  readonly fault: AddressFault | null
  /** `known`: paid before from this wallet. */
  readonly kind: 'own' | 'known' | 'new' | null
  readonly name: string | null
  /** ms since 1970. */
  readonly firstPaidAt: number | null
  /** Null: not known yet. */
  readonly activated: boolean | null
  readonly lookAlike: LookAlike | null
}

/** In sun throughout, but for `bytes` and `units`. */
export interface SendCost {
  /** Bytes of bandwidth it takes. */
  readonly bytes: number
  /** Units of energy it takes as things are, penalty included. */
  readonly units: bigint
  readonly bandwidth: Amount
  readonly energy: Amount
  readonly activation: Amount
  readonly memo: Amount
  /** As things are now. */
  readonly likely: Amount
  /** Whatever happens until it is in a block. */
  readonly most: Amount
  /** The most its energy may cost: goes into the transaction. Zero where no contract is called. */
  readonly feeLimit: Amount
}

/** Those that block come first in a preview. */
export type SendProblem =
  /** See `recipient.fault`. */
  | { readonly code: 'recipient-invalid'; readonly blocks: true }
  | { readonly code: 'to-itself'; readonly blocks: true }
  /** The address is a token's contract: what is sent there is lost. */
  | { readonly code: 'to-token-contract'; readonly blocks: true; readonly symbol: string }
  | { readonly code: 'to-contract'; readonly blocks: boolean }
  /** TRON's address of nobody. */
  | { readonly code: 'to-nobody'; readonly blocks: true }
  /** See `recipient.lookAlike`. */
  | { readonly code: 'look-alike'; readonly blocks: true }
  | { readonly code: 'new-recipient'; readonly blocks: false }
  /** Only the address book may be paid, and this is not in it. */
  | { readonly code: 'not-in-book'; readonly blocks: true }
  /** It is in the book, but may be paid only from then on. */
  | { readonly code: 'too-new-in-book'; readonly blocks: true; readonly from: number }
  /** The account does not exist yet; this send makes it, and `activation` of the cost is for that. */
  | { readonly code: 'recipient-not-activated'; readonly blocks: false }
  /** It does not exist yet, and a TRC-20 token does not make it: it cannot send on what it gets. */
  | { readonly code: 'recipient-without-account'; readonly blocks: false }
  | { readonly code: 'amount-missing'; readonly blocks: true }
  | { readonly code: 'amount-zero'; readonly blocks: true }
  | { readonly code: 'amount-too-large'; readonly blocks: true }
  | { readonly code: 'balance-too-low'; readonly blocks: true; readonly spendable: Amount }
  /** TRX for the fee is missing: `missing` sun. */
  | { readonly code: 'fee-too-low'; readonly blocks: true; readonly missing: Amount }
  | { readonly code: 'sender-not-activated'; readonly blocks: true }
  /** The account's permissions: its key alone cannot spend. */
  | { readonly code: 'not-alone'; readonly blocks: true }
  | { readonly code: 'unknown-asset'; readonly blocks: true }
  /** The contract would refuse it; `reason` is its own text, to be shown as text. */
  | { readonly code: 'contract-refuses'; readonly blocks: true; readonly reason: string | null }
  /** It costs more than any transfer should: the node or the contract is not to be trusted. */
  | { readonly code: 'energy-absurd'; readonly blocks: true }
  | { readonly code: 'memo-public'; readonly blocks: false }
  /** The account or the network is not read yet. */
  | { readonly code: 'not-ready'; readonly blocks: true }

export interface SendPreview {
  readonly recipient: Recipient
  /** What would be sent; null where it cannot be said. */
  readonly amount: Amount | null
  /** What `max` would send now. */
  readonly max: Amount | null
  readonly cost: SendCost | null
  readonly problems: readonly SendProblem[]
}
