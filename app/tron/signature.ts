// Who signed: TRON's signatures are r, s and v (27 or 28) over a digest of 32 bytes, on secp256k1. Leaves signing to
// the wallet process, which alone has keys. Invariant: a signature with a high s is nobody's (it could be made of a
// valid one without the key).

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { addressOf, type Address } from './address.ts'

/** Of a public key of 65 bytes, 0x04 first: the last 20 bytes of its Keccak-256. */
export const addressOfPublicKey = (publicKey: Uint8Array): Address => {
  const address = publicKey.length === 65 ? addressOf(keccak_256(publicKey.subarray(1)).subarray(12)) : null
  if (address === null) throw new Error('no uncompressed public key')
  return address
}

/** Null: no signature of this digest by any key. */
export const signerOf = (digest: Uint8Array, signature: Uint8Array): Address | null => {
  const v = signature[64]
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return null
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64)).addRecoveryBit(v - 27)
    return parsed.hasHighS() ? null : addressOfPublicKey(parsed.recoverPublicKey(digest).toBytes(false))
  } catch {
    return null
  }
}
