// Whom to look up on the chain in one round, where more owe us than can be read at a time: those who owe the most in
// every round, and of the others in turn those who have waited longest. Leaves reading them, and how often there is a
// round, to main/speed/debtor-watch.ts. Invariants: a round is never longer than its bound; nobody is overtaken for
// ever: of those who waited longer than one, ten at least are read in each round until it is its turn, and ninety if it
// owes no trifle.

import type { Address } from '../tron/address.ts'

/** Of one round. */
export const MOST_PAYERS = 200
/** Of those, places of who owes the most. */
const EVERY_ROUND = 100
/** And places of who owes a trifle, though others wait: dust delays no money, and is not forgotten either. */
const FOR_TRIFLES = 10
/** What all of those together owe of everything: one in so many at most. */
const TRIFLING = 1_000n

export interface Owing {
  readonly payer: Address
  readonly owes: bigint
}

/** Of whoever owes, a number that is less the longer it waits: of when it was read last, or first seen to owe. */
export type Waiting = ReadonlyMap<Address, number>

const mostFirst = (a: Owing, b: Owing): number => (a.owes === b.owes ? 0 : a.owes < b.owes ? 1 : -1)

/** How many of them, who owe the most first, owe more than a trifle. */
const countOf = (sorted: readonly Owing[]): number => {
  const trifle = sorted.reduce((sum, { owes }) => sum + owes, 0n) / TRIFLING
  let [count, rest] = [sorted.length, 0n]
  for (const { owes } of sorted.toReversed()) {
    rest += owes
    if (rest > trifle) break
    count--
  }
  return count
}

/** In the order in which to read them. */
export const roundOf = (owing: readonly Owing[], waiting: Waiting): readonly Address[] => {
  const sorted = owing.toSorted(mostFirst)
  const since = ({ payer }: Owing): number => waiting.get(payer) ?? Number.MAX_VALUE
  const inTurn = (from: number, to: number): readonly Owing[] =>
    sorted.slice(from, to).toSorted((a, b) => since(a) - since(b))
  const worth = Math.max(EVERY_ROUND, countOf(sorted))
  const trifles = inTurn(worth, sorted.length)
  const places = MOST_PAYERS - EVERY_ROUND - Math.min(FOR_TRIFLES, trifles.length)
  const others = [...inTurn(EVERY_ROUND, worth).slice(0, places), ...trifles]
  return [...sorted.slice(0, EVERY_ROUND), ...others].slice(0, MOST_PAYERS).map(({ payer }) => payer)
}
