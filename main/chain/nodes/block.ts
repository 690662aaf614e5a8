// A block's header, believed only as far as it fits its own id: the id is the number and the hash of the header's
// bytes (java-tron, BlockCapsule.getBlockId). A node that lies about one field of it is found out here. Invariant: what
// `blockOf` gives has the number, the time and the hash its id stands for.

import { createHash } from 'node:crypto'
import { bytes, int, writeFields } from '../../../app/tron/protobuf.ts'
import type { BlockAnswer } from './answers.ts'

export interface Block {
  readonly id: string
  readonly number: number
  /** ms since 1970. */
  readonly at: number
}

const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

const headerBytes = ({ block_header: { raw_data: raw } }: BlockAnswer): Uint8Array =>
  writeFields([
    int(1, raw.timestamp),
    bytes(2, unhex(raw.txTrieRoot)),
    bytes(3, unhex(raw.parentHash)),
    int(7, raw.number),
    int(8, raw.witness_id),
    bytes(9, unhex(raw.witness_address)),
    int(10, raw.version),
    bytes(11, unhex(raw.accountStateRoot)),
  ])

export const blockId = (answer: BlockAnswer): string => {
  const { number } = answer.block_header.raw_data
  const hash = createHash('sha256').update(headerBytes(answer)).digest('hex')
  return number.toString(16).padStart(16, '0') + hash.slice(16)
}

/** Null: its id is not that of its header. */
export const blockOf = (answer: BlockAnswer): Block | null => {
  if (blockId(answer) !== answer.blockID) return null
  const { number, timestamp } = answer.block_header.raw_data
  return { id: answer.blockID, number: Number(number), at: Number(timestamp) }
}
