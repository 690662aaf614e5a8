// Typed reading of bencoded dictionaries from a torrent: each answers null where the key is missing or its value is of
// another type, so that a wrong type never travels on.

import { isDictionary, textOf, type Dictionary, type Value } from '../bencode/document.ts'

const UNPRINTABLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu

export const bytesAt = (dictionary: Dictionary, key: string): Uint8Array | null => {
  const value = dictionary.get(key)
  return value instanceof Uint8Array ? value : null
}

export const listAt = (dictionary: Dictionary, key: string): readonly Value[] | null => {
  const value = dictionary.get(key)
  return Array.isArray(value) ? (value as readonly Value[]) : null
}

export const dictionaryAt = (dictionary: Dictionary, key: string): Dictionary | null => {
  const value = dictionary.get(key)
  return isDictionary(value) ? value : null
}

/** A whole number from 0 to 2^53 − 1. */
export const sizeAt = (dictionary: Dictionary, key: string): number | null => {
  const value = dictionary.get(key)
  return typeof value === 'number' && value >= 0 ? value : null
}

/** An integer other than 0. */
export const flagAt = (dictionary: Dictionary, key: string): boolean => {
  const value = dictionary.get(key)
  return typeof value === 'bigint' || (typeof value === 'number' && value !== 0)
}

/**
 * Text for people from `key.utf-8` or `key`: without what cannot be seen or turns the direction of writing, at most
 * `limit` characters; null when nothing is left.
 */
export const proseAt = (dictionary: Dictionary, key: string, limit: number): string | null => {
  const bytes = bytesAt(dictionary, `${key}.utf-8`) ?? bytesAt(dictionary, key)
  const text = bytes
    ? textOf(bytes.subarray(0, limit * 4))
        .replace(/\r\n?/gu, '\n')
        .replace(UNPRINTABLE, '')
    : ''
  return [...text].slice(0, limit).join('').trim() || null
}

/** The letters of `attr` (BEP 47): p pad file, l symbolic link; x and h mean nothing to us. */
export const hasAttribute = (file: Dictionary, letter: 'p' | 'l'): boolean =>
  bytesAt(file, 'attr')?.includes(letter.charCodeAt(0)) ?? false

/** A list of byte strings as texts; null when anything else is in it. */
export const textsOf = (list: readonly Value[]): string[] | null => {
  const texts = list.map((value) => (value instanceof Uint8Array ? textOf(value) : null))
  return texts.every((text) => text !== null) ? texts : null
}
