// What the wallet can be asked to sign: a closed union, and nothing besides. There is no raw hash, no message, no
// calldata, no change of permissions, and no approval but of an exact amount for the vault in it, so none of them can
// be asked for. The transaction's bytes are made elsewhere and checked against this in transaction-check.ts.

import * as v from 'valibot'
import { VaultCallSchema } from '../speed/vault-call.ts'
import { AddressField, AmountField, SunField, TokenIdField, VISIBLE } from './fields.ts'

/** Bytes of UTF-8; TRON has no fixed limit, but each costs. */
export const LONGEST_MEMO = 200

const Memo = v.pipe(v.string(), v.minLength(1), v.maxBytes(LONGEST_MEMO), v.regex(VISIBLE))

/** Base units of what is sent; `memo` is public on the chain for ever. */
const transfer = { from: AddressField, to: AddressField, amount: AmountField, memo: v.nullable(Memo) }

export const IntentSchema = v.variant('do', [
  v.strictObject({ do: v.literal('sendTrx'), ...transfer }),
  v.strictObject({ do: v.literal('sendTrc10'), ...transfer, tokenId: TokenIdField }),
  /** Calls `transfer(to, amount)` of the contract; `feeLimit` in sun is the most that energy may cost. */
  v.strictObject({ do: v.literal('sendTrc20'), ...transfer, contract: AddressField, feeLimit: SunField }),
  /** Calls the vault, or its token on the vault's behalf. `token`: what the vault keeps. */
  v.strictObject({
    do: v.literal('vaultCall'),
    from: AddressField,
    vault: AddressField,
    token: AddressField,
    call: VaultCallSchema,
    feeLimit: SunField,
  }),
])

export type Intent = v.InferOutput<typeof IntentSchema>
export type VaultIntent = Extract<Intent, { do: 'vaultCall' }>
export type Transfer = Exclude<Intent, VaultIntent>
