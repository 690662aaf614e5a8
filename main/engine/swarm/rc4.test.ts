import { createCipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rc4 } from './rc4.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const stream = (key: string, from: number): string =>
  hex(new Rc4(Buffer.from(key, 'hex'), from).changed(new Uint8Array(16)))

const WAYS = ['change', 'changed', 'borrow'] as const

describe('RC4', () => {
  // From RFC 6229.
  it.each([
    ['0102030405', 0, 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405', 1024, '30abbcc7c20b01609f23ee2d5f6bb7df'],
    ['0102030405', 4096, 'ff25b58995996707e51fbdf08b34d875'],
    ['0102030405060708090a0b0c0d0e0f10', 0, '9ac7cc9a609d1ef7b2932899cde41b97'],
    ['0102030405060708090a0b0c0d0e0f10', 1024, 'bdf0324e6083dcc6d3cedd3ca8c53c16'],
    ['0102030405060708090a0b0c0d0e0f10', 4096, 'a36a4c301ae8ac13610ccbc12256cacc'],
  ])('of key %s gives at %i what the standard says', (key, from, expected) => {
    expect(stream(key, from)).toBe(expected)
  })

  it('agrees with the system’s, however the stream is cut, changed, and mixed with others', () => {
    const use = fc.record({ cipher: fc.nat(2), length: fc.nat(300_000), way: fc.constantFrom(...WAYS) })
    fc.assert(
      fc.property(fc.array(use, { maxLength: 12 }), (uses) => {
        const keys = [randomBytes(20), randomBytes(20), randomBytes(20)]
        const ours = keys.map((key) => new Rc4(key, 0))
        const theirs = keys.map((key) => createCipheriv('rc4', key, ''))
        for (const { cipher, length, way } of uses) {
          const plain = randomBytes(length)
          const expected = theirs[cipher]?.update(plain)
          const given = new Uint8Array(plain)
          const answer = ours[cipher]?.[way](given) ?? given
          expect(Buffer.compare(answer, expected ?? plain)).toBe(0)
          expect(way === 'change' || Buffer.compare(given, plain) === 0).toBe(true)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('leaves what was borrowed alone while others encrypt', () => {
    const [one, other] = [new Rc4(randomBytes(20)), new Rc4(randomBytes(20))]
    const borrowed = one.borrow(randomBytes(100_000))
    const before = hex(borrowed)
    other.changed(randomBytes(200_000))
    one.changed(randomBytes(200_000))
    expect(hex(borrowed)).toBe(before)
  })
})
