// Signs a digest with a private key: ECDSA on secp256k1 with RFC 6979's nonce and a low s, as r, s, v (27 or 28), which
// is what TRON wants. What may be signed is decided in vault.ts. Invariant: what is given out was verified against the
// address it is meant for, so a fault in computing cannot leave this process.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import type { Address } from '../../app/tron/address.ts'
import { addressOfPublicKey, signerOf } from '../../app/tron/signature.ts'

export const addressOfKey = (key: Uint8Array): Address => addressOfPublicKey(secp256k1.getPublicKey(key, false))

/** 65 bytes. Throws when the signature is not by `signer`. */
export const signDigest = (digest: Uint8Array, key: Uint8Array, signer: Address): Uint8Array => {
  if (digest.length !== 32) throw new RangeError('no digest of 32 bytes')
  const recovered = secp256k1.sign(digest, key, { prehash: false, lowS: true, format: 'recovered' })
  const signature = Uint8Array.of(...recovered.subarray(1), 27 + (recovered[0] ?? 0))
  if (signerOf(digest, signature) !== signer) throw new Error('a signature did not verify')
  return signature
}
