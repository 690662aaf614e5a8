import fc from 'fast-check'
import { utils } from 'tronweb'
import { describe, expect, it } from 'vitest'
import { reasonIn, textIn } from './abi.ts'

const encoded = (text: string): string => utils.abi.encodeParams(['string'], [text]).slice(2)
const hexDigits = fc.uint8Array({ maxLength: 160 }).map((bytes) => Buffer.from(bytes).toString('hex'))

describe('what a contract answers as text', () => {
  it('is what TronWeb encoded, whatever the text, cut to what can be shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(textIn(encoded(text))).toBe(text.slice(0, 64))
        expect(reasonIn(`08c379a0${encoded(text)}`)).toBe(text.slice(0, 64))
      }),
    )
  })

  it('may be 32 bytes, as of old tokens', () => {
    expect(textIn(Buffer.from('BTT'.padEnd(32, '\0')).toString('hex'))).toBe('BTT')
  })

  it('is text or nothing for any bytes, and nothing where TronWeb finds none', () => {
    const decodes = (data: string): boolean => {
      try {
        return typeof (utils.abi.decodeParams([], ['string'], `0x${data}`) as unknown[])[0] === 'string'
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(
        fc.oneof(
          hexDigits,
          hexDigits.map((rest) => `${'0'.repeat(62)}20${rest}`),
        ),
        (data) => {
          const text = textIn(data)
          expect(text === null || typeof text === 'string').toBe(true)
          if (data.length !== 64 && data.length % 64 === 0 && decodes(data)) expect(text).not.toBeNull()
        },
      ),
    )
    for (const data of ['', '20', 'f'.repeat(128), `${'0'.repeat(62)}20${'f'.repeat(64)}`]) {
      expect(textIn(data)).toBeNull()
    }
    expect(reasonIn(`deadbeef${encoded('x')}`)).toBeNull()
  })
})
