import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testKey } from '../speed/testing/keys.ts'
import { signerAmong } from './known-signer.ts'
import { signerOf } from './signature.ts'

const sign = (digest: Uint8Array, secret: Uint8Array): Uint8Array => {
  const made = secp256k1.sign(digest, secret, { prehash: false, lowS: true, format: 'recovered' })
  return Uint8Array.of(...made.subarray(1), 27 + (made[0] ?? 0))
}

const digests = fc.uint8Array({ minLength: 32, maxLength: 32 })
const keys = Array.from({ length: 3 }, (_, at) => testKey(7_000 + at))
const addresses = keys.map(({ address }) => address)
const [known = testKey(1)] = keys

/** Often enough for a table of the key. */
const meet = (): void => {
  for (let at = 0; at < 12; at++) {
    const digest = Uint8Array.from({ length: 32 }, (_, byte) => byte ^ at)
    expect(signerAmong([known.address], digest, sign(digest, known.secret))).toBe(known.address)
  }
}

describe('who signed, of whom it may be', () => {
  it('is whom recovering says, before and after a key is known', () => {
    fc.assert(
      fc.property(digests, fc.constantFrom(...keys), (digest, { secret, address }) => {
        const signature = sign(digest, secret)
        expect(signerAmong(addresses, digest, signature)).toBe(address)
        expect(signerAmong([], digest, signature)).toBe(address)
      }),
      { numRuns: 60 },
    )
  })

  it('is not a key that is known when any bit of the signature or the digest is another', () => {
    meet()
    fc.assert(
      fc.property(digests, fc.nat({ max: 65 * 8 - 1 }), fc.nat({ max: 32 * 8 - 1 }), (digest, bit, of) => {
        const signature = sign(digest, known.secret)
        const bent = Uint8Array.from(signature)
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(signerAmong([known.address], digest, bent)).toBe(signerOf(digest, bent))
        expect(signerAmong([known.address], digest, bent)).not.toBe(known.address)
        const other = Uint8Array.from(digest)
        other[of >> 3] = (other[of >> 3] ?? 0) ^ (1 << (of & 7))
        expect(signerAmong([known.address], other, signature)).not.toBe(known.address)
      }),
      { numRuns: 60 },
    )
  })

  it('is nobody where s is high, r or s are out of range, or bytes are missing', () => {
    meet()
    const digest = new Uint8Array(32).fill(9)
    const signature = sign(digest, known.secret)
    const s = secp256k1.Signature.fromBytes(signature.subarray(0, 64)).s
    const high = (secp256k1.Point.Fn.ORDER - s).toString(16).padStart(64, '0')
    const twin = Uint8Array.of(...signature.subarray(0, 32), ...hexToBytes(high), 55 - (signature[64] ?? 0))
    const none = (bytes: Uint8Array): void => expect(signerAmong([known.address], digest, bytes)).toBeNull()
    none(twin)
    none(new Uint8Array(65))
    none(Uint8Array.of(...new Uint8Array(32).fill(255), ...signature.subarray(32)))
    none(signature.subarray(0, 64))
    none(Uint8Array.of(...signature.subarray(0, 64), 29))
  })
})
