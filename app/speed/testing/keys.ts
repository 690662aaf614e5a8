// Accounts with keys that everybody knows, and their signatures: for tests and simulations only.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { addressOfPublicKey } from '../../tron/signature.ts'
import type { Address } from '../../tron/address.ts'

export interface TestKey {
  readonly secret: Uint8Array
  readonly address: Address
}

export const testKey = (number: number): TestKey => {
  const secret = new Uint8Array(32)
  new DataView(secret.buffer).setUint32(28, number)
  return { secret, address: addressOfPublicKey(secp256k1.getPublicKey(secret, false)) }
}

/** r, s and v (27 or 28), low s, deterministic (RFC 6979). */
export const signWith = ({ secret }: TestKey, digest: Uint8Array): Uint8Array => {
  const signed = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
  return Uint8Array.of(...signed.subarray(1), 27 + (signed[0] ?? 0))
}
