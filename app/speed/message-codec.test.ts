import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../bencode/bencode.js'
import type { Amount } from '../money/amount.ts'
import { amountBytes, amountFrom, numberBytes, numberOf } from './amount-bytes.ts'
import { decodeMessage, encodeMessage, MOST_LEVELS_PASSED } from './message-codec.ts'
import type { SpeedMessage } from './message.ts'
import { stopCodes, type Price } from './terms.ts'
import { testKey } from './testing/keys.ts'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const size = fc.maxSafeNat()
const money = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((units) => units as Amount)
const price = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }).map((units) => units as Price)
const lane = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const signature = fc.uint8Array({ minLength: 65, maxLength: 65 })
const account = fc.integer({ min: 1, max: 50 }).map((number) => testKey(number).address)

/** One byte a character. */

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0))

const message: fc.Arbitrary<SpeedMessage> = fc.oneof(
  fc.record({
    t: fc.constant('hello' as const),
    nonce: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    chainId: fc.integer({ min: 1, max: 0xffff_ffff }),
    vault: account,
    account,
    device: u32,
  }),
  fc.record({ t: fc.constant('prove' as const), signature }),
  fc.record({
    t: fc.constant('terms' as const),
    index: u32,
    ask: money,
    unit: u32,
    credit: u32,
    slots: u32,
    mostUncashed: money,
  }),
  fc.record({ t: fc.constant('bid' as const), bid: u32, index: u32, price, wanted: size, lane }),
  fc.record({
    t: fc.constant('accept' as const),
    bid: u32,
    index: u32,
    price,
    unit: u32,
    credit: u32,
    ttl: u32,
    held: money,
  }),
  fc.record({ t: fc.constant('voucher' as const), lane, cumulative: money, signature, bid: u32, bytes: size }),
  fc.record({ t: fc.constant('ack' as const), cumulative: money, bytes: size }),
  fc.record({ t: fc.constant('resume' as const), lane, cumulative: money, signature }),
  fc.record({
    t: fc.constant('stop' as const),
    bid: u32,
    code: fc.constantFrom(...stopCodes),
    by: fc.constantFrom('buyer' as const, 'seller' as const),
  }),
  fc.record({
    t: fc.constant('error' as const),
    code: fc.constantFrom('low', 'unpaid'),
    text: fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => [...text].slice(0, 25).join('')),
  }),
)

describe('amounts on the wire', () => {
  it('come back as they were, from the one spelling there is', () => {
    fc.assert(
      fc.property(money, (amount) => {
        const bytes = amountBytes(amount)
        expect(amountFrom(bytes)).toBe(amount)
        expect(amountFrom(Uint8Array.of(0, ...bytes))).toBeNull()
      }),
    )
  })

  it('are nothing for zero, big-endian, and at most 32 bytes', () => {
    expect([...amountBytes(0n as Amount)]).toEqual([])
    expect([...numberBytes(258n)]).toEqual([1, 2])
    expect(amountFrom(new Uint8Array(33).fill(1))).toBeNull()
    expect(numberOf(new Uint8Array(32).fill(255), 32)).toBe(2n ** 256n - 1n)
  })
})

