import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ok } from '../result.ts'
import { addressOf, type Address } from './address.ts'
import { bytes, int, readFields, writeFields } from './protobuf.ts'
import {
  decodeTransaction,
  encodeSigned,
  encodeTransaction,
  type Contract,
  type RawTransaction,
} from './transaction.ts'

const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((tail) => addressOf(tail) as Address)
const int64 = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
const tokenId = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(String)

const contract: fc.Arbitrary<Contract> = fc.oneof(
  fc.record({ type: fc.constant('TransferContract' as const), owner: address, to: address, amount: int64 }),
  fc.record({
    type: fc.constant('TransferAssetContract' as const),
    owner: address,
    to: address,
    amount: int64,
    tokenId,
  }),
  fc.record({
    type: fc.constant('TriggerSmartContract' as const),
    owner: address,
    contract: address,
    callValue: int64,
    data: fc.uint8Array({ maxLength: 100 }),
    tokenValue: int64,
    tokenId: int64,
  }),
)

const transaction: fc.Arbitrary<RawTransaction> = fc.record({
  refBlockBytes: fc.uint8Array({ minLength: 2, maxLength: 2 }),
  refBlockHash: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  expiration: int64,
  timestamp: int64,
  feeLimit: int64,
  memo: fc.uint8Array({ maxLength: 50 }),
  contract,
})

const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')

describe('a transaction', () => {
  it('comes back from its bytes', () => {
    fc.assert(
      fc.property(transaction, (raw) => {
        expect(decodeTransaction(encodeTransaction(raw))).toEqual(ok(raw))
      }),
    )
  })

  it('that decodes is written back to the same bytes, whatever was done to them', () => {
    let decoded = 0
    fc.assert(
      fc.property(transaction, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(3), (raw, at, change, kind) => {
        const original = encodeTransaction(raw)
        const place = at % original.length
        const damaged = [
          original.map((byte, index) => (index === place ? byte ^ change : byte)),
          Uint8Array.from([...original].toSpliced(place, 1)),
          Uint8Array.from([...original].toSpliced(place, 0, change)),
          Uint8Array.from([...original, ...original.subarray(place)]),
        ][kind] as Uint8Array
        const again = decodeTransaction(damaged)
        if (again.ok) {
          decoded++
          expect(hex(encodeTransaction(again.value))).toBe(hex(damaged))
        }
      }),
      { numRuns: 5_000 },
    )
    // Else this would show nothing: a flipped bit of an amount is a transaction still.
    expect(decoded).toBeGreaterThan(100)
  })

  it('is refused with two contracts, none, or one of a kind that is never signed', () => {
    const raw = fc.sample(transaction, { numRuns: 1, seed: 7 })[0] as RawTransaction
    const fields = readFields(encodeTransaction(raw)) ?? []
    const own = fields.filter(({ number }) => number === 11)
    expect(decodeTransaction(writeFields(fields.filter(({ number }) => number !== 11)))).toMatchObject({
      error: 'contract-count',
    })
    const doubled = fields.flatMap((field) => (field.number === 11 ? [field, field] : [field]))
    expect(decodeTransaction(writeFields(doubled))).toMatchObject({ error: 'contract-count' })
    expect(own).toHaveLength(1)
    for (let type = 0n; type < 70n; type++) {
      const any = (name: string) =>
        bytes(2, writeFields([bytes(1, Buffer.from(`type.googleapis.com/protocol.${name}`))]))
      for (const name of [
        'AccountPermissionUpdateContract',
        'CreateSmartContract',
        'TransferContract',
        'toString',
        '',
      ]) {
        if (type === 1n && name === 'TransferContract') continue
        const other = bytes(11, writeFields([int(1, type), any(name)]))
        const replaced = fields.map((field) => (field.number === 11 ? other : field))
        expect(decodeTransaction(writeFields(replaced))).toMatchObject({ error: 'contract-type' })
      }
    }
  })

  it('is refused for another permission than the owner’s, and with any field more', () => {
    const raw = fc.sample(transaction, { numRuns: 1, seed: 9 })[0] as RawTransaction
    const fields = readFields(encodeTransaction(raw)) ?? []
    const own = fields.find(({ number }) => number === 11)
    const inner = own?.kind === 'bytes' ? (readFields(own.value) ?? []) : []
    const withInner = (more: ReturnType<typeof int>) =>
      writeFields(fields.map((field) => (field.number === 11 ? bytes(11, writeFields([...inner, more])) : field)))
    expect(decodeTransaction(withInner(int(5, 2n)))).toMatchObject({ error: 'permission' })
    for (const number of [3, 4, 6, 100]) expect(decodeTransaction(withInner(int(number, 1n))).ok).toBe(false)
    for (const number of [2, 3, 5, 9, 12, 13, 15, 17, 19, 500]) {
      for (const more of [int(number, 1n), bytes(number, Uint8Array.of(1))]) {
        const all = [...fields, more].sort((a, b) => a.number - b.number)
        expect(decodeTransaction(writeFields(all)).ok).toBe(false)
      }
    }
  })

  it('never makes the decoder throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => {
        expect(decodeTransaction(junk).ok).toBe(false)
      }),
    )
  })

  it('when signed is the raw data and one signature', () => {
    const signed = encodeSigned(Uint8Array.of(1, 2), new Uint8Array(65).fill(9))
    expect(hex(signed)).toBe(`0a0201021241${'09'.repeat(65)}`)
  })
})
