// BIP-32 for private keys, on bytes that are wiped: from a seed to a node, from a node to its children. Public
// derivation and serialised keys are nothing the wallet needs; @scure/bip32 is the oracle of the tests. Invariant: a
// node is a valid private key or there is none.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { joined, wipe } from './secret-bytes.ts'

/** Both 32 bytes. To be wiped by whoever holds it. */
export interface HdNode {
  readonly key: Uint8Array
  readonly chainCode: Uint8Array
}

export const HARDENED = 0x8000_0000
const MASTER = new TextEncoder().encode('Bitcoin seed')
/** The order of the curve, n. */
const ORDER = Uint8Array.from({ length: 32 }, (_, at) =>
  Number((secp256k1.Point.Fn.ORDER >> BigInt(8 * (31 - at))) & 0xffn),
)

export const wipeNode = (node: HdNode | null): void => wipe(node?.key, node?.chainCode)

const isBelowOrder = (value: Uint8Array): boolean => {
  for (const [at, byte] of value.entries()) {
    const bound = ORDER[at] ?? 0
    if (byte !== bound) return byte < bound
  }
  return false
}

/** 1 to n - 1. */
export const isPrivateKey = (key: Uint8Array): boolean =>
  key.length === 32 && isBelowOrder(key) && key.some((byte) => byte !== 0)

/** (a + b) mod n, of two below n. */
const sum = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const result = new Uint8Array(32)
  let carry = 0
  for (let at = 31; at >= 0; at--) {
    const digit = (a[at] ?? 0) + (b[at] ?? 0) + carry
    result[at] = digit & 0xff
    carry = digit >> 8
  }
  if (carry === 0 && isBelowOrder(result)) return result
  let borrow = 0
  for (let at = 31; at >= 0; at--) {
    const digit = (result[at] ?? 0) - (ORDER[at] ?? 0) - borrow
    result[at] = digit & 0xff
    borrow = digit < 0 ? 1 : 0
  }
  return result
}

/** Null: one seed in 2^127 gives no key. */
export const masterNode = (seed: Uint8Array): HdNode | null => {
  const digest = hmac(sha512, MASTER, seed)
  const node = { key: digest.slice(0, 32), chainCode: digest.slice(32) }
  wipe(digest)
  if (isPrivateKey(node.key)) return node
  wipeNode(node)
  return null
}

/** Compressed, 33 bytes: of a node whose children are asked for again and again it is worth keeping. */
export const nodePublicKey = ({ key }: HdNode): Uint8Array => secp256k1.getPublicKey(key, true)

const childData = (node: HdNode, index: number, publicKey: Uint8Array | null): Uint8Array => {
  const place = Uint8Array.of(index >>> 24, index >>> 16, index >>> 8, index)
  if (index >= HARDENED) return joined(Uint8Array.of(0), node.key, place)
  return joined(publicKey ?? nodePublicKey(node), place)
}

/**
 * `index` with HARDENED added for a hardened child. `publicKey`: the node's, where known. Null: one in 2^127 gives no
 * key.
 */
export const childNode = (node: HdNode, index: number, publicKey: Uint8Array | null = null): HdNode | null => {
  const data = childData(node, index, publicKey)
  const digest = hmac(sha512, node.chainCode, data)
  const tweak = digest.subarray(0, 32)
  const key = isBelowOrder(tweak) ? sum(tweak, node.key) : null
  const chainCode = digest.slice(32)
  wipe(data, digest)
  if (key !== null && isPrivateKey(key)) return { key, chainCode }
  wipe(key, chainCode)
  return null
}

/** Down a path; what lies on the way is wiped, `from` is not. */
export const descendant = (from: HdNode, path: readonly number[]): HdNode | null => {
  let node: HdNode | null = { key: Uint8Array.from(from.key), chainCode: Uint8Array.from(from.chainCode) }
  for (const index of path) {
    const child: HdNode | null = node && childNode(node, index)
    wipeNode(node)
    node = child
  }
  return node
}
