// What the addresses of an import under way hold, as the chain process read it: shown in the key window before anything
// is kept. Informs only; nothing is decided by it. Invariant: it says which network was asked, and that none was.

import * as v from 'valibot'
import { AddressField, AmountField } from './fields.ts'
import { NetworkIdField, TokenFacts } from './review.ts'

/** A file may bring more: nodes are not asked for fifty accounts at a time before anything is kept. */
export const MOST_FOUND = 10

const PermissionField = v.variant('is', [
  v.strictObject({ is: v.picklist(['unknown', 'alone']) }),
  v.strictObject({
    is: v.picklist(['shared', 'others']),
    threshold: v.number(),
    keys: v.pipe(v.array(v.strictObject({ address: AddressField, weight: v.number() })), v.maxLength(50)),
  }),
])

const FoundAccount = v.strictObject({
  address: AddressField,
  activated: v.nullable(v.boolean()),
  permission: PermissionField,
  balances: v.pipe(
    v.array(v.strictObject({ ...TokenFacts.entries, legacy: v.boolean(), amount: v.nullable(AmountField) })),
    v.maxLength(20),
  ),
})

export const FoundSchema = v.strictObject({
  /** Null: none is chosen, so none was asked. */
  network: v.nullable(NetworkIdField),
  /** Null: not read yet. */
  accounts: v.nullable(v.pipe(v.array(FoundAccount), v.maxLength(MOST_FOUND))),
})
export type Found = v.InferOutput<typeof FoundSchema>
