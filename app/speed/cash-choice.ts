// Whom to ask for money in one transaction, of all who owe us: those first who have what they owe, as the chain said it
// last, and before them those who are about to take it away. Nobody who has nothing keeps out somebody who may have
// something. Leaves reading the chain to who prices the order. Pure. Invariants: everybody who owes has a turn, at the
// latest when all others were cashed or found to have nothing; a choice that is told nothing new stays as it was.

import { ZERO, type Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'

/** In one transaction. */
export const MOST_PAYERS = 50
/** Of all that can be had, one in so many: who leaves with less is no hurry, or dust would keep out money. */
const TRIFLING = 1_000n

/** As the books have it. */
export interface Owing {
  readonly payer: Address
  /** `bounced` of it was tried in vain. */
  readonly owes: Amount
  readonly bounced: Amount
}

/** What the chain said of one: of what is owed, how much would be paid now. */
export interface Cover {
  readonly covered: Amount
  /** Leaves, or changed the key that signed. */
  readonly hurry: boolean
  /** In a transaction that is not settled yet: what is left is known after it. */
  readonly underway?: boolean
}

export interface CashFacts {
  readonly owing: readonly Owing[]
  /** Read some time ago. */
  readonly known: ReadonlyMap<Address, Cover>
  /** Read just now, for this very order. */
  readonly read: ReadonlyMap<Address, Cover>
  /** Whom somebody asked for. */
  readonly first: ReadonlySet<Address>
}

interface Ranked {
  readonly payer: Address
  readonly expected: bigint
  /** 0 before 1 before 2. */
  readonly rank: number
}

/** Never read: what did not bounce may well be there. */
const expectedOf = ({ payer, owes, bounced }: Owing, { known, read }: CashFacts): bigint =>
  (read.get(payer) ?? known.get(payer))?.covered ?? owes - bounced

const ranked = (facts: CashFacts): readonly Ranked[] => {
  const { owing, known, read, first } = facts
  const all = owing.map((each) => ({ payer: each.payer, expected: expectedOf(each, facts) }))
  const trifle = all.reduce((sum, { expected }) => sum + expected, 0n) / TRIFLING
  const hurries = (payer: Address): boolean => first.has(payer) || (read.get(payer) ?? known.get(payer))?.hurry === true
  return all
    .map(({ payer, expected }) => {
      const isWorth = expected > 0n && expected >= trifle
      return { payer, expected, rank: isWorth && hurries(payer) ? 0 : expected > 0n ? 1 : 2 }
    })
    .toSorted((a, b) => a.rank - b.rank || (a.expected === b.expected ? 0 : a.expected < b.expected ? 1 : -1))
}

/** `before`: the choice that `read` came of. */
export const chooseCash = (before: readonly Address[], facts: CashFacts): readonly Address[] => {
  const isEmpty = (payer: Address): boolean => facts.read.get(payer)?.covered === 0n
  const chosen = new Set(before)
  const waiting = ranked(facts).filter(({ payer }) => !chosen.has(payer) && !isEmpty(payer))
  // Who was read some time ago and had nothing is asked again only where nobody else is left.
  const better = waiting.filter(({ payer }) => facts.known.get(payer)?.covered !== 0n)
  const paying = before.filter((payer) => !isEmpty(payer))
  const next = better.length > 0 || paying.length > 0 ? better : waiting
  const places = MOST_PAYERS - paying.length
  if (places <= 0 || next.length === 0) return before
  return [...paying, ...next.slice(0, places).map(({ payer }) => payer)]
}

export interface LeftOut {
  /** Who has a turn in a later transaction. */
  readonly later: number
  /** Who is in a transaction that was sent before. */
  readonly underway: number
  /** Who has nothing, and what they owe. */
  readonly empty: number
  readonly owed: Amount
}

/** `taken`: who is in the transaction. */
export const leftOut = (taken: ReadonlySet<Address>, facts: CashFacts): LeftOut => {
  const coverOf = (payer: Address): Cover | undefined => facts.read.get(payer) ?? facts.known.get(payer)
  const left = facts.owing.filter(({ payer }) => !taken.has(payer))
  const others = left.filter(({ payer }) => coverOf(payer)?.underway !== true)
  const empty = others.filter(({ payer }) => coverOf(payer)?.covered === 0n)
  const owed = empty.reduce((sum, { owes }) => (sum + owes) as Amount, ZERO)
  return { later: others.length - empty.length, underway: left.length - others.length, empty: empty.length, owed }
}
