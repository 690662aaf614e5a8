// Bytes, their hexadecimal text and their digests, as the chain writes them: lower case, without a prefix.

import { createHash } from 'node:crypto'
import { keccak_256 } from '@noble/hashes/sha3.js'

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const isHex = (text: string): boolean => text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text)

/** Of text that `isHex`. */
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

export const utf8Hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex')

export const hexText = (text: string): string => Buffer.from(text, 'hex').toString('utf8')

export const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())

export const keccak = (bytes: Uint8Array): Uint8Array => keccak_256(bytes)
