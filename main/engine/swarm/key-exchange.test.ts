import { createDiffieHellman } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KeyExchange } from './key-exchange.ts'

const PRIME =
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a36210000000000090563'
const below = (distance: bigint): Uint8Array =>
  Buffer.from((BigInt(`0x${PRIME}`) - distance).toString(16).padStart(192, '0'), 'hex')

describe('the key exchange of encrypted connections', () => {
  it('comes to the same secret as the system’s cryptography', () => {
    const theirs = createDiffieHellman(PRIME, 'hex', Buffer.from([2]))
    const theirKey = theirs.generateKeys()
    for (let round = 0; round < 20; round++) {
      const ours = new KeyExchange()
      const secret = Buffer.from(theirs.computeSecret(ours.generateKeys()).toString('hex').padStart(192, '0'), 'hex')
      expect(Buffer.from(ours.computeSecret(theirKey))).toEqual(secret)
    }
  })

  it('makes keys and secrets of 96 bytes, whatever they begin with', () => {
    const [one, other] = [new KeyExchange(), new KeyExchange()]
    for (let round = 0; round < 300; round++) {
      const [oneKey, otherKey] = [one.generateKeys(), other.generateKeys()]
      const secret = one.computeSecret(otherKey)
      expect([oneKey.length, secret.length]).toEqual([96, 96])
      expect(other.computeSecret(oneKey)).toEqual(secret)
    }
  })

  it.each([
    ['0', new Uint8Array(96)],
    ['1', Uint8Array.from({ length: 96 }, (_, at) => (at === 95 ? 1 : 0))],
    ['the prime less 1', below(1n)],
    ['the prime', below(0n)],
    ['more than the prime', new Uint8Array(96).fill(0xff)],
  ])('refuses a public key of %s', (_, key) => {
    const exchange = new KeyExchange()
    exchange.generateKeys()
    expect(() => exchange.computeSecret(key)).toThrow(RangeError)
  })
})
