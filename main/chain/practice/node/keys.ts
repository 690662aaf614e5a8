// Keys that the Practice network owns or hands out, all from its seed. They are play keys: anybody who knows the seed,
// which is no secret, has them.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { addressOfKey, type Address } from '../address.ts'
import { hex, joined, sha256, unhex } from '../bytes.ts'

export interface PlayKey {
  readonly key: Uint8Array
  readonly address: Address
}

export const playKey = (seed: string, what: string): PlayKey => {
  const key = sha256(new TextEncoder().encode(`${seed} ${what}`))
  return { key, address: addressOfKey(key) }
}

/** Where everything is until the faucet gives it away. */
export const treasuryOf = (seed: string): PlayKey => playKey(seed, 'treasury')

/** Accounts with play money from the start, for who develops against the network. */
export const fundedAccounts = (seed: string, count: number): readonly PlayKey[] =>
  Array.from({ length: count }, (_, index) => playKey(seed, `account ${index}`))

/** r, s and 27 or 28, as TRON's transactions carry it. */
export const sign = (id: string, key: Uint8Array): string => {
  const signature = secp256k1.sign(unhex(id), key, { prehash: false, format: 'recovered' })
  return hex(joined(signature.subarray(1), Uint8Array.of(27 + (signature[0] ?? 0))))
}
