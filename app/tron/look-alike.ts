// Address poisoning: somebody makes an address that begins or ends like one that was paid before, and hopes to be
// copied from the history. Compares an address with those the user trusts. Invariant: an address that is trusted itself
// is no look-alike, and one that differs from a trusted one in few places always is.

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

/** The trusted address it is most like; null: it is like none, or one of them. */
export const likenessOf = (address: Address, trusted: Iterable<Address>): Likeness | null => {
  const found: Likeness[] = []
  for (const one of trusted) {
    if (one === address) return null
    const why = whyAlike(address, one)
    if (why !== null) found.push({ address: one, why, differs: differing(address, one) })
  }
  return found.toSorted((a, b) => a.differs.length - b.differs.length)[0] ?? null
}
