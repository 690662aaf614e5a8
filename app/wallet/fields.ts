// What the wallet's messages are made of, each as a schema that takes one spelling only. Leaves to the contracts which
// command has which. Invariant: none of these can carry words, a key or a password by accident: text is an address, a
// number or a short name, bytes are bounded.

import * as v from 'valibot'
import { amountOf, type Amount } from '../money/amount.ts'
import { parseAddress, type Address } from '../tron/address.ts'

const isAddress = (value: unknown): value is Address => {
  if (typeof value !== 'string') return false
  const parsed = parseAddress(value)
  return parsed.ok && parsed.value === value
}

export const AddressField = v.custom<Address>(isAddress)

export const AmountField = v.custom<Amount>((value) => typeof value === 'bigint' && amountOf(value) !== null)

/** What TRON's 64-bit fields hold: sun, TRC-10 units. */
export const LARGEST_INT64 = 2n ** 63n - 1n

export const SunField = v.custom<Amount>((value) => typeof value === 'bigint' && value >= 0n && value <= LARGEST_INT64)

/** The digits of a TRC-10 token's id. */
export const TokenIdField = v.pipe(v.string(), v.regex(/^[1-9]\d{0,18}$/))

/** One line; nothing that hides, or turns the direction of what stands beside it. */
export const VISIBLE = /^[^\p{C}\p{Zl}\p{Zp}]+$/u

export const LONGEST_LABEL = 40

/** A name given to an account by the user: one line of visible characters. */
export const LabelField = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(LONGEST_LABEL),
  v.regex(VISIBLE),
  v.check((text) => text.trim() === text),
)

/** 32 bytes in lower-case hex: a transaction's id. */
export const TxIdField = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** Names something that waits for an answer; guessing one is hopeless. */
export const TokenField = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))

/** ms since 1970. */
export const TimeField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** Copied, so that what a sender does with its bytes afterwards changes nothing. */
export const BytesField = (most: number) =>
  v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= most)
