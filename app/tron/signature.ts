// Who signed: TRON's signatures are r, s and v (27 or 28) over a digest of 32 bytes, on secp256k1. Leaves signing to
// the wallet process, which alone has keys. Invariant: a signature with a high s is nobody's (it could be made of a
// valid one without the key), but for what is only looked up on the chain.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { addressOf, type Address } from './address.ts'

/** A point of the curve that is somebody's public key. */
export type PublicKey = typeof secp256k1.Point.BASE

export interface SignatureParts {
  readonly r: bigint
  readonly s: bigint
  /** Whether y of the point whose x is r is odd. */
  readonly odd: boolean
}

/** Of a public key of 65 bytes, 0x04 first: the last 20 bytes of its Keccak-256. */
export const addressOfPublicKey = (publicKey: Uint8Array): Address => {
  const address = publicKey.length === 65 ? addressOf(keccak_256(publicKey.subarray(1)).subarray(12)) : null
  if (address === null) throw new Error('no uncompressed public key')
  return address
}

/** Null: no signature by any key. */
export const signatureParts = (signature: Uint8Array): SignatureParts | null => {
  const v = signature[64]
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return null
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64))
    return parsed.hasHighS() ? null : { r: parsed.r, s: parsed.s, odd: v === 28 }
  } catch {
    return null
  }
}

/** Null: no signature of this digest by any key. */
export const signingKey = (digest: Uint8Array, { r, s, odd }: SignatureParts): PublicKey | null => {
  try {
    return new secp256k1.Signature(r, s, odd ? 1 : 0).recoverPublicKey(digest)
  } catch {
    return null
  }
}

/** Null: no signature of this digest by any key. */
export const signerOf = (digest: Uint8Array, signature: Uint8Array): Address | null => {
  const parts = signatureParts(signature)
  const key = parts && signingKey(digest, parts)
  return key && addressOfPublicKey(key.toBytes(false))
}

/** As the chain takes signatures of transactions, which is more than we make: with a high s, with 0 or 1 as v. */
export const signedBy = (digest: Uint8Array, signature: Uint8Array): Address | null => {
  const v = signature[64]
  if (signature.length < 65 || v === undefined) return null
  try {
    const { r, s } = secp256k1.Signature.fromBytes(signature.subarray(0, 64))
    const key = signingKey(digest, { r, s, odd: v % 27 === 1 })
    return key && v % 27 < 2 ? addressOfPublicKey(key.toBytes(false)) : null
  } catch {
    return null
  }
}
