import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK } from './metadata-collection.ts'
import { MAX_SIZE, MetadataBudget } from './metadata-budget.ts'
import { MetadataCollector, type MetadataSource } from './metadata-collector.ts'

interface Peer extends MetadataSource {
  readonly name: string
  /** Chunks it was asked for since it was last looked at. */
  asked: number[]
}

const peer = (name: string): Peer => {
  const one: Peer = { name, asked: [], ask: (chunk) => void one.asked.push(chunk) }
  return one
}

const infoHashOf = (data: Uint8Array): string => createHash('sha1').update(data).digest('hex')

/** A collector with a clock of its own. */
const collecting = (data: Uint8Array, budget = new MetadataBudget()) => {
  let now = 0
  const arrived: Uint8Array[] = []
  const liars: MetadataSource[] = []
  const collector = new MetadataCollector({
    infoHash: infoHashOf(data),
    budget,
    now: () => now,
    wanted: () => arrived.length === 0,
    arrived: (raw) => void arrived.push(raw),
    lied: (source) => void liars.push(source),
  })
  const later = (ms: number): void => {
    for (const end = now + ms; now < end;) {
      now += 1_000
      collector.tick(now)
    }
  }
  /** Answers what it is asked for out of these bytes, until it is asked for nothing more. */
  const answers = (from: Peer, bytes: Uint8Array): void => {
    while (from.asked.length > 0) {
      for (const chunk of from.asked.splice(0)) {
        collector.received(from, chunk, bytes.subarray(chunk * CHUNK, (chunk + 1) * CHUNK))
      }
    }
  }
  return { collector, budget, arrived, liars, later, answers }
}

const crowd = (count: number): Peer[] => Array.from({ length: count }, (_, at) => peer(`peer ${at}`))
/** One chunk of ten megabytes that are nothing. */
const trickle = (collector: MetadataCollector, one: Peer): void => {
  const chunk = one.asked.shift()
  if (chunk !== undefined) collector.received(one, chunk, new Uint8Array(Math.min(CHUNK, MAX_SIZE - chunk * CHUNK)))
}

const busy = (peers: readonly Peer[]): string[] => peers.filter(({ asked }) => asked.length > 0).map(({ name }) => name)

