// Solidity's ABI (Contract ABI Specification, "Formal Specification of the Encoding"), as far as our own calls need it:
// words, addresses, bytes, lists and tuples of them. Leaves which function has which arguments to who calls it.
// Invariant: one call has one encoding, and what is read is only taken when it has the size it must have.

import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { addressBytes, addressOf, type Address } from './address.ts'

const WORD = 32

/** `fixed` stands where it is written, `apart` behind all others with its place written in its stead. */
type Encoded =
  | { readonly is: 'fixed'; readonly bytes: Uint8Array }
  | { readonly is: 'apart'; readonly bytes: Uint8Array }

/** Of 0 to 2^256 - 1; throws RangeError else: what is encoded here was checked before. */
export const uint = (value: bigint): Encoded => {
  if (value < 0n || value >> 256n !== 0n) throw new RangeError('no word of 256 bits')
  const bytes = Uint8Array.from({ length: WORD }, (_, at) => Number((value >> BigInt(8 * (WORD - 1 - at))) & 0xffn))
  return { is: 'fixed', bytes }
}

/** Contracts know an address without its prefix. */
export const address = (value: Address): Encoded => ({
  is: 'fixed',
  bytes: concatBytes(new Uint8Array(WORD - 20), addressBytes(value).subarray(1)),
})

const wordOf = (value: number): Uint8Array => uint(BigInt(value)).bytes

export const bytes = (value: Uint8Array): Encoded => {
  const padding = new Uint8Array((WORD - (value.length % WORD)) % WORD)
  return { is: 'apart', bytes: concatBytes(wordOf(value.length), value, padding) }
}

/** Each in turn; those that stand apart behind them, in the same order. */
const joined = (parts: readonly Encoded[]): Uint8Array => {
  const heads = parts.reduce((sum, part) => sum + (part.is === 'fixed' ? part.bytes.length : WORD), 0)
  let place = heads
  const head = parts.map((part) => {
    if (part.is === 'fixed') return part.bytes
    const at = wordOf(place)
    place += part.bytes.length
    return at
  })
  const tail = parts.flatMap((part) => (part.is === 'apart' ? [part.bytes] : []))
  return concatBytes(...head, ...tail)
}

export const list = (items: readonly Encoded[]): Encoded => ({
  is: 'apart',
  bytes: concatBytes(wordOf(items.length), joined(items)),
})

/** A struct. */
export const tuple = (fields: readonly Encoded[]): Encoded => ({
  is: fields.every(({ is }) => is === 'fixed') ? 'fixed' : 'apart',
  bytes: joined(fields),
})

/** The first 4 bytes of the hash of `name(type,type)`. */
const selector = (signature: string): Uint8Array => keccak_256(utf8ToBytes(signature)).subarray(0, 4)

export const call = (signature: string, args: readonly Encoded[]): Uint8Array =>
  concatBytes(selector(signature), joined(args))

/** What a contract answered or wrote in a log, cut into words. Null: not a number of words. */
export const wordsIn = (data: Uint8Array): readonly bigint[] | null => {
  if (data.length % WORD !== 0) return null
  return Array.from({ length: data.length / WORD }, (_, at) =>
    data.subarray(at * WORD, (at + 1) * WORD).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n),
  )
}

/** Null: the word is no address, its upper bytes are not zero. */
export const addressIn = (word: bigint): Address | null => {
  if (word >> 160n !== 0n) return null
  return addressOf(Uint8Array.from({ length: 20 }, (_, at) => Number((word >> BigInt(8 * (19 - at))) & 0xffn)))
}

/** What a log of it begins with. */
export const topicOf = (signature: string): string =>
  Array.from(keccak_256(utf8ToBytes(signature)), (byte) => byte.toString(16).padStart(2, '0')).join('')
