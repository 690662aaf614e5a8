// Whole numbers as Speed writes them on the wire: unsigned, big-endian, no leading zero byte; zero is no byte at all.
// Invariant: there is one spelling of each number, and what has another one is not read.

import { amountOf, type Amount } from '../money/amount.ts'

const AMOUNT_BYTES = 32

/** Throws RangeError for negative ones: they are our own code's. */
export const numberBytes = (value: bigint): Uint8Array => {
  if (value < 0n) throw new RangeError('no number below zero is written')
  if (value === 0n) return new Uint8Array(0)
  const digits = value.toString(16)
  const hex = digits.length % 2 === 0 ? digits : `0${digits}`
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}

/** Null: too long, or with a leading zero byte. */
export const numberOf = (bytes: Uint8Array, most: number): bigint | null => {
  if (bytes.length > most || bytes[0] === 0) return null
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

export const amountBytes = (amount: Amount): Uint8Array => numberBytes(amount)

export const amountFrom = (bytes: Uint8Array): Amount | null => {
  const value = numberOf(bytes, AMOUNT_BYTES)
  return value === null ? null : amountOf(value)
}
