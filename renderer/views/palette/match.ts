// Which entries a query means, best first: all its words must stand in the label; a label that begins with the query
// comes before one with a word that does, and that before the rest. Pure.

import { fold } from '../../state/name-index.ts'

/** 0 best; null: not meant. */
export const matchRank = (label: string, query: string): number | null => {
  const text = fold(label)
  const terms = fold(query)
    .split(/\s+/)
    .filter((term) => term !== '')
  if (!terms.every((term) => text.includes(term))) return null
  const whole = terms.join(' ')
  if (text.startsWith(whole)) return 0
  const words = text.split(/[^\p{L}\p{N}]+/u)
  return terms.every((term) => words.some((word) => word.startsWith(term))) ? 1 : 2
}

/** The items meant, in order of rank and otherwise as they were; at most `most`. */
export const matching = <T>(
  items: Iterable<T>,
  labelOf: (item: T) => string,
  query: string,
  most = Infinity,
): readonly T[] => {
  const ranked: { readonly item: T; readonly rank: number }[] = []
  for (const item of items) {
    const rank = matchRank(labelOf(item), query)
    if (rank !== null) ranked.push({ item, rank })
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ item }) => item)
}
