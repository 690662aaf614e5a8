import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../bencode/bencode.js'
import { MAX_PEX, pexNews, readPex, writePex, type PexPeer } from './pex-message.ts'

const v4: fc.Arbitrary<PexPeer> = fc
  .tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), fc.nat(255))
  .map(([host, port, flags]) => ({ address: `${host}:${port}`, flags }))
const v6: fc.Arbitrary<PexPeer> = fc
  .tuple(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 1, max: 65_535 }), fc.nat(255))
  .map(([n, port, flags]) => ({ address: `[2001:db8::${n.toString(16)}]:${port}`, flags }))

describe('peer exchange', () => {
  it('reads back what it writes, both families with their flags', () => {
    fc.assert(
      fc.property(fc.array(v4, { maxLength: 25 }), fc.array(v6, { maxLength: 25 }), (four, six) => {
        const dropped = [...four, ...six].map(({ address }) => address)
        expect(readPex(writePex({ added: [...four, ...six], dropped }))).toEqual({ added: [...four, ...six], dropped })
      }),
    )
  })

  it('takes the beginning of a long list, and the flags by place', () => {
    const added = Buffer.concat(Array.from({ length: 1_000 }, (_, n) => Buffer.from([1, 2, n >> 8, n & 255, 0, n % 3])))
    const message = readPex(
      encode({ added, 'added.f': Uint8Array.from({ length: 1_000 }, (_, n) => n & 255), dropped: added }),
    )
    expect(message?.added).toHaveLength(MAX_PEX)
    expect(message?.dropped).toHaveLength(MAX_PEX)
    // Those with port 0 are left out, and the others keep their own flags.
    expect(message?.added.slice(0, 3)).toEqual([
      { address: '1.2.0.1:1', flags: 1 },
      { address: '1.2.0.2:2', flags: 2 },
      { address: '1.2.0.4:1', flags: 4 },
    ])
  })

  it('is harmless whatever it holds', () => {
    const any = fc.oneof(fc.integer(), fc.uint8Array({ maxLength: 30 }), fc.array(fc.integer(), { maxLength: 3 }))
    const message = fc.dictionary(fc.constantFrom('added', 'added.f', 'added6', 'added6.f', 'dropped', 'dropped6'), any)
    fc.assert(
      fc.property(
        fc.oneof(
          message.map((one) => encode(one)),
          fc.uint8Array(),
        ),
        (bytes) => {
          const read = readPex(bytes)
          for (const { address, flags } of read?.added ?? [])
            expect([typeof address, typeof flags]).toEqual(['string', 'number'])
        },
      ),
      { numRuns: 2_000 },
    )
    expect(readPex(new Uint8Array(100_000))).toBeNull()
  })

  it('tells everything in time, each change once, at most fifty at a time', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(300), { maxLength: 120 }), { maxLength: 6 }), (history) => {
        const told = new Set<string>()
        const say = (now: ReadonlyMap<string, number>): boolean => {
          const news = pexNews(told, now)
          expect(Math.max(news?.added.length ?? 0, news?.dropped.length ?? 0)).toBeLessThanOrEqual(MAX_PEX)
          for (const { address } of news?.added ?? []) expect(told.has(address)).toBe(false)
          for (const { address } of news?.added ?? []) told.add(address)
          for (const address of news?.dropped ?? []) expect(told.delete(address)).toBe(true)
          return news !== null
        }
        for (const peers of history) say(new Map(peers.map((n) => [`1.1.1.1:${n}`, 0])))
        const last = new Map((history.at(-1) ?? []).map((n) => [`1.1.1.1:${n}`, 0]))
        for (let n = 0; n < 20 && say(last); n++);
        expect(told).toEqual(new Set(last.keys()))
      }),
    )
  })
})
