// Blocks: what is in one, its id, its header and the producer's signature. An id is the number in eight bytes and the
// last 24 of the header's digest, as java-tron's BlockCapsule makes it.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { addressOfKey, type Address } from '../address.ts'
import { hex, joined, sha256, unhex } from '../bytes.ts'
import { encode } from '../codec/codec.ts'
import type { JsonObject } from '../codec/json.ts'
import type { Transaction } from '../rules/transaction.ts'

export interface Block {
  readonly number: number
  readonly id: string
  readonly parent: string
  /** ms */
  readonly timestamp: number
  readonly root: string
  /** Which of the producers made it. */
  readonly producer: number
  /** Ids of its transactions. */
  readonly transactions: readonly string[]
}

export interface Producer {
  readonly key: Uint8Array
  readonly address: Address
}

/** As many as produce blocks on a real network. */
const PRODUCERS = 27
const VERSION = 34n
export const NO_HASH = '00'.repeat(32)

export const producersOf = (seed: string): readonly Producer[] =>
  Array.from({ length: PRODUCERS }, (_, index) => {
    const key = sha256(new TextEncoder().encode(`${seed} producer ${index}`))
    return { key, address: addressOfKey(key) }
  })

const header = (block: Omit<Block, 'id' | 'transactions'>, { address }: Producer): JsonObject => ({
  ...(block.number > 0 && { number: BigInt(block.number) }),
  txTrieRoot: block.root,
  witness_address: address,
  parentHash: block.parent,
  version: VERSION,
  timestamp: BigInt(block.timestamp),
})

/** Pairwise digests up to one; an odd one goes up as it is. */
const merkleRoot = (leaves: readonly Uint8Array[]): string => {
  let level = leaves
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]]
      if (left) above.push(right ? sha256(joined(left, right)) : left)
    }
    level = above
  }
  return level[0] ? hex(level[0]) : NO_HASH
}

export interface Content {
  readonly transaction: Transaction
  readonly result: string
}

const leafOf = ({ transaction: { raw, signatures }, result }: Content): Uint8Array =>
  sha256(encode('Transaction', { raw_data: raw, signature: signatures, ret: [{ contractRet: result }] }))

export const makeBlock = (
  at: Pick<Block, 'number' | 'parent' | 'timestamp' | 'producer'>,
  contents: readonly Content[],
  producer: Producer,
): Block => {
  const unnamed = { ...at, root: merkleRoot(contents.map(leafOf)) }
  const digest = sha256(encode('HeaderRaw', header(unnamed, producer)))
  const id = at.number.toString(16).padStart(16, '0') + hex(digest).slice(16)
  return { ...unnamed, id, transactions: contents.map(({ transaction }) => transaction.id) }
}

/** As the node's answers show it, without its transactions. */
export const shownBlock = (block: Block, producer: Producer): JsonObject => {
  const raw = header(block, producer)
  const signature = secp256k1.sign(sha256(encode('HeaderRaw', raw)), producer.key, {
    prehash: false,
    format: 'recovered',
  })
  const ordered = joined(signature.subarray(1), signature.subarray(0, 1))
  return { blockID: block.id, block_header: { raw_data: raw, witness_signature: hex(ordered) } }
}

/** What a transaction names of the block it refers to. */
export const referenceOf = (block: Block): string => hex(unhex(block.id).subarray(8, 16))
