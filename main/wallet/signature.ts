// Signs a digest with a private key: ECDSA on secp256k1 with RFC 6979's nonce and a low s, as r, s, v (27 or 28), which
// is what TRON wants. What may be signed is decided in vault.ts. Invariant: what is given out was verified against the
// address it is meant for, so a fault in computing cannot leave this process.

import { ecdsa } from '@noble/curves/abstract/weierstrass.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Address } from '../../app/tron/address.ts'
import { signerAmong } from '../../app/tron/known-signer.ts'
import { addressOfPublicKey } from '../../app/tron/signature.ts'
import { wipe } from './secret-bytes.ts'

/** RFC 6979 hashes the key itself, in an array that the library makes for it, lies outside the heap and would be left. */
const wipingHmac = (key: Uint8Array, message: Uint8Array): Uint8Array => {
  const code = hmac(sha256, key, message)
  wipe(message)
  return code
}

const signer = ecdsa(secp256k1.Point, sha256, { hmac: wipingHmac })

export const addressOfKey = (key: Uint8Array): Address => addressOfPublicKey(secp256k1.getPublicKey(key, false))

/** 65 bytes. Throws when the signature is not by `owner`. */
export const signDigest = (digest: Uint8Array, key: Uint8Array, owner: Address): Uint8Array => {
  if (digest.length !== 32) throw new RangeError('no digest of 32 bytes')
  const recovered = signer.sign(digest, key, { prehash: false, lowS: true, format: 'recovered' })
  const signature = Uint8Array.of(...recovered.subarray(1), 27 + (recovered[0] ?? 0))
  if (signerAmong([owner], digest, signature) !== owner) throw new Error('a signature did not verify')
  return signature
}
