// What a person is shown before a signature, composed by the wallet process from the bytes it will sign. Facts come
// from the chain client and only inform; they change nothing in what is signed. Invariant: `to` is all 34 characters,
// and nothing leaves the account beyond `amount` and `fee`.

import * as v from 'valibot'
import { MOST_VOUCHERS, vaultCallNames } from '../speed/vault-call.ts'
import { AddressField, AmountField, LabelField, SunField, TimeField, TokenField, TxIdField, VISIBLE } from './fields.ts'

export const NetworkIdField = v.picklist(['mainnet', 'nile', 'shasta', 'custom', 'practice'])

export const ChainField = v.strictObject({
  id: NetworkIdField,
  chainId: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff)),
})

/** Shown as text, however odd. */
const SymbolField = v.pipe(v.string(), v.minLength(1), v.maxLength(32), v.regex(VISIBLE))

export const TokenFacts = v.strictObject({
  symbol: SymbolField,
  decimals: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(77)),
})

/** What the chain client knows and the wallet cannot: informs the review. */
export const ReviewFactsSchema = v.strictObject({
  /** In sun, the most each may cost. Energy is not among them: its most is the fee limit in the bytes. */
  fees: v.strictObject({ bandwidth: SunField, activation: SunField, memo: SunField }),
  /** Of a token that is not one of the network's own; null where the wallet knows it. */
  token: v.nullable(TokenFacts),
  recipient: v.strictObject({
    /** Whether the account has paid it before. */
    kind: v.picklist(['own', 'known', 'new']),
    /** From the address book. */
    name: v.nullable(LabelField),
  }),
  /**
   * Of the vault, for a call of it: how long it makes wait, base units of BTT that cashing should bring in, and from
   * when on the announced withdrawal could be made that ends by it.
   */
  vault: v.optional(
    v.nullable(
      v.strictObject({
        delayMs: v.nullable(TimeField),
        expected: v.nullable(AmountField),
        endsExit: v.optional(v.nullable(TimeField), null),
      }),
    ),
    null,
  ),
})

export type ReviewFacts = v.InferOutput<typeof ReviewFactsSchema>

/** `text` is exact and ready to be shown; what it is about is for the page to say in words. */
export const LineSchema = v.strictObject({
  about: v.picklist([
    'network',
    'from',
    'to',
    'recipient',
    'amount',
    'token',
    'fee',
    'most',
    'memo',
    'vault',
    'payee',
    'signer',
    'voucher',
    'into',
    'expected',
    'delay',
    'exit',
  ]),
  text: v.pipe(v.string(), v.maxLength(400)),
})

export type ReviewLine = v.InferOutput<typeof LineSchema>

export const ReviewSchema = v.strictObject({
  token: TokenField,
  txId: TxIdField,
  chain: ChainField,
  /** A send, or a call of the vault. */
  do: v.picklist(['sendTrx', 'sendTrc10', 'sendTrc20', ...vaultCallNames]),
  from: AddressField,
  /** The vault, for a call of it. */
  to: AddressField,
  recipient: ReviewFactsSchema.entries.recipient,
  amount: AmountField,
  symbol: SymbolField,
  decimals: TokenFacts.entries.decimals,
  /** The token is none of the network's own: symbol and decimals are what its contract says of itself. */
  unverified: v.boolean(),
  /** In sun, the most it can cost beside the amount. */
  fee: AmountField,
  /** The chain takes it until then, ms since 1970; the approval ends with it. */
  expiresAt: TimeField,
  /** All of the above and the most it can cost, in the order to be shown. */
  lines: v.pipe(v.array(LineSchema), v.minLength(5), v.maxLength(12 + MOST_VOUCHERS)),
})

export type Review = v.InferOutput<typeof ReviewSchema>
