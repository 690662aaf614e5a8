// One line of what happened to an account: sent or received, how far it is, why it went wrong. Shapes and what hides a
// line; the chain process keeps them. Invariant: `final` and `failed` come from the solidified chain only, `not-sent`
// only when it can no longer happen.

import * as v from 'valibot'
import type { Amount } from '../money/amount.ts'
import type { VaultCallName } from '../speed/vault-call.ts'
import type { Address } from '../tron/address.ts'
import type { RefusalCode } from '../tron/refusal.ts'
import type { AssetKey } from './chain-state.ts'
import { AddressField } from './fields.ts'
import { AssetKeyField } from './send-preview.ts'

/**
 * `sending`: saved, no node has taken it yet; see `refusal`. `pooled`: a node has. `in-block`: in a block that a fork
 * may still undo. `final`: in a solidified block, done. `failed`: in a solidified block, undone by the contract; the
 * fee is gone. `not-sent`: its time is over and the chain does not know it; nothing left the wallet.
 */
export const activityStates = ['sending', 'pooled', 'in-block', 'final', 'failed', 'not-sent'] as const
export type ActivityState = (typeof activityStates)[number]

/** What the chain says of a transaction that did nothing but cost. */
export type FailureCode = 'revert' | 'out-of-energy' | 'out-of-time' | 'transfer-failed' | 'bad-code' | 'other'

/** Why it is not shown unless asked for. */
export type HiddenWhy = 'zero' | 'dust' | 'unknown-token'

export interface ActivityEntry {
  /** The transaction's id, with a number where it moved several things. */
  readonly id: string
  readonly txId: string
  readonly account: Address
  /** `taken`: it left the account, by a transaction that somebody else made. */
  readonly direction: 'out' | 'in' | 'own' | 'taken'
  readonly asset: AssetKey
  /** What the token calls itself where it is none of the network's own: to be shown as text. */
  readonly symbol: string
  readonly decimals: number
  /** One of the network's own. */
  readonly known: boolean
  readonly amount: Amount
  /** Who paid or was paid. */
  readonly other: Address
  readonly otherName: string | null
  readonly memo: string | null
  /** Of Speed's vault; null: a transfer. */
  readonly call: VaultCallName | null
  readonly state: ActivityState
  /** When it was made, or of its block once it has one; ms since 1970. */
  readonly at: number
  readonly block: number | null
  /** Paid in sun; null: not known yet, or not ours to pay. */
  readonly fee: Amount | null
  /** For a send of ours: the most it can cost, in sun. */
  readonly most: Amount | null
  /** For a send on its way: after this it cannot happen any more. */
  readonly expiresAt: number | null
  /** With `failed`. */
  readonly failure: FailureCode | null
  /** Why no node took it when last asked; what becomes of it then is `fateOf`. It may still happen until it expires. */
  readonly refusal: RefusalCode | null
  /** With `not-sent`: the solidified block that was looked at. */
  readonly checkedAt: number | null
  readonly hidden: HiddenWhy | null
}

export const ActivityFilterSchema = v.strictObject({
  account: v.nullable(AddressField),
  asset: v.nullable(AssetKeyField),
  direction: v.nullable(v.picklist(['out', 'in'])),
  /** `underway`: those that may still change. */
  state: v.nullable(v.picklist(['underway', 'final', 'failed', 'not-sent'])),
  /** With those hidden by default. */
  hidden: v.boolean(),
  /** In addresses, names, ids and memos. */
  text: v.pipe(v.string(), v.maxLength(100)),
})
export type ActivityFilter = v.InferOutput<typeof ActivityFilterSchema>

export const ActivityQuerySchema = v.strictObject({
  ...ActivityFilterSchema.entries,
  skip: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
})
export type ActivityQuery = v.InferOutput<typeof ActivityQuerySchema>

export interface ActivityPage {
  /** The newest first. */
  readonly entries: readonly ActivityEntry[]
  readonly total: number
  /** How many more the filter would show with what is hidden. */
  readonly hidden: number
  readonly revision: number
}

export interface Contact {
  readonly address: Address
  readonly name: string
  /** ms since 1970; null: never paid from here. */
  readonly firstPaidAt: number | null
  /** When it was put into the address book, ms since 1970. */
  readonly addedAt: number
}
