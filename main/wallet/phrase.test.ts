// The public vectors of BIP-39 and what people type instead of them. The functions of the package bip39 are the second
// opinion: they work on strings, ours on bytes.

import { entropyToMnemonic, mnemonicToSeed, wordlists } from 'bip39'
import { HDKey } from '@scure/bip32'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { masterNode } from './hd-key.ts'
import { languages, phraseSeed, phraseWords, readPhrase, wordIndices, type Language } from './phrase.ts'
import { fixture, fixturesMissing } from './testing/fixtures.ts'

type Vector = readonly [entropy: string, words: string, seed: string, extendedKey: string]

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array): string => new TextDecoder().decode(value)
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')
const unhex = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, 'hex'))

const vectors = fixturesMissing ? {} : (fixture('bip39/vectors.json') as Readonly<Record<string, readonly Vector[]>>)
const isListed = (language: string): language is Language => (languages as readonly string[]).includes(language)
const LENGTHS = [16, 20, 24, 28, 32]

describe.skipIf(fixturesMissing)(`BIP-39’s vectors${fixturesMissing ? `: ${fixturesMissing}` : ''}`, () => {
  it('are 24 in each of 12 languages', () => {
    expect(Object.values(vectors).map((each) => each.length)).toEqual(Array.from({ length: 12 }, () => 24))
  })

  it.each(Object.keys(vectors))('give the seed and the master key of each %s phrase', async (language) => {
    for (const [, words, seed, extendedKey] of vectors[language] ?? []) {
      const ours = await phraseSeed(bytes(words.normalize('NFKD')), bytes('TREZOR'))
      expect(hex(ours)).toBe(seed)
      const master = masterNode(ours)
      const theirs = HDKey.fromExtendedKey(extendedKey)
      expect(master && hex(master.key)).toBe(theirs.privateKey && hex(theirs.privateKey))
      expect(master && hex(master.chainCode)).toBe(theirs.chainCode && hex(theirs.chainCode))
    }
  })

  // Russian and Turkish are in the vectors, but neither in BIP-39's own lists nor in the package: such a phrase is
  // refused with `unknown-word` (the last test here) and never misread.
  it.each(Object.keys(vectors).filter(isListed))('are written and read back in %s', (language) => {
    for (const [entropy, words] of vectors[language] ?? []) {
      expect(text(phraseWords({ entropy: unhex(entropy), language }))).toBe(
        words.normalize('NFKD').replaceAll('\u3000', ' '),
      )
      const read = readPhrase(bytes(words))
      expect(read.ok && hex(read.value.entropy)).toBe(entropy)
      expect(read.ok && text(phraseWords(read.value))).toBe(words.normalize('NFKD').replaceAll('\u3000', ' '))
    }
  })

  it.each(Object.keys(vectors).filter((language) => !isListed(language)))('in %s are refused', (language) => {
    for (const [, words] of vectors[language] ?? []) {
      expect(readPhrase(bytes(words))).toMatchObject({ ok: false, error: { fault: 'unknown-word' } })
    }
  })
})

describe('a phrase', () => {
  it('is what the package makes of the same entropy, in every language and length', () => {
    const entropies = fc.constantFrom(...LENGTHS).chain((size) => fc.uint8Array({ minLength: size, maxLength: size }))
    fc.assert(
      fc.property(entropies, fc.constantFrom(...languages), (entropy, language) => {
        const theirs = entropyToMnemonic(Buffer.from(entropy), wordlists[language]).normalize('NFKD')
        expect(text(phraseWords({ entropy, language }))).toBe(theirs.replaceAll('\u3000', ' '))
        const read = readPhrase(bytes(theirs))
        expect(read.ok && text(phraseWords(read.value))).toBe(theirs.replaceAll('\u3000', ' '))
        expect(wordIndices(entropy)).toHaveLength((entropy.length / 4) * 3)
      }),
    )
  })

  it('has the seed that the package gives it, with passphrases in any script', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.string({ unit: 'grapheme' }),
        async (e, p) => {
          const words = phraseWords({ entropy: e, language: 'english' })
          expect(hex(await phraseSeed(words, bytes(p)))).toBe(hex(await mnemonicToSeed(text(words), p)))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('may be typed with capitals, tabs, line ends and composed letters', () => {
    const typed =
      '  Abandon\tabandon abandon\nABANDON abandon abandon abandon abandon abandon abandon abandon\r\nabout  '
    const read = readPhrase(bytes(typed))
    expect(read.ok && hex(read.value.entropy)).toBe('00'.repeat(16))
    const french = entropyToMnemonic(Buffer.alloc(16, 7), wordlists['french'])
    expect(readPhrase(bytes(french.normalize('NFC').toUpperCase())).ok).toBe(true)
  })

  it('says which word is unknown, and when words do not belong together', () => {
    const eleven = 'abandon '.repeat(11)
    expect(readPhrase(bytes(`${eleven}about about`))).toEqual({ ok: false, error: { fault: 'word-count' } })
    expect(readPhrase(bytes(''))).toEqual({ ok: false, error: { fault: 'word-count' } })
    expect(readPhrase(bytes(`${eleven}abandon`))).toEqual({ ok: false, error: { fault: 'words-checksum' } })
    const typo = 'abandon abandon abandom abandon abandon abandon abandon abandon abandon abandon abandon about'
    expect(readPhrase(bytes(typo))).toEqual({ ok: false, error: { fault: 'unknown-word', word: 3 } })
    expect(readPhrase(Uint8Array.of(0xff, 0xfe, 0x80))).toMatchObject({ ok: false })
  })
})
