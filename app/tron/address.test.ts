import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../result.ts'
import { addressBytes, addressOf, parseAddress } from './address.ts'

const BTT = 'TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4'
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('an address', () => {
  it('is 0x41 and 20 bytes, with a checksum', () => {
    expect(parseAddress(` ${BTT}\n`)).toEqual(ok(BTT))
    const parsed = parseAddress(BTT)
    expect(parsed.ok && hex(addressBytes(parsed.value))).toBe('41032017411f4663b317fe77c257d28d5cd1b26e3d')
  })

  it('comes back from its bytes, with or without the prefix', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (tail) => {
        const address = addressOf(tail)
        expect(address).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/)
        expect(parseAddress(address ?? '')).toEqual(ok(address))
        expect(addressOf(Uint8Array.of(0x41, ...tail))).toBe(address)
        expect(address && hex(addressBytes(address))).toBe(`41${hex(tail)}`)
      }),
    )
  })

  it('is not taken with one character changed', () => {
    const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
    for (let at = 0; at < BTT.length; at++) {
      for (const letter of letters) {
        if (letter === BTT[at]) continue
        expect(parseAddress(BTT.slice(0, at) + letter + BTT.slice(at + 1)).ok).toBe(false)
      }
    }
  })

  it('says what is wrong', () => {
    expect(parseAddress('  ')).toEqual(fail('empty'))
    expect(parseAddress('0x032017411f4663b317fe77c257d28d5cd1b26e3d')).toEqual(fail('ethereum'))
    expect(parseAddress('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnV0O')).toEqual(fail('characters'))
    expect(parseAddress(BTT.slice(0, -1))).toEqual(fail('length'))
    expect(parseAddress('T'.repeat(5_000))).toEqual(fail('length'))
    expect(parseAddress('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp5')).toEqual(fail('checksum'))
  })

  it('of another chain, with a right checksum, is not of TRON', () => {
    // 25 bytes with another prefix: a Bitcoin address.
    expect(parseAddress('1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2')).toEqual(fail('not-tron'))
  })

  it('answers the same when it was seen before, whatever was done to its bytes, and however many others were', () => {
    const [first, ...others] = Array.from({ length: 600 }, (_, at) =>
      addressOf(Uint8Array.from({ length: 20 }, (__, byte) => (byte < 2 ? at >> (8 * byte) : 7))),
    )
    if (!first) throw new Error('no address')
    const bytes = hex(addressBytes(first))
    for (const other of [first, first, ...others, first]) {
      expect(parseAddress(other ?? '')).toEqual(ok(other))
      addressBytes(first).fill(0)
      expect(hex(addressBytes(first))).toBe(bytes)
    }
    expect(parseAddress(`${first.slice(0, -1)}${first.endsWith('z') ? 'y' : 'z'}`).ok).toBe(false)
  })

  it('is never made of bytes that are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        if (bytes.length === 20 || (bytes.length === 21 && bytes[0] === 0x41)) return
        expect(addressOf(bytes)).toBeNull()
      }),
    )
  })
})
