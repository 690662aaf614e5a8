// Bencode for our own code: failures are values, dictionaries are Maps, and the raw bytes of what was decoded can be
// had, because an infohash is taken over bytes as they are and not as one would write them.

import { decodeMaps } from './maps.js'
import { BencodeError, MAX_DEPTH, type BencodeFault } from './scanner.js'
import { fail, ok, type Result } from '../result.ts'
import { decodeUtf8 } from './utf8.js'

export type { BencodeFault }

/** Byte strings are views of the input. Integers beyond ±(2^53 − 1), up to 64 bits, are bigint. */
export type Value = number | bigint | Uint8Array | readonly Value[] | Dictionary

/** Keys are byte strings: one UTF-16 unit a byte. In the order of the input. */
export type Dictionary = ReadonlyMap<string, Value>

export interface Document {
  readonly value: Value
  /** Bytes used; what follows was not looked at. */
  readonly end: number
  /** The bytes of a value of the outermost dictionary, as a view; null: no such key. */
  raw(key: string): Uint8Array | null
}

/** The value at the start of `bytes` (BEP 3): strict, except that keys may be unsorted. At most 10 MB, 100 levels. */
export const parseDocument = (bytes: Uint8Array): Result<Document, BencodeFault> => {
  try {
    const { value, end, spans } = decodeMaps(bytes)
    const raw = (key: string): Uint8Array | null => {
      const span = spans.get(key)
      return span ? bytes.subarray(span.start, span.end) : null
    }
    return ok({ value, end, raw })
  } catch (error) {
    if (error instanceof BencodeError) return fail(error.fault)
    throw error
  }
}

/** Of lists and dictionaries in each other. */
export const MOST_LEVELS: number = MAX_DEPTH

/** Told apart from lists, byte strings and integers. */
export const isDictionary = (value: Value | undefined): value is Dictionary => value instanceof Map

/** Text of bytes; every ill-formed stretch becomes `_`. */
export const textOf = (bytes: Uint8Array): string => decodeUtf8(bytes, 0, bytes.length, '_')

/** Text of bytes; null: they are not UTF-8. */
export const wellFormedText = (bytes: Uint8Array): string | null => decodeUtf8(bytes, 0, bytes.length, null)

/** Text of a dictionary's key; every ill-formed stretch becomes `_`. */
export const keyText = (key: string): string => textOf(Uint8Array.from(key, (unit) => unit.charCodeAt(0)))