describe('a collector of metadata', () => {
  it('takes chunks in any order and gives out what hashes to the infohash', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 * CHUNK }), fc.infiniteStream(fc.nat()), (size, chance) => {
        const data = randomBytes(size)
        const { collector, arrived, budget } = collecting(data)
        const one = peer('one')
        collector.offered(one, size)
        while (arrived.length === 0) {
          expect(one.asked.length).toBeLessThanOrEqual(16)
          const [chunk = 0] = one.asked.splice((chance.next().value ?? 0) % one.asked.length, 1)
          collector.received(one, chunk, data.subarray(chunk * CHUNK, (chunk + 1) * CHUNK))
        }
        expect(Buffer.compare(arrived[0] ?? new Uint8Array(), data)).toBe(0)
        expect(budget.taken).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('asks eight peers at a time at most, and two of ten megabytes', () => {
    for (const [size, most] of [
      [50_000, 8],
      [MAX_SIZE, 2],
    ] as const) {
      const { collector } = collecting(randomBytes(100))
      const peers = crowd(60)
      for (const one of peers) collector.offered(one, size)
      expect(busy(peers)).toHaveLength(most)
    }
  })

  it('takes no more than forty megabytes for all torrents, and leaves no torrent without', () => {
    const budget = new MetadataBudget()
    const torrents = crowd(6).map((_, at) => ({ ...collecting(randomBytes(100 + at), budget), peers: crowd(3) }))
    for (const { collector, peers } of torrents) for (const one of peers) collector.offered(one, MAX_SIZE)
    expect(budget.taken).toBe(4 * MAX_SIZE)
    const served = new Set<number>()
    for (let second = 0; second < 200; second++) {
      for (const [at, { later, peers }] of torrents.entries()) {
        if (peers.some(({ asked }) => asked.splice(0).length > 0)) served.add(at)
        later(1_000)
        expect(budget.taken).toBeLessThanOrEqual(4 * MAX_SIZE)
      }
    }
    expect(served.size).toBe(6)
    for (const { collector } of torrents) collector.stop()
    expect(budget.taken).toBe(0)
  })

  it('lets two torrents whose peers trickle keep nobody else from his', () => {
    for (const joinsAfter of [0, 1_800]) {
      const budget = new MetadataBudget()
      const trickling = [1, 2].map((n) => ({ ...collecting(randomBytes(n), budget), peers: crowd(4) }))
      for (const { collector, peers } of trickling) for (const one of peers) collector.offered(one, MAX_SIZE)
      const data = randomBytes(40_000)
      const { collector, answers, arrived, later } = collecting(data, budget)
      const honest = peer('honest')
      let second = 0
      for (; arrived.length === 0 && second < joinsAfter + 300; second++) {
        if (second === joinsAfter) collector.offered(honest, data.length)
        for (const hostile of trickling) {
          if (second % 3 === 0) for (const one of hostile.peers) trickle(hostile.collector, one)
          hostile.later(1_000)
        }
        later(1_000)
        answers(honest, data)
      }
      expect(second - joinsAfter).toBeLessThan(70)
    }
  })

  it('lets who takes no more than its part come to an end, however slow, while others trickle', () => {
    const budget = new MetadataBudget()
    const data = randomBytes(200 * CHUNK)
    const { collector, arrived, later } = collecting(data, budget)
    const slow = peer('slow')
    collector.offered(slow, data.length)
    const trickling = [1, 2, 3].map((n) => ({ ...collecting(randomBytes(n), budget), peers: crowd(4) }))
    for (const hostile of trickling) for (const one of hostile.peers) hostile.collector.offered(one, MAX_SIZE)
    for (let second = 0; second < 700 && arrived.length === 0; second++) {
      for (const hostile of trickling) {
        if (second % 3 === 0) for (const one of hostile.peers) trickle(hostile.collector, one)
        hostile.later(1_000)
      }
      const chunk = second % 3 === 0 ? slow.asked.shift() : undefined
      if (chunk !== undefined) collector.received(slow, chunk, data.subarray(chunk * CHUNK, (chunk + 1) * CHUNK))
      later(1_000)
    }
    expect(arrived).toHaveLength(1)
  })

  it('asks first who is not alone with its size, the others a while later all the same', () => {
    const data = randomBytes(100)
    const { collector, later } = collecting(data)
    const first = peer('first')
    collector.offered(first, 500)
    expect(busy([first])).toEqual(['first'])
    first.asked = []
    const [a, b, alone] = [peer('a'), peer('b'), peer('alone')]
    collector.offered(a, 100)
    collector.offered(b, 100)
    collector.offered(alone, 200)
    expect(busy([a, b, alone])).toEqual(['a', 'b'])
    later(6_000)
    expect(busy([alone])).toEqual(['alone'])
  })

  it('lets go who sends nothing, and hears the next', () => {
    const data = randomBytes(20_000)
    const { collector, later, answers, arrived } = collecting(data)
    const mutes = crowd(8)
    for (const one of mutes) collector.offered(one, data.length)
    const honest = peer('honest')
    collector.offered(honest, data.length)
    expect(honest.asked).toEqual([])
    later(5_000)
    answers(honest, data)
    expect(arrived).toHaveLength(1)
  })

  it('lets nobody dawdle while others wait, and gives a slow peer longer the next time', () => {
    const data = randomBytes(30 * CHUNK)
    const { collector, later, answers, arrived } = collecting(data)
    const slow = crowd(8)
    for (const one of slow) collector.offered(one, data.length)
    const honest = peer('honest')
    collector.offered(honest, data.length)
    for (let chunk = 0; chunk < 5 && honest.asked.length === 0; chunk++) {
      for (const one of slow) collector.received(one, chunk, data.subarray(chunk * CHUNK, (chunk + 1) * CHUNK))
      later(4_000)
    }
    answers(honest, data)
    expect(arrived).toHaveLength(1)
  })

  it('has patience with a slow peer that is the only one', () => {
    const data = randomBytes(30 * CHUNK)
    const { collector, later, arrived } = collecting(data)
    const slow = peer('slow')
    collector.offered(slow, data.length)
    for (let chunk = 0; chunk < 30; chunk++) {
      later(9_000)
      collector.received(slow, chunk, data.subarray(chunk * CHUNK, (chunk + 1) * CHUNK))
    }
    expect(arrived).toHaveLength(1)
  })

  it('names who lied, believes it no more, and gets it from another', () => {
    const data = randomBytes(40_000)
    const { collector, answers, arrived, liars } = collecting(data)
    const [liar, honest] = [peer('liar'), peer('honest')]
    collector.offered(liar, 40_000)
    answers(liar, randomBytes(40_000))
    expect(liars).toEqual([liar])
    collector.offered(liar, 40_000)
    expect(liar.asked).toEqual([])
    collector.offered(honest, 40_000)
    answers(honest, data)
    expect(arrived).toHaveLength(1)
    expect(liars).toEqual([liar])
  })

  it('calls nobody a liar who gave up half-way, said no or went', () => {
    const data = randomBytes(40_000)
    const { collector, arrived, liars, later, budget } = collecting(data)
    const [no, gone, mute] = [peer('no'), peer('gone'), peer('mute')]
    for (const one of [no, gone, mute]) collector.offered(one, 40_000)
    collector.received(no, 0, randomBytes(CHUNK))
    collector.rejected(no)
    collector.left(gone)
    later(5_000)
    // Not at once again, but again.
    no.asked = []
    later(4_000)
    expect(no.asked).toEqual([])
    later(4_000)
    expect(no.asked).not.toEqual([])
    for (const one of [no, mute]) collector.left(one)
    expect([liars, arrived, budget.taken]).toEqual([[], [], 0])
  })

  it('keeps to its budget and gives all back, whatever peers say', () => {
    const size = fc.oneof(fc.constantFrom(1, 100, CHUNK, MAX_SIZE), fc.integer({ min: 1, max: MAX_SIZE }))
    const act = fc.record({ who: fc.nat(29), what: fc.nat(5), size, chunk: fc.nat(20) })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        const { collector, budget, later } = collecting(randomBytes(100))
        const peers = crowd(30)
        for (const { who, what, size: named, chunk } of acts) {
          const one = peers[who] ?? peer('none')
          if (what <= 1) collector.offered(one, named)
          if (what === 2) collector.received(one, chunk, new Uint8Array(Math.min(named, CHUNK)))
          if (what === 3) collector.rejected(one)
          if (what === 4) collector.left(one)
          if (what === 5) later(3_000)
          expect(budget.taken).toBeLessThanOrEqual(2 * MAX_SIZE)
        }
        for (const one of peers) collector.left(one)
        expect([budget.taken, budget.contested]).toEqual([0, false])
      }),
      { numRuns: 100 },
    )
  })
})
