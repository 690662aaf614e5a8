// TRON addresses: 0x41 and the last 20 bytes of the Keccak-256 of a public key, as Base58Check (TRON protocol
// documentation, "Account"). Leaves looking an address up to the chain. Invariants: an `Address` has a right checksum;
// what is remembered of one changes no answer.

import { sha256 } from '@noble/hashes/sha2.js'
import { base58 } from '@scure/base'
import { fail, ok, type Result } from '../result.ts'

/** 34 characters that begin with T, in the one spelling there is. */
export type Address = string & { readonly __brand: 'Address' }

/** `ethereum`: of BitTorrent Chain or Ethereum, not of TRON. `checksum`: mistyped. */
export type AddressFault = 'empty' | 'ethereum' | 'characters' | 'length' | 'checksum' | 'not-tron'

const PREFIX = 0x41
const BYTES = 21
const CHECKSUM_BYTES = 4
const CHARACTERS = 34
/** Those between whom payments go are in every message, several times, and checking one takes two hashes. */
const MOST_KNOWN = 256

/** Of addresses that were taken a moment ago, the bytes. */
const known = new Map<string, Uint8Array>()

const remember = (text: string, body: Uint8Array): void => {
  if (known.size >= MOST_KNOWN) for (const oldest of known.keys()) if (known.delete(oldest)) break
  known.set(text, body)
}

const checksum = (bytes: Uint8Array): Uint8Array => sha256(sha256(bytes)).subarray(0, CHECKSUM_BYTES)

const decoded = (text: string): Uint8Array | null => {
  try {
    return base58.decode(text)
  } catch {
    return null
  }
}

/** As a person types or pastes it: space around it does not count. */
export const parseAddress = (input: string): Result<Address, AddressFault> => {
  const text = input.trim()
  if (known.has(text)) return ok(text as Address)
  if (text === '') return fail('empty')
  if (/^0x[0-9a-f]{40}$/i.test(text)) return fail('ethereum')
  if (text.length !== CHARACTERS) return fail('length')
  const bytes = decoded(text)
  if (bytes === null) return fail('characters')
  if (bytes.length !== BYTES + CHECKSUM_BYTES) return fail('not-tron')
  const body = bytes.subarray(0, BYTES)
  if (!checksum(body).every((byte, at) => byte === bytes[BYTES + at])) return fail('checksum')
  if (body[0] !== PREFIX) return fail('not-tron')
  remember(text, body)
  return ok(text as Address)
}

/** The 21 bytes that transactions carry. */
export const addressBytes = (address: Address): Uint8Array =>
  known.get(address)?.slice() ?? base58.decode(address).subarray(0, BYTES)

/** Of 21 bytes with the prefix, or of the 20 that contracts and logs use. Null: of no TRON address. */
export const addressOf = (bytes: Uint8Array): Address | null => {
  const body = bytes.length === BYTES - 1 ? Uint8Array.of(PREFIX, ...bytes) : bytes
  if (body.length !== BYTES || body[0] !== PREFIX) return null
  return base58.encode(Uint8Array.of(...body, ...checksum(body))) as Address
}
