// The words that all parts of Speed share: which vault on which chain, who pays whom, in which units. Types and
// constants only. Invariant: amounts are base units of BTT (10^-18) as bigint; prices are base units per MiB.

import type { Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'

/** The shared contract on one chain. `chainId` as in TIP-712: the last 4 bytes of the genesis block's id. */
export interface Vault {
  readonly chainId: number
  readonly address: Address
}

/** Base units of BTT for 2^20 bytes. */
export type Price = Amount

/** A ledger's number among all of its account, on whatever computers: 32 bits, drawn at random. */
export type Device = number

/** What one device of a payer promised one device of a payee is counted apart: 64 bits, of both (lane.ts). */
export type Lane = bigint

/** Whom something is promised: one device of an account, by our lane with it. */
export interface Recipient {
  readonly payee: Address
  readonly lane: Lane
}

/** All that was ever promised, not one payment: the newest one is worth all the others. */
export interface Voucher {
  readonly payer: Address
  readonly payee: Address
  readonly lane: Lane
  readonly cumulative: Amount
  /** r, s and v (27 or 28): 65 bytes, low s. */
  readonly signature: Uint8Array
}

export const PROTOCOL_VERSION = 1
export const MIB = 1_048_576n
/** What is paid for at a time, bytes. */
export const UNIT_BYTES = 262_144

/** Why one side ends a bid, as it is written on the wire. `pause`: the buyer looks what comes unpaid, and bids again. */
export const stopCodes = [
  'done',
  'budget',
  'unpaid',
  'bad-data',
  'slow',
  'pause',
  'outbid',
  'exit-seen',
  'off',
] as const
export type StopCode = (typeof stopCodes)[number]

/** `floor(bytes × price / 2^20)`: in the buyer's favour, always of the cumulative count. */
export const owed = (bytes: bigint, price: Price): Amount => ((bytes * price) / MIB) as Amount
