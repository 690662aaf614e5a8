// TRON addresses: 21 bytes beginning with 0x41, written as 42 hexadecimal digits inside the node and as 34 characters
// of base58 with a checksum for people. Independent of the wallet's own code on purpose: the two check each other.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hex, joined, keccak, sha256, unhex } from './bytes.ts'

declare const brand: unique symbol

/** 42 lower-case hexadecimal digits, the first two of them `41`. */
export type Address = string & { readonly [brand]: 'address' }

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

export const isAddress = (text: unknown): text is Address => typeof text === 'string' && /^41[0-9a-f]{40}$/.test(text)

/** Of the 20 bytes the virtual machine knows. */
export const fromTwenty = (bytes: Uint8Array): Address => `41${hex(bytes)}` as Address

export const toTwenty = (address: Address): Uint8Array => unhex(address.slice(2))

export const addressOfPublicKey = (uncompressed: Uint8Array): Address =>
  fromTwenty(keccak(uncompressed.subarray(1)).subarray(12))

export const addressOfKey = (privateKey: Uint8Array): Address =>
  addressOfPublicKey(secp256k1.getPublicKey(privateKey, false))

const checksum = (payload: Uint8Array): Uint8Array => sha256(sha256(payload)).subarray(0, 4)

export const base58 = (address: Address): string => {
  const payload = unhex(address)
  let rest = BigInt(`0x${hex(joined(payload, checksum(payload)))}`)
  let text = ''
  for (; rest > 0n; rest /= 58n) text = `${ALPHABET.charAt(Number(rest % 58n))}${text}`
  return text
}

/** Why text is no address, in the node's own words. */
export type AddressFault = { readonly illegal: string } | 'checksum'

export const parseBase58 = (text: string): Address | AddressFault => {
  let number = 0n
  for (const char of text) {
    const digit = ALPHABET.indexOf(char)
    if (digit < 0) return { illegal: char }
    number = number * 58n + BigInt(digit)
  }
  const bytes = unhex(number.toString(16).padStart(50, '0'))
  const payload = bytes.subarray(0, 21)
  const address = hex(payload)
  const sound = bytes.length === 25 && hex(checksum(payload)) === hex(bytes.subarray(21)) && isAddress(address)
  return sound ? address : 'checksum'
}

/** Of an address in either form; null where it is none. */
export const parseAddress = (text: string): Address | null => {
  const address = text.startsWith('T') ? parseBase58(text) : text.toLowerCase()
  return isAddress(address) ? address : null
}
