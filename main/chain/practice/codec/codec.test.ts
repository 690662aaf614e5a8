import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hex, sha256, unhex } from '../bytes.ts'
import { fixture, fixturesMissing } from '../testing/fixtures.ts'
import { decode, encode, normalised } from './codec.ts'
import { isObject, objectOf, readJson, textOf, writeJson, type Json, type JsonObject } from './json.ts'
import { messages } from './schema.ts'

interface Sample {
  readonly endpoint: string
  readonly transaction: JsonObject
}

/** Every transaction among the node's documented answers that is there in full, bytes, id and JSON. */
const samplesIn = (endpoint: string, value: Json | undefined): Sample[] => {
  if (Array.isArray(value)) return value.flatMap((item) => samplesIn(endpoint, item as Json))
  if (!isObject(value)) return []
  const bytes = textOf(value, 'raw_data_hex')
  const whole = /^([0-9a-f]{2})+$/.test(bytes) && /^[0-9a-f]{64}$/.test(textOf(value, 'txID'))
  if (whole) return [{ endpoint, transaction: value }]
  return Object.values(value).flatMap((item) => samplesIn(endpoint, item))
}

const samples: Sample[] = fixturesMissing
  ? []
  : Object.entries(readJson(fixture('java-tron-doc-samples.json')) as JsonObject).flatMap(([endpoint, value]) =>
      samplesIn(endpoint, value),
    )

/** This one's `data` has a digit too many in the documentation (137 of them); its bytes and its id are whole. */
const MISPRINTED = 'triggersmartcontract'
const printed = samples.filter(({ endpoint }) => endpoint !== MISPRINTED)

describe.skipIf(fixturesMissing)(
  `transactions of a real network${fixturesMissing ? `: ${fixturesMissing}` : ''}`,
  () => {
    it('are there to compare with', () => {
      expect(samples.map(({ endpoint }) => endpoint)).toHaveLength(17)
    })

    it.each(printed)('$endpoint becomes the same bytes and the same id', ({ transaction }) => {
      const bytes = encode('Raw', objectOf(transaction, 'raw_data'))
      expect(hex(bytes)).toBe(textOf(transaction, 'raw_data_hex'))
      expect(hex(sha256(bytes))).toBe(textOf(transaction, 'txID'))
    })

    it.each(printed)('$endpoint is read from its bytes as its JSON', ({ transaction }) => {
      const decoded = decode('Raw', unhex(textOf(transaction, 'raw_data_hex')))
      expect(decoded).toEqual(normalised('Raw', objectOf(transaction, 'raw_data')))
    })

    it.each(samples)('$endpoint comes back from its bytes as the same bytes with the same id', ({ transaction }) => {
      const bytes = encode('Raw', decode('Raw', unhex(textOf(transaction, 'raw_data_hex'))))
      expect(hex(bytes)).toBe(textOf(transaction, 'raw_data_hex'))
      expect(hex(sha256(bytes))).toBe(textOf(transaction, 'txID'))
    })

    it('has one misprint, which the codec refuses as the node would', () => {
      const misprinted = samples.find(({ endpoint }) => endpoint === MISPRINTED)
      expect(() => encode('Raw', objectOf(misprinted?.transaction ?? {}, 'raw_data'))).toThrow('INVALID hex String')
    })
  },
)

describe('codec', () => {
  const address = fc.uint8Array({ minLength: 21, maxLength: 21 }).map(hex)
  const int64 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)

  it('brings any transfer back, whatever 64 bits its amount has', () => {
    fc.assert(
      fc.property(address, address, int64, (owner, to, amount) => {
        const transfer = { owner_address: owner, to_address: to, amount }
        const expected = amount === 0n ? { owner_address: owner, to_address: to } : transfer
        expect(normalised('TransferContract', transfer)).toEqual(expected)
      }),
    )
  })

  it('never crashes on foreign bytes but with a plain error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...Object.keys(messages)), (bytes, message) => {
        try {
          decode(message, bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          expect((error as Error).message).not.toBe('')
          expect(error).not.toBeInstanceOf(TypeError)
          expect(error).not.toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('ignores fields it does not know, in JSON and in bytes', () => {
    expect(normalised('TransferContract', { amount: 1n, colour: 'red' })).toEqual({ amount: 1n })
    const foreign = encode('Raw', { fee_limit: 5n, timestamp: 9n })
    expect(decode('TransferContract', foreign)).toEqual({})
  })

  it('refuses what is no hexadecimal text, no number and no name of an enumeration', () => {
    expect(() => encode('TransferContract', { owner_address: 'TBV' })).toThrow('INVALID hex String')
    expect(() => encode('TransferContract', { amount: 'much' })).toThrow('int64')
    expect(() => encode('Contract', { type: 'Gift' })).toThrow('no value named "Gift"')
  })
})

describe('JSON', () => {
  it('keeps every 64-bit integer exact, both ways', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        expect(readJson(writeJson({ value }))).toEqual({ value })
        expect(writeJson({ value })).toBe(`{"value":${value}}`)
      }),
    )
  })

  it('writes what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(JSON.parse(writeJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
