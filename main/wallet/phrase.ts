// BIP-39 on bytes: entropy to words, words to entropy, words to seed. The word lists are the package bip39's; its
// functions work on strings, which cannot be wiped, so they serve as the oracle of the tests instead. Leaves showing
// and asking to the key window. Invariant: no phrase and no seed ever becomes a string here.

import { createHash, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { wordlists } from 'bip39'
import { fail, ok, type Result } from '../../app/result.ts'
import { equalBytes, joined, normalised, wipe } from './secret-bytes.ts'

const derive = promisify(pbkdf2)

/** The lists of BIP-39, English first: where a phrase could be of two, the first is taken (the seed is the same). */
export const languages = [
  'english',
  'spanish',
  'french',
  'italian',
  'portuguese',
  'czech',
  'japanese',
  'korean',
  'chinese_simplified',
  'chinese_traditional',
] as const
export type Language = (typeof languages)[number]

export type PhraseFault =
  | { readonly fault: 'word-count' | 'words-checksum' }
  /** From 1. */
  | { readonly fault: 'unknown-word'; readonly word: number }

export interface Phrase {
  readonly entropy: Uint8Array
  readonly language: Language
}

const LIST = 2_048
const WORD_BITS = 11
const SPACE = 0x20
const ROUNDS = 2_048
const SEED_BYTES = 64
const COUNTS: readonly number[] = [12, 15, 18, 21, 24]

const encoder = new TextEncoder()
const encoded = new Map<Language, readonly Uint8Array[]>()

/** Each word in NFKD, as the seed is made of it. */
const listOf = (language: Language): readonly Uint8Array[] => {
  const known = encoded.get(language)
  if (known) return known
  const words = (wordlists[language] ?? []).map((word) => encoder.encode(word.normalize('NFKD')))
  if (words.length !== LIST) throw new Error(`the list of words for ${language} is not whole`)
  encoded.set(language, words)
  return words
}

/** The word at a place of a list, as a string of its own; it says nothing about a phrase. */
export const listedWord = (language: Language, index: number): string => {
  const word = wordlists[language]?.[index]
  if (word === undefined) throw new RangeError('no such word')
  return word.normalize('NFKD')
}

const checksum = (entropy: Uint8Array): number => createHash('sha256').update(entropy).digest()[0] ?? 0

/** For each word its place in the list. */
export const wordIndices = (entropy: Uint8Array): Uint16Array => {
  const bits = entropy.length * 8
  const whole = joined(entropy, Uint8Array.of(checksum(entropy)))
  const indices = new Uint16Array(Math.ceil((bits + bits / 32) / WORD_BITS))
  for (let at = 0; at < indices.length * WORD_BITS; at++) {
    const bit = ((whole[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
    const word = Math.floor(at / WORD_BITS)
    indices[word] = ((indices[word] ?? 0) << 1) | bit
  }
  wipe(whole)
  return indices
}

/** Of the system's randomness, in English. */
export const newPhrase = (words: 12 | 24): Phrase => ({
  entropy: Uint8Array.from(randomBytes(words === 12 ? 16 : 32)),
  language: 'english',
})

/** The words with single spaces between, in NFKD. */
export const phraseWords = ({ entropy, language }: Phrase): Uint8Array => {
  const list = listOf(language)
  const indices = wordIndices(entropy)
  const words = [...indices].map((index) => list[index] ?? new Uint8Array())
  indices.fill(0)
  const parts = words.flatMap((word, at) => (at === 0 ? [word] : [Uint8Array.of(SPACE), word]))
  return joined(...parts)
}

const isSpace = (byte: number): boolean => byte <= SPACE

/** In NFKD every space of Unicode but a few of its own is the plain one; line ends and tabs are below it. */
const split = (text: Uint8Array): Uint8Array[] => {
  const words: Uint8Array[] = []
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isSpace(text[at] ?? 0)) continue
    if (at > start) words.push(text.subarray(start, at))
    start = at + 1
  }
  return words
}

const lowerCase = (text: Uint8Array): void => {
  for (const [at, byte] of text.entries()) if (byte >= 0x41 && byte <= 0x5a) text[at] = byte + 0x20
}

const placeIn = (list: readonly Uint8Array[], word: Uint8Array): number =>
  list.findIndex((listed) => equalBytes(listed, word))

const entropyOf = (indices: readonly number[]): Uint8Array | null => {
  const bits = (indices.length * WORD_BITS * 32) / 33
  const whole = new Uint8Array(bits / 8 + 1)
  for (const [word, index] of indices.entries()) {
    for (let bit = 0; bit < WORD_BITS; bit++) {
      const at = word * WORD_BITS + bit
      const value = (index >> (WORD_BITS - 1 - bit)) & 1
      whole[at >> 3] = (whole[at >> 3] ?? 0) | (value << (7 - (at & 7)))
    }
  }
  const entropy = whole.slice(0, bits / 8)
  const shift = 8 - bits / 32
  const right = (whole[bits / 8] ?? 0) >> shift === checksum(entropy) >> shift
  wipe(whole)
  if (right) return entropy
  wipe(entropy)
  return null
}

/** What is nearest to being right, when nothing is. */
const faultOf = (places: readonly (readonly number[])[]): PhraseFault => {
  const firstUnknown = places.map((found) => found.indexOf(-1))
  if (firstUnknown.includes(-1)) return { fault: 'words-checksum' }
  return { fault: 'unknown-word', word: Math.max(...firstUnknown) + 1 }
}

/** Of what somebody typed: any white space, any case, any language. */
export const readPhrase = (typed: Uint8Array): Result<Phrase, PhraseFault> => {
  const text = normalised(typed, 'NFKD')
  if (text === null) return fail({ fault: 'unknown-word', word: 1 })
  lowerCase(text)
  const words = split(text)
  if (!COUNTS.includes(words.length)) {
    wipe(text)
    return fail({ fault: 'word-count' })
  }
  const places = languages.map((language) => words.map((word) => placeIn(listOf(language), word)))
  wipe(text)
  for (const [at, found] of places.entries()) {
    const language = languages[at]
    const entropy = found.includes(-1) ? null : entropyOf(found)
    if (entropy !== null && language !== undefined) return ok({ entropy, language })
  }
  return fail(faultOf(places))
}

/** PBKDF2 over the words; `passphrase` is UTF-8 in any form, null for none. */
export const phraseSeed = async (words: Uint8Array, passphrase: Uint8Array | null): Promise<Uint8Array> => {
  const normal = normalised(passphrase ?? new Uint8Array(), 'NFKD')
  if (normal === null) throw new TypeError('a passphrase that is not UTF-8')
  const salt = joined(encoder.encode('mnemonic'), normal)
  wipe(normal)
  const seed = await derive(words, salt, ROUNDS, SEED_BYTES, 'sha512')
  wipe(salt)
  return seed
}
