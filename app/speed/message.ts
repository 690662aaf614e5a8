// The ten messages of `bt_speed`, as our own code sees them. Reading and writing them is message-codec.ts's. Invariant:
// every field is in the range the wire has room for; nothing is said here of what they mean for a bid.

import type { Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { Device, Lane, Price, StopCode } from './terms.ts'

export const EXTENSION_NAME = 'bt_speed'
export const MAX_MESSAGE_BYTES = 1_024
export const MAX_ERROR_TEXT_BYTES = 128

export interface Hello {
  readonly t: 'hello'
  /** 32 bytes, made for this connection. */
  readonly nonce: Uint8Array
  readonly chainId: number
  readonly vault: Address
  readonly account: Address
  /** Which of the account's: vouchers for it are of lanes that end in this. */
  readonly device: Device
}

/** A signature over Bind: see typed.ts. 65 bytes. */
export interface Prove {
  readonly t: 'prove'
  readonly signature: Uint8Array
}

export interface TermsMessage {
  readonly t: 'terms'
  /** Another one whenever something changed that a bid depends on. */
  readonly index: number
  readonly ask: Price
  readonly unit: number
  /** Bytes it serves ahead of payment. */
  readonly credit: number
  readonly slots: number
  readonly mostUncashed: Amount
}

export interface Bid {
  readonly t: 'bid'
  readonly bid: number
  readonly index: number
  readonly price: Price
  readonly wanted: number
  /** Of the payer: accept says what is held of it. */
  readonly lane: Lane
}

export interface Accept {
  readonly t: 'accept'
  readonly bid: number
  readonly index: number
  readonly price: Price
  readonly unit: number
  readonly credit: number
  /** Seconds. */
  readonly ttl: number
  readonly held: Amount
}

export interface VoucherMessage {
  readonly t: 'voucher'
  readonly lane: Lane
  readonly cumulative: Amount
  readonly signature: Uint8Array
  readonly bid: number
  /** Bytes of that bid that have been paid for with this. */
  readonly bytes: number
}

export interface Ack {
  readonly t: 'ack'
  readonly cumulative: Amount
  /** Bytes sent in the present bid. */
  readonly bytes: number
}

export interface Resume {
  readonly t: 'resume'
  readonly lane: Lane
  readonly cumulative: Amount
  readonly signature: Uint8Array
}

export interface Stop {
  readonly t: 'stop'
  readonly bid: number
  /** Who says so of that bid: each side numbers its own, so a bid's number alone does not say whose it is. */
  readonly by: 'buyer' | 'seller'
  readonly code: StopCode
}

/** Why something was not done. Others may come: whichever it is, it answers the bid that waits. */
export const errorCodes = [
  'low',
  'unpaid',
  'no-deposit',
  'exit-seen',
  'full',
  'chain-away',
  'other-vault',
  'lane',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export interface ErrorMessage {
  readonly t: 'error'
  readonly code: string
  /** For people who read logs; never shown as our own words. */
  readonly text: string
}

export type SpeedMessage =
  | Hello
  | Prove
  | TermsMessage
  | Bid
  | Accept
  | VoucherMessage
  | Ack
  | Resume
  | Stop
  | ErrorMessage
