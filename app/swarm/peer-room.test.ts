import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalPriority, crc32c } from './canonical-priority.ts'
import { ExternalAddress } from './external-address.ts'
import { keepsOlder, leastUseful, replaced, uselessOne, type Occupant } from './peer-room.ts'

const occupant = (key: string, rest: Partial<Occupant<string>> = {}): Occupant<string> => ({
  key,
  age: 300_000,
  idle: 0,
  rate: 0,
  useful: true,
  priority: 100,
  ...rest,
})

describe('canonical priority', () => {
  const at = (host: string, port = 6_881) => ({ host, port })

  it('is the checksum and the number the documents give', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
    expect(canonicalPriority(at('123.213.32.10'), at('98.76.54.32'))).toBe(0xec2d7224)
    expect(canonicalPriority(at('123.213.32.10'), at('123.213.32.234'))).toBe(0x99568189)
  })

  it('is the same from both ends, and told apart by ports behind one address', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6())
    const port = fc.integer({ min: 1, max: 65_535 })
    fc.assert(
      fc.property(host, port, host, port, (a, p, b, q) => {
        expect(canonicalPriority(at(a, p), at(b, q))).toBe(canonicalPriority(at(b, q), at(a, p)))
      }),
    )
    expect(canonicalPriority(at('1.2.3.4', 1), at('1.2.3.4', 2))).not.toBe(
      canonicalPriority(at('1.2.3.4', 1), at('1.2.3.4', 3)),
    )
  })

  it('is none between families', () => expect(canonicalPriority(at('1.2.3.4'), at('2001:db8::1'))).toBeNull())
})

describe('our address', () => {
  it('is what most say, a vote a host, public ones only', () => {
    const known = new ExternalAddress()
    expect(known.towards('9.9.9.9')).toBeNull()
    for (let n = 0; n < 20; n++) known.vote('liar', Uint8Array.of(6, 6, 6, n))
    known.vote('one', Uint8Array.of(8, 8, 4, 4))
    known.vote('two', Uint8Array.of(8, 8, 4, 4))
    known.vote('three', Uint8Array.of(192, 168, 1, 1))
    known.vote('four', 'text')
    known.vote('five', Uint8Array.of(1, 2, 3))
    expect(known.towards('9.9.9.9')).toBe('8.8.4.4')
    expect(known.towards('2606::1')).toBeNull()
  })
})

describe('room for another peer', () => {
  it('is made by who is of no use, the lowest in priority first, once it had its chance', () => {
    const full = [
      occupant('good'),
      occupant('new', { useful: false, age: 10_000, priority: 1 }),
      occupant('useless', { useful: false, priority: 9 }),
      occupant('more useless', { useful: false, priority: 5 }),
    ]
    expect(uselessOne(full)).toBe('more useless')
    expect(replaced(full, 0)).toBe('more useless')
    expect(uselessOne(full.slice(0, 2))).toBeNull()
  })

  it('is made by an idle one only for a newcomer of higher priority', () => {
    const full = [occupant('busy', { priority: 1 }), occupant('idle', { idle: 200_000, priority: 50 })]
    expect(replaced(full, 51)).toBe('idle')
    expect(replaced(full, 50)).toBeNull()
  })

  it('is never made by who sends or takes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(), { minLength: 1 }), (newcomer, priorities) => {
        expect(
          replaced(
            priorities.map((priority, n) => occupant(`${n}`, { priority })),
            newcomer,
          ),
        ).toBeNull()
      }),
    )
  })
})

describe('two connections to one peer', () => {
  const young = { age: 500, silence: 100, sameHost: true }

  it('leave the same one when both dialled at once, whatever each saw first', () => {
    // Ours is a, theirs b; connection 1 was dialled by a, connection 2 by b. Each end may see either first.
    const survivors = new Set<number>()
    for (const aSeesFirst of [1, 2])
      for (const bSeesFirst of [1, 2]) {
        const keptBy = (self: string, other: string, first: number, dialled: number): number => {
          const older = { ...young, outgoing: first === dialled }
          const second = first === 1 ? 2 : 1
          return keepsOlder(older, second === dialled, self, other) ? first : second
        }
        const a = keptBy('a', 'b', aSeesFirst, 1)
        expect(keptBy('b', 'a', bSeesFirst, 2)).toBe(a)
        survivors.add(a)
      }
    expect(survivors.size).toBe(1)
  })

  it('leave the older, unless it has gone silent', () => {
    expect(keepsOlder({ outgoing: true, age: 60_000, silence: 500, sameHost: true }, false, 'a', 'b')).toBe(true)
    expect(keepsOlder({ outgoing: false, ...young }, false, 'a', 'b')).toBe(true)
    expect(keepsOlder({ outgoing: true, age: 60_000, silence: 11_000, sameHost: true }, false, 'a', 'b')).toBe(false)
    // Dialled by the peer again: from its own host it means the first is over, from elsewhere it proves nothing.
    const first = { outgoing: false, age: 60_000, silence: 500 }
    expect(keepsOlder({ ...first, sameHost: true }, false, 'a', 'b')).toBe(false)
    expect(keepsOlder({ ...first, sameHost: false }, false, 'a', 'b')).toBe(true)
  })
})

describe('who goes when there are too many', () => {
  const occupants = fc.uniqueArray(
    fc.record({
      key: fc.nat(),
      age: fc.nat(600_000),
      idle: fc.nat(600_000),
      rate: fc.oneof(fc.constant(0), fc.nat(5_000_000)),
      useful: fc.boolean(),
      priority: fc.nat(),
    }),
    { selector: ({ key }) => key },
  )

  it('is never one who moves data while somebody does not, nor a faster one before a slower one', () => {
    fc.assert(
      fc.property(occupants, fc.integer({ min: -5, max: 40 }), (all, count) => {
        const going = new Set(leastUseful(all, count))
        expect(going.size).toBe(Math.min(all.length, Math.max(0, count)))
        const fastest = Math.max(0, ...all.filter(({ key }) => going.has(key)).map(({ rate }) => rate))
        for (const { key, rate } of all) if (!going.has(key)) expect(rate).toBeGreaterThanOrEqual(fastest)
      }),
    )
  })

  it('is whoever is of no use first, then who waits, the longest idle of them first, and the slowest last', () => {
    const order = leastUseful(
      [
        occupant('fast', { rate: 900 }),
        occupant('waits long', { idle: 9_000 }),
        occupant('no use', { useful: false }),
        occupant('slow', { rate: 1 }),
        occupant('waits', { idle: 10 }),
        occupant('no use for long', { useful: false, idle: 5_000 }),
      ],
      6,
    )
    expect(order).toEqual(['no use for long', 'no use', 'waits long', 'waits', 'slow', 'fast'])
  })
})
