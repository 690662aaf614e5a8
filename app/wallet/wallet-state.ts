// What everybody may know of the wallet. Invariant: addresses and names only; no field has room for a secret, and the
// wallet process checks what it says against this schema before it says it.

import * as v from 'valibot'
import { AddressField, LabelField, TimeField } from './fields.ts'

export const MOST_ACCOUNTS = 50
export const MOST_WATCHED = 100
/** BIP-44's path of an account; null: it comes from a private key alone. */
const Path = v.nullable(v.pipe(v.string(), v.regex(/^m\/44'\/195'\/0'\/0\/\d{1,10}$/)))

const AccountSchema = v.strictObject({
  index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ACCOUNTS - 1)),
  path: Path,
  address: AddressField,
  label: LabelField,
})
export type Account = v.InferOutput<typeof AccountSchema>

const WatchedSchema = v.strictObject({ address: AddressField, label: LabelField })
export type Watched = v.InferOutput<typeof WatchedSchema>

const VaultSchema = v.variant('is', [
  v.strictObject({ is: v.literal('none') }),
  v.strictObject({
    is: v.literal('locked'),
    /** Wrong passwords were many: none is tried before then. Null: one may be tried now. */
    tryAfter: v.nullable(TimeField),
  }),
  v.strictObject({
    is: v.literal('unlocked'),
    /** When it locks by itself, unless somebody does something before. */
    lockAt: TimeField,
    /** `key`: of one private key, without words and further accounts. */
    of: v.picklist(['phrase', 'key']),
  }),
  /** Neither the file nor its backup can be used. Nothing was deleted. */
  v.strictObject({ is: v.literal('damaged'), fault: v.picklist(['file', 'body', 'unsupported', 'unreadable']) }),
])

export const WalletStateSchema = v.strictObject({
  vault: VaultSchema,
  /** Empty until the vault was unlocked once since the start; known while it is locked afterwards. */
  accounts: v.pipe(v.array(AccountSchema), v.maxLength(MOST_ACCOUNTS)),
  /** Whether the user has shown to have the words written down; null: not known before it was unlocked once. */
  backedUp: v.nullable(v.boolean()),
  /** When the user last showed it, ms since 1970; null: never, or not known. */
  wordsCheckedAt: v.nullable(TimeField),
  /** The file was damaged and its backup is in use: what was changed last may be missing. */
  fromBackup: v.boolean(),
  /** Addresses without a key here, in the order they were added. */
  watched: v.pipe(v.array(WatchedSchema), v.maxLength(MOST_WATCHED)),
  autoLockMs: v.pipe(v.number(), v.integer(), v.minValue(1)),
})
export type WalletState = v.InferOutput<typeof WalletStateSchema>

/** Locked, and its accounts are not known. */
export const isUnopened = ({ vault, accounts }: WalletState): boolean => vault.is === 'locked' && accounts.length === 0

export const isLocking = (before: WalletState, now: WalletState): boolean =>
  before.vault.is === 'unlocked' && now.vault.is === 'locked'
