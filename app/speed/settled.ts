// What became of our own transactions with the vault, once no fork can undo it: read by the chain process from settled
// receipts, told by main to the wallet's ledger. Shapes only. Invariant: a transaction is told at least once and known
// by its id, so a ledger that was told of it before has nothing to do; amounts are what the vault's own events say.

import * as v from 'valibot'
import { AddressField, AmountField, SunField, TimeField, TxIdField } from '../wallet/fields.ts'
import { MOST_LANES } from './lane.ts'

export const LaneField = v.pipe(v.bigint(), v.minValue(0n), v.maxValue(2n ** 64n - 1n))
export const DeviceField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1))

export const VaultField = v.strictObject({
  chainId: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff)),
  address: AddressField,
})

const between = { payer: AddressField, payee: AddressField }
const BlockField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** Of contracts/SpeedVault.sol, those that are about the account. Times are ms since 1970, by the chain. */
export const VaultEventSchema = v.variant('is', [
  /** `from`: who paid it in. */
  v.strictObject({ is: v.literal('deposited'), payer: AddressField, from: AddressField, amount: AmountField }),
  v.strictObject({ is: v.literal('withdrawn'), payer: AddressField, amount: AmountField }),
  v.strictObject({ is: v.literal('locked'), ...between, amount: AmountField }),
  v.strictObject({ is: v.literal('unlock-requested'), ...between, at: TimeField }),
  v.strictObject({ is: v.literal('unlock-cancelled'), ...between }),
  /** Back to the payer's free balance. */
  v.strictObject({ is: v.literal('unlocked'), ...between, amount: AmountField }),
  v.strictObject({ is: v.literal('exit-requested'), payer: AddressField, at: TimeField }),
  v.strictObject({ is: v.literal('exit-cancelled'), payer: AddressField }),
  /** Null: nobody signs any more besides the payer. */
  v.strictObject({ is: v.literal('signer-set'), payer: AddressField, signer: v.nullable(AddressField) }),
  /** `amount`: paid by this call, `fromLock` of it from the payee's lock. `vault`: to the payee's own free balance. */
  v.strictObject({
    is: v.literal('cashed'),
    ...between,
    lane: LaneField,
    amount: AmountField,
    fromLock: AmountField,
    to: v.picklist(['wallet', 'vault', 'elsewhere']),
  }),
  /** `missing`: what of the voucher could not be paid now. It stays claimable. */
  v.strictObject({ is: v.literal('bounced'), ...between, lane: LaneField, missing: AmountField }),
  /** Of a batch: was paid already, or is not signed as it must be. */
  v.strictObject({ is: v.literal('skipped'), ...between, lane: LaneField, cumulative: AmountField }),
])
export type VaultEvent = v.InferOutput<typeof VaultEventSchema>

/** `fee` in sun, what was really paid. Of a call that failed nothing remains but the fee, and `events` is empty. */
export const SettledCallSchema = v.strictObject({
  txId: TxIdField,
  vault: VaultField,
  account: AddressField,
  block: BlockField,
  /** Of the block. */
  at: TimeField,
  fee: SunField,
  outcome: v.picklist(['final', 'failed']),
  events: v.pipe(v.array(VaultEventSchema), v.maxLength(200)),
})
export type SettledCall = v.InferOutput<typeof SettledCallSchema>

/** One reading asks about so many payees, a question each to every node; of each about `MOST_LANES`. */
export const MOST_PAYEES_READ = 100

/**
 * The account's own part of the vault, as settled blocks have it. `paid`: what was paid out of it for each payee and
 * lane that was asked about, whoever sent that transaction.
 */
export const VaultAccountSchema = v.strictObject({
  vault: VaultField,
  account: AddressField,
  free: AmountField,
  /** Null: no exit was asked for. */
  exitAt: v.nullable(TimeField),
  exitDelayMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Whose signature counts besides the account's own: the voucher signer now, and former ones while they are valid. */
  signers: v.pipe(v.array(AddressField), v.maxLength(10)),
  /** The signer now; null: none is registered. */
  signer: v.nullable(AddressField),
  locks: v.pipe(
    v.array(
      v.strictObject({
        payee: AddressField,
        locked: AmountField,
        /** Null: not asked for. */
        unlockAt: v.nullable(TimeField),
      }),
    ),
    v.maxLength(MOST_PAYEES_READ),
  ),
  paid: v.pipe(
    v.array(v.strictObject({ payee: AddressField, lane: LaneField, amount: AmountField })),
    v.maxLength(MOST_PAYEES_READ * MOST_LANES),
  ),
  /** That the vault may still take from the account's BTT: of a deposit that was approved and not made. */
  approved: AmountField,
  /** By this computer's clock. */
  readAt: TimeField,
})
export type VaultAccount = v.InferOutput<typeof VaultAccountSchema>
