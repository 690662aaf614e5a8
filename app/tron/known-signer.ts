// Sees sooner who signed, of those who sign again and again: with a table of their key, where recovering a key takes a
// square root and all doublings anew each time. Only keys that were recovered before are remembered, and only public
// ones. Invariants: it answers what `signerOf` would; nobody fills the memory with keys.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import type { Address } from './address.ts'
import { addressOfPublicKey, signatureParts, signingKey, type PublicKey, type SignatureParts } from './signature.ts'

const { Point } = secp256k1
const { Fn } = Point

/** Making a table takes as long as what it saves in so many signatures. */
const OFTEN = 8
const WINDOW = 5
const MOST_KEYS = 256
/** About 150 kB each. */
const MOST_TABLES = 16

/** Of whom signatures were seen and how many, who was seen last last. */
const counts = new Map<Address, number>()
/** With a table each, likewise. */
const keys = new Map<Address, PublicKey>()

const keepNewest = (map: Map<Address, unknown>, most: number): void => {
  for (const oldest of map.keys()) {
    if (map.size <= most) return
    map.delete(oldest)
  }
}

const note = (address: Address, key: PublicKey): void => {
  const times = (counts.get(address) ?? 0) + 1
  counts.delete(address)
  counts.set(address, times)
  keepNewest(counts, MOST_KEYS)
  if (times < OFTEN) return
  counts.delete(address)
  keys.set(address, Point.fromAffine(key.toAffine()).precompute(WINDOW))
  keepNewest(keys, MOST_TABLES)
}

/**
 * Whether recovering would give this key. With u1 = h/s and u2 = r/s it is the key exactly when u1·G + u2·key is the
 * point that r and v name (SEC 1, 4.1.4 and 4.1.6; r itself is its x, for v tells of no larger one).
 */
const isBy = (key: PublicKey, digest: Uint8Array, { r, s, odd }: SignatureParts): boolean => {
  const inverse = Fn.inv(s)
  const hashed = Fn.create(bytesToNumberBE(digest))
  const ours = Point.BASE.multiplyUnsafe(Fn.create(hashed * inverse))
  const point = ours.add(key.multiplyUnsafe(Fn.create(r * inverse)))
  if (point.is0()) return false
  const { x, y } = point.toAffine()
  return x === r && (y & 1n) === (odd ? 1n : 0n)
}

/** `likely`: who it may well be. Null: no signature of this digest by any key. */
export const signerAmong = (likely: readonly Address[], digest: Uint8Array, signature: Uint8Array): Address | null => {
  const parts = signatureParts(signature)
  if (parts === null) return null
  for (const address of likely) {
    const key = keys.get(address)
    if (key === undefined || !isBy(key, digest, parts)) continue
    keys.delete(address)
    keys.set(address, key)
    return address
  }
  const key = signingKey(digest, parts)
  const address = key && addressOfPublicKey(key.toBytes(false))
  if (key !== null && address !== null) note(address, key)
  return address
}
