// Address poisoning: somebody makes an address that begins or ends like one that was paid before, and hopes to be
// copied from the history. Compares an address with others that the user knows. Invariant: one that differs from a
// known one in few places is always found.

import type { Address } from './address.ts'

export type LikenessWhy = 'same-start' | 'same-end' | 'nearly-same'

export interface Likeness {
  readonly address: Address
  readonly why: LikenessWhy
  /** Places (0 to 33) at which the two differ. */
  readonly differs: readonly number[]
}

/** What people compare: the first and the last four characters. */
const ENDS = 4
/** Two random addresses are more than 25 edits apart. */
const FEW_EDITS = 8

/** Levenshtein's distance, up to `most`. */
const editsBetween = (a: string, b: string, most: number): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row[b.length] ?? 0
}

const whyAlike = (address: Address, trusted: Address): LikenessWhy | null => {
  if (editsBetween(address, trusted, FEW_EDITS) <= FEW_EDITS) return 'nearly-same'
  if (address.slice(-ENDS) === trusted.slice(-ENDS)) return 'same-end'
  return address.slice(0, ENDS) === trusted.slice(0, ENDS) ? 'same-start' : null
}

const differing = (a: string, b: string): readonly number[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).filter((at) => a[at] !== b[at])

/** Those of the others that it looks like, the likest first. */
export const likenessesOf = (address: Address, others: Iterable<Address>): readonly Likeness[] => {
  const found: Likeness[] = []
  for (const one of others) {
    const why = one === address ? null : whyAlike(address, one)
    if (why !== null) found.push({ address: one, why, differs: differing(address, one) })
  }
  return found.toSorted((a, b) => a.differs.length - b.differs.length)
}
