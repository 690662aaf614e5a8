import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../bencode/bencode.js'
import { isDictionary, parseDocument } from '../bencode/document.ts'
import { readHandshake, writeHandshake, type SpeedHandshake } from './handshake.ts'

const handshake = fc.record({
  chains: fc.array(fc.integer({ min: 1, max: 0xffff_ffff }), { minLength: 1, maxLength: 16 }),
  buys: fc.boolean(),
  sells: fc.boolean(),
})

const chain = Uint8Array.of(0xcd, 0x8a, 0x91, 0x1c)

describe('what the handshake says of Speed', () => {
  it('is read as it was written, from objects and from maps', () => {
    fc.assert(
      fc.property(handshake, (said: SpeedHandshake) => {
        const written = writeHandshake(said)
        if (!said.buys && !said.sells) {
          expect(written).toBeNull()
          return
        }
        const bytes = encode({ bs: written })
        expect(readHandshake((decode(bytes) as { bs: unknown }).bs)).toEqual(said)
        const document = parseDocument(bytes)
        const map = document.ok && isDictionary(document.value.value) ? document.value.value.get('bs') : null
        expect(readHandshake(map)).toEqual(said)
      }),
    )
  })

  it('is one, two or three for buyer, seller and both', () => {
    expect(writeHandshake({ chains: [1], buys: true, sells: false })?.r).toBe(1)
    expect(writeHandshake({ chains: [1], buys: false, sells: true })?.r).toBe(2)
    expect(writeHandshake({ chains: [1], buys: true, sells: true })?.r).toBe(3)
  })

  it('of a later version is understood as far as it goes', () => {
    expect(readHandshake({ v: 2, c: [chain], r: 2, more: 1 })).toEqual({
      chains: [0xcd8a_911c],
      buys: false,
      sells: true,
    })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'bs'],
    ['a list', [1]],
    ['no version', { c: [chain], r: 1 }],
    ['version 0', { v: 0, c: [chain], r: 1 }],
    ['no chain', { v: 1, c: [], r: 1 }],
    ['a chain as an integer', { v: 1, c: [5], r: 1 }],
    ['an empty chain', { v: 1, c: [new Uint8Array(0)], r: 1 }],
    ['a chain of five bytes', { v: 1, c: [new Uint8Array(5).fill(1)], r: 1 }],
    ['a chain with a leading zero', { v: 1, c: [Uint8Array.of(0, 1)], r: 1 }],
    ['seventeen chains', { v: 1, c: Array.from({ length: 17 }, () => chain), r: 1 }],
    ['a role we do not know', { v: 1, c: [chain], r: 4 }],
    ['an inherited role', Object.create({ v: 1, c: [chain], r: 1 })],
  ])('is nothing when it is %s', (_, bs) => {
    expect(readHandshake(bs)).toBeNull()
  })
})
