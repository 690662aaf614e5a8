import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import { chooseCash, leftOut, MOST_PAYERS, type CashFacts, type Cover, type Owing } from './cash-choice.ts'

const BTT = 10n ** 18n
const named = (at: number) => `payer ${at}` as Address
const owing = (at: number, uncashed: bigint, bounced = 0n): Owing => ({
  payer: named(at),
  owes: amount(uncashed + bounced),
  bounced: amount(bounced),
})
const cover = (covered: bigint, hurry = false): Cover => ({ covered: amount(covered), hurry })
const facts = (some: Partial<CashFacts>): CashFacts => ({
  owing: [],
  known: new Map(),
  read: new Map(),
  first: new Set(),
  ...some,
})
const many = (count: number, from: number, of: (at: number) => Owing) =>
  Array.from({ length: count }, (_, at) => of(from + at))

/** As the dialog goes on: what is asked for is read, until nothing new comes of it. */
const settled = (start: CashFacts, has: (payer: Address) => bigint) => {
  let read = new Map<Address, Cover>()
  let chosen: readonly Address[] = []
  for (let rounds = 0; rounds < 100; rounds++) {
    const next = chooseCash(chosen, { ...start, read })
    if (next === chosen) return { chosen, read, rounds }
    chosen = next
    read = new Map([...read, ...chosen.map((payer) => [payer, cover(has(payer))] as const)])
  }
  throw new Error('it never settles')
}

describe('whom to cash', () => {
  it('is who can pay, though fifty who cannot owe more', () => {
    const bounced = many(50, 0, (at) => owing(at, 0n, 3n * BTT))
    const good = many(200, 100, (at) => owing(at, 2n * BTT))
    const chosen = chooseCash([], facts({ owing: [...bounced, ...good] }))
    expect(chosen).toHaveLength(MOST_PAYERS)
    expect(chosen.every((payer) => good.some((each) => each.payer === payer))).toBe(true)
  })

  it('is the next ones where those asked for first are found to have nothing', () => {
    const all = [...many(120, 0, (at) => owing(at, 9n * BTT)), ...many(3, 500, (at) => owing(at, BTT))]
    const { chosen, rounds } = settled(facts({ owing: all }), (payer) =>
      payer.length > 'payer 99'.length && payer >= named(500) ? BTT : 0n,
    )
    expect(chosen).toEqual(expect.arrayContaining([named(500), named(501), named(502)]))
    expect(rounds).toBeLessThan(6)
  })

  it('is first of all who leaves or was asked for, unless it is dust', () => {
    const known = new Map([
      [named(1), cover(50n * BTT)],
      [named(2), cover(5n * BTT, true)],
      [named(3), cover(4n * BTT)],
      [named(4), cover(1n, true)],
    ])
    const all = [1, 2, 3, 4].map((at) => owing(at, 100n * BTT))
    expect(chooseCash([], facts({ owing: all, known, first: new Set([named(3)]) }))).toEqual([2, 3, 1, 4].map(named))
  })

  it('is by what the chain said of a payer before what the books say', () => {
    const all = [owing(1, 100n * BTT), owing(2, 50n * BTT), owing(3, 10n * BTT, 90n * BTT)]
    const known = new Map([[named(1), cover(BTT)]])
    expect(chooseCash([], facts({ owing: all, known }))).toEqual([2, 3, 1].map(named))
  })

  it('is also who had nothing some time ago, once nobody else is left', () => {
    const all = [owing(1, 5n * BTT), owing(2, 9n * BTT)]
    const known = new Map([[named(2), cover(0n)]])
    const first = chooseCash([], facts({ owing: all, known }))
    expect(first).toEqual([named(1)])
    const read = new Map([[named(1), cover(0n)]])
    expect(chooseCash(first, facts({ owing: all, known, read }))).toEqual([named(2)])
    expect(chooseCash(first, facts({ owing: all, known, read: new Map([[named(1), cover(1n)]]) }))).toBe(first)
  })

  const people = fc.array(
    fc.record({ uncashed: fc.bigInt(0n, 9n), bounced: fc.bigInt(0n, 9n), has: fc.bigInt(0n, 9n) }),
    {
      maxLength: 170,
      size: 'max',
    },
  )

  it('leaves nobody out for ever: cashed again and again, all that can be had is had', () => {
    fc.assert(
      fc.property(people, (some) => {
        let left = some.map(({ uncashed, bounced }, at) => owing(at, uncashed, bounced)).filter(({ owes }) => owes > 0n)
        const has = (payer: Address) => some[Number(payer.slice('payer '.length))]?.has ?? 0n
        for (;;) {
          const { chosen, read } = settled(facts({ owing: left }), has)
          const taken = new Set(chosen.filter((payer) => (read.get(payer)?.covered ?? 0n) > 0n))
          expect(chosen.length).toBeLessThanOrEqual(MOST_PAYERS)
          const { later, empty } = leftOut(taken, facts({ owing: left, read }))
          expect(taken.size + later + empty).toBe(left.length)
          if (taken.size === 0) break
          left = left.filter(({ payer }) => !taken.has(payer))
        }
        expect(left.filter(({ payer }) => has(payer) > 0n)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

describe('who is left out', () => {
  it('is told by whether they have anything, with what those who have not owe', () => {
    const all = [owing(1, 5n * BTT), owing(2, 0n, 9n * BTT), owing(3, 2n * BTT)]
    const read = new Map([
      [named(1), cover(5n * BTT)],
      [named(2), cover(0n)],
    ])
    expect(leftOut(new Set([named(1)]), facts({ owing: all, read }))).toEqual({
      later: 1,
      underway: 0,
      empty: 1,
      owed: 9n * BTT,
    })
  })

  it('are not called empty while their vouchers are in a transaction on its way', () => {
    const all = [owing(1, BTT), owing(2, 9n * BTT)]
    const read = new Map([
      [named(1), cover(BTT)],
      [named(2), { ...cover(0n), underway: true }],
    ])
    const known = facts({ owing: all, read })
    expect(leftOut(new Set([named(1)]), known)).toEqual({ later: 0, underway: 1, empty: 0, owed: 0n })
  })
})
