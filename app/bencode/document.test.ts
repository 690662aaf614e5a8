import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from './bencode.js'
import { isDictionary, keyText, parseDocument, textOf } from './document.ts'
import { compareUtf8, decodeUtf8, encodeUtf8, utf8Length } from './utf8.js'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0))

describe('a document', () => {
  it('keeps keys as bytes, in their order', () => {
    const parsed = parseDocument(bytes('d1:\xffi1e2:\xc3\xa9i2e1:ai3ee'))
    expect(parsed.ok && isDictionary(parsed.value.value) && [...parsed.value.value]).toEqual([
      ['\xff', 1],
      ['\xc3\xa9', 2],
      ['a', 3],
    ])
    expect(keyText('\xc3\xa9')).toBe('é')
    expect(keyText('\xff')).toBe('_')
  })

  it('knows the raw bytes of what lies in its outermost dictionary, and only there', () => {
    const input = bytes('d4:infod1:bi1e1:ali2eee1:xd5:innerdeee trailing')
    const parsed = parseDocument(input)
    if (!parsed.ok) throw new Error(parsed.error)
    expect(parsed.value.raw('info')).toEqual(bytes('d1:bi1e1:ali2eee'))
    expect(parsed.value.raw('info')?.buffer).toBe(input.buffer)
    expect(parsed.value.raw('inner')).toBeNull()
    expect(input.length - parsed.value.end).toBe(' trailing'.length)
    const list = parseDocument(bytes('ld4:infoi1eee'))
    expect(list.ok && list.value.raw('info')).toBeNull()
  })

  it('keeps 64-bit integers exact and refuses larger ones', () => {
    const parsed = parseDocument(bytes('li18446744073709551615ei-9223372036854775808ei9007199254740991ee'))
    expect(parsed.ok && parsed.value.value).toEqual([18446744073709551615n, -9223372036854775808n, 9007199254740991])
    for (const text of ['i18446744073709551616e', 'i-9223372036854775809e']) {
      expect(parseDocument(bytes(text))).toEqual({ ok: false, error: 'range' })
    }
  })

  it('answers every input with a value or a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        expect(typeof parseDocument(data).ok).toBe('boolean')
      }),
      { numRuns: 5_000 },
    )
  })

  it('reads what is encoded', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.maxSafeInteger(), fc.uint8Array())), (value) => {
        const parsed = parseDocument(encode(value))
        if (!parsed.ok || !isDictionary(parsed.value.value)) throw new Error('not read')
        const back = Object.fromEntries([...parsed.value.value].map(([key, item]) => [keyText(key), item]))
        expect(back).toEqual({ ...value })
      }),
    )
  })
})

describe('UTF-8', () => {
  const [decoder, encoder] = [new TextDecoder('utf-8', { ignoreBOM: true }), new TextEncoder()]

  it('decodes as TextDecoder does, ill-formed input included', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 12 }),
          fc.array(fc.constantFrom(0x41, 0xc3, 0xa9, 0xe0, 0xa0, 0x80, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xf8, 0xff)),
        ),
        (list) => {
          const data = Uint8Array.from(list)
          expect(decodeUtf8(data, 0, data.length, '\ufffd')).toBe(decoder.decode(data))
        },
      ),
      { numRuns: 10_000 },
    )
  })

  it('encodes, measures and compares as TextEncoder does', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Buffer.compare(encodeUtf8(a), encoder.encode(a))).toBe(0)
        expect(utf8Length(a)).toBe(encoder.encode(a).length)
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(encoder.encode(a), encoder.encode(b))))
      }),
    )
    expect(encodeUtf8('\ud800')).toEqual(encoder.encode('\ud800'))
    expect(utf8Length('\udc00a\ud800')).toBe(7)
  })

  it('says null for ill-formed input when nothing may stand for it', () => {
    expect(decodeUtf8(bytes('a\xff'), 0, 2, null)).toBeNull()
    expect(textOf(bytes('a\xc0\xafb\xf8\x88\x80\x80\x80'))).toBe('a__b_____')
  })

  it('decodes long texts in one piece', () => {
    const long = 'aé😀'.repeat(10_000)
    expect(textOf(encoder.encode(long))).toBe(long)
  })
})
