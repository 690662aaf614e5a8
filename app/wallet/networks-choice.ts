// Which network the wallet is on, through which nodes, and where prices come from: the settings' section, and the few
// rules about it. Nothing is asked of anybody before the user has chosen. Leaves what is fixed about each network to
// app/tron/networks.

import * as v from 'valibot'
import type { NetworkId } from '../tron/networks.ts'
import { BackupReminderSchema } from './backup.ts'
import { BookOnlySchema } from './book-only.ts'
import { AddressField } from './fields.ts'
import { isNodeUrl } from './node-url.ts'
import { NetworkIdField } from './review.ts'

const LONGEST_URL = 500

const NodeUrl = v.pipe(v.string(), v.maxLength(LONGEST_URL), v.check(isNodeUrl))

export const NodeSchema = v.strictObject({
  /** Of the full node's API, or of both. */
  full: NodeUrl,
  /** Of the solidity node's; null: the same. */
  solidity: v.nullable(NodeUrl),
  /** Sent as TRON-PRO-API-KEY. */
  apiKey: v.nullable(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,200}$/))),
})
export type ChainNode = v.InferOutput<typeof NodeSchema>

/** Per network: a failure of one is made up for by the next, and what they say is compared. */
export const MOST_NODES = 5

/** More than half of those that were named. */
export const quorumOf = (nodes: number): number => Math.floor(nodes / 2) + 1

const OwnNode = v.strictObject({ network: NetworkIdField, ...NodeSchema.entries })
type OwnNode = v.InferOutput<typeof OwnNode>

export const ofNetwork = (nodes: readonly OwnNode[], network: NetworkId): readonly ChainNode[] =>
  nodes.filter((node) => node.network === network).map(({ full, solidity, apiKey }) => ({ full, solidity, apiKey }))

const PriceSourceSchema = v.strictObject({
  /** `{symbol}` stands for TRX, BTT…; fetched by main, and only because this is set. */
  url: v.pipe(v.string(), v.maxLength(LONGEST_URL), v.regex(/^https:\/\/[^\s@]+$/)),
  /** Names and indexes with dots between them, to the number in the JSON; `{symbol}` as above. */
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** What the number is in, shown as it is. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3,5}$/)),
})
export type PriceSource = v.InferOutput<typeof PriceSourceSchema>

export const WalletSettingsSchema = v.strictObject({
  /** Null: none is chosen, so nothing is asked of any. */
  network: v.nullable(NetworkIdField),
  /** Those of the user. Where a network has some, they are used in place of the usual one. */
  nodes: v.pipe(
    v.array(OwnNode),
    v.maxLength(4 * MOST_NODES),
    v.check((nodes) => nodes.every((node) => ofNetwork(nodes, node.network).length <= MOST_NODES)),
  ),
  prices: v.nullable(PriceSourceSchema),
  /** The backup that was put off to a day. */
  backupReminder: v.nullable(BackupReminderSchema),
  /** Only the address book is paid. Main alone changes it: what protects must not end at once. */
  bookOnly: BookOnlySchema,
  /** Where Speed's vault is on the network of a node of one's own, unless that is a network we know; null: none. */
  customVault: v.nullable(AddressField),
  /** Without a touch for so long, it locks by itself. */
  autoLockMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_440)),
})
export type WalletSettings = v.InferOutput<typeof WalletSettingsSchema>

export const defaultWalletSettings: WalletSettings = {
  network: null,
  nodes: [],
  prices: null,
  backupReminder: null,
  bookOnly: { on: false, endsAt: null },
  customVault: null,
  autoLockMinutes: 15,
}