describe('a message of Speed', () => {
  it('is read as it was written, within its size', () => {
    fc.assert(
      fc.property(message, (written) => {
        const bytes = encodeMessage(written)
        expect(bytes.length).toBeLessThanOrEqual(1_024)
        expect(decodeMessage(bytes)).toEqual({ is: 'message', message: written })
      }),
      { numRuns: 500 },
    )
  })

  it('keeps no view of the bytes it came in', () => {
    const bytes = encodeMessage({ t: 'prove', signature: new Uint8Array(65).fill(7) })
    const decoded = decodeMessage(bytes)
    bytes.fill(0)
    expect(decoded).toEqual({ is: 'message', message: { t: 'prove', signature: new Uint8Array(65).fill(7) } })
  })

  it('of another kind, or with keys we do not know, is no fault', () => {
    expect(decodeMessage(encode({ t: 10, x: 'y' }))).toEqual({ is: 'unknown' })
    expect(decodeMessage(encode({ t: 6, m: new Uint8Array(0), n: 5, zz: [1] }))).toEqual({
      is: 'message',
      message: { t: 'ack', cumulative: 0n, bytes: 5 },
    })
  })

  it.each<[string, unknown]>([
    ['is no dictionary', [6]],
    ['has no kind', { m: new Uint8Array(0), n: 5 }],
    ['has a kind that is text', { t: '6', m: new Uint8Array(0), n: 5 }],
    ['lacks a field', { t: 6, n: 5 }],
    ['has an amount with a leading zero', { t: 6, m: Uint8Array.of(0, 1), n: 5 }],
    ['has an amount that is an integer', { t: 6, m: 12, n: 5 }],
    ['has an amount of 33 bytes', { t: 6, m: new Uint8Array(33).fill(1), n: 5 }],
    ['counts below zero', { t: 6, m: new Uint8Array(0), n: -1 }],
    ['counts beyond what numbers hold', { t: 6, m: new Uint8Array(0), n: 2n ** 60n }],
    ['has a signature of 64 bytes', { t: 1, s: new Uint8Array(64) }],
    ['bids nothing', { t: 3, b: 1, i: 1, p: new Uint8Array(0), w: 5, l: new Uint8Array(0) }],
    ['does not say whose bid it stops', { t: 8, b: 1, k: 'off' }],
    ['is longer than a message may be', { t: 9, k: 'x', m: 'y', z: new Uint8Array(1_100) }],
  ])('that %s is malformed', (_, value) => {
    expect(decodeMessage(encode(value))).toEqual({ is: 'malformed' })
  })

  it('with keys out of order, twice, or with bytes behind it is malformed', () => {
    const text = (written: string): Uint8Array => new TextEncoder().encode(written)
    expect(decodeMessage(text('d1:m0:1:ni5e1:ti6ee'))).toMatchObject({ is: 'message' })
    expect(decodeMessage(text('d1:ti6e1:m0:1:ni5ee'))).toEqual({ is: 'malformed' })
    expect(decodeMessage(text('d1:m0:1:m0:1:ni5e1:ti6ee'))).toEqual({ is: 'malformed' })
    expect(decodeMessage(text('d1:m0:1:ni5e1:ti6eex'))).toEqual({ is: 'malformed' })
  })

  it.each<[string, string]>([
    ['a code to stop', 'd1:bi1e1:k2:\xff\xfe1:ri2e1:ti8ee'],
    ['a code of an error', 'd1:k1:\xff1:m0:1:ti9ee'],
    ['a text', 'd1:k3:low1:m2:\xc3\x281:ti9ee'],
  ])('with %s that is not UTF-8 is malformed', (_, written) => {
    expect(decodeMessage(latin1(written))).toEqual({ is: 'malformed' })
  })

  it('passes over what it does not know as deep as is said, and no deeper', () => {
    const nested = (levels: number) =>
      decodeMessage(latin1(`d1:m0:1:ni5e1:ti6e1:z${'l'.repeat(levels)}${'e'.repeat(levels)}e`)).is
    expect([nested(1), nested(MOST_LEVELS_PASSED), nested(MOST_LEVELS_PASSED + 1), nested(490)]).toEqual([
      'message',
      'message',
      'malformed',
      'malformed',
    ])
  })

  it('passes over integers of 64 bits, negative or not, and any order of keys within what it does not know', () => {
    const holding = (value: string) => decodeMessage(latin1(`d1:m0:1:ni5e1:ti6e1:z${value}e`)).is
    const known = [`i${2n ** 64n - 1n}e`, `i-${2n ** 63n}e`, 'd1:bi1e1:ai2ee'].map(holding)
    expect(known).toEqual(['message', 'message', 'message'])
    expect([`i${2n ** 64n}e`, 'i-0e', 'd1:ai1e1:ai2ee'].map(holding)).toEqual(['malformed', 'malformed', 'malformed'])
  })

  it('that is cut, changed or random never throws', () => {
    const mutated = fc.tuple(message, fc.nat(), fc.nat(), fc.nat({ max: 255 })).map(([sent, at, cut, byte]) => {
      const bytes = encodeMessage(sent)
      bytes[at % bytes.length] = byte
      return bytes.slice(0, cut % 3 === 0 ? cut % bytes.length : bytes.length)
    })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 1_200 })), (bytes) => {
        expect(['message', 'unknown', 'malformed']).toContain(decodeMessage(bytes).is)
      }),
      { numRuns: 2_000 },
    )
  })

  it('of an unknown reason to stop is one to stop', () => {
    expect(decodeMessage(encode({ t: 8, b: 1, k: 'new-reason', r: 2 }))).toEqual({
      is: 'message',
      message: { t: 'stop', bid: 1, code: 'off', by: 'seller' },
    })
  })
})
