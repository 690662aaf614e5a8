import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Address } from '../tron/address.ts'
import { MOST_PAYERS, roundOf, type Owing } from './debtor-rounds.ts'

const payer = (n: number): Address => `payer ${n}` as Address
const owingAll = (sums: readonly bigint[]): readonly Owing[] => sums.map((owes, n) => ({ payer: payer(n), owes }))

/** As main/speed/debtor-watch.ts keeps it: when each was read last, or seen first. */
class Rounds {
  readonly #waiting = new Map<Address, number>()
  #count = 0

  next(owing: readonly Owing[]): readonly Address[] {
    this.#count++
    for (const { payer: each } of owing) if (!this.#waiting.has(each)) this.#waiting.set(each, this.#count)
    const round = roundOf(owing, this.#waiting)
    this.#count++
    for (const each of round) this.#waiting.set(each, this.#count)
    return round
  }
}

const BTT = 10n ** 18n
const anySum = fc.bigInt({ min: 1n, max: 1_000_000n * BTT })
/** Nobody among some hundreds owes a trifle beside the others. */
const worthwhile = fc.bigInt({ min: 100n * BTT, max: 110n * BTT })
/** Sums that change after a round, and how many come who owe more than anybody before. */
interface Happening {
  readonly changed: readonly (readonly [number, bigint])[]
  readonly newcomers: number
}
const happenings = fc.array(
  fc.record({ changed: fc.array(fc.tuple(fc.nat(), anySum), { maxLength: 20 }), newcomers: fc.nat({ max: 40 }) }),
  { minLength: 1, maxLength: 5 },
)

const roundsToRead = (sums: readonly bigint[], happens: readonly Happening[], most: number): number => {
  const now = [...sums]
  const rounds = new Rounds()
  const unread = new Set(sums.map((_, n) => payer(n)))
  for (let count = 1; count <= most; count++) {
    for (const each of rounds.next(owingAll(now))) unread.delete(each)
    if (unread.size === 0) return count
    const happened = happens[count % happens.length]
    for (const [at, owes] of happened?.changed ?? []) now[at % sums.length] = owes
    for (let n = 0; n < (happened?.newcomers ?? 0); n++) now.push(2_000_000n * BTT)
  }
  return Infinity
}

it('reads everybody in each round while they are few', () => {
  fc.assert(
    fc.property(fc.array(anySum, { maxLength: MOST_PAYERS }), (sums) => {
      const owing = owingAll(sums)
      const round = new Rounds().next(owing)
      expect(round.toSorted()).toEqual(owing.map(({ payer: each }) => each).toSorted())
    }),
  )
})

it('reads who owes the most in every round and first, and nobody twice or beyond the bound', () => {
  fc.assert(
    fc.property(fc.array(anySum, { minLength: 201, maxLength: 600 }), fc.integer({ min: 1, max: 4 }), (sums, times) => {
      const owing = owingAll(sums)
      const rounds = new Rounds()
      const most = owing.toSorted((a, b) => (a.owes < b.owes ? 1 : a.owes > b.owes ? -1 : 0)).slice(0, 100)
      for (let n = 0; n < times; n++) {
        const round = rounds.next(owing)
        expect(new Set(round).size).toBe(MOST_PAYERS)
        expect(round).toHaveLength(MOST_PAYERS)
        expect(round.slice(0, 100)).toEqual(most.map(({ payer: each }) => each))
      }
    }),
    { numRuns: 20 },
  )
})

it('lets nobody starve, however sums change and whoever comes with more', () => {
  fc.assert(
    fc.property(fc.array(anySum, { minLength: 201, maxLength: 400 }), happenings, (sums, happens) => {
      expect(roundsToRead(sums, happens, Math.ceil(sums.length / 10))).toBeLessThan(Infinity)
    }),
    { numRuns: 15 },
  )
})

it('reads ninety more in each round of who owes no trifle', () => {
  fc.assert(
    fc.property(fc.array(worthwhile, { minLength: 201, maxLength: 900 }), (sums) => {
      const bound = Math.ceil((sums.length - 100) / 90)
      expect(roundsToRead(sums, [], bound)).toBeLessThanOrEqual(bound)
    }),
    { numRuns: 20 },
  )
})

it('has money not wait for dust, nor forget the dust', () => {
  const sums = [...Array.from({ length: 280 }, () => 100n * BTT), ...Array.from({ length: 5_000 }, () => 1n)]
  const owing = owingAll(sums)
  const rounds = new Rounds()
  const read = new Set([...rounds.next(owing), ...rounds.next(owing)])
  expect(owing.slice(0, 280).every(({ payer: each }) => read.has(each))).toBe(true)
  expect(read.size - 280).toBe(20)
})
