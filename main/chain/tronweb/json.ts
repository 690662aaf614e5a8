// JSON without loss: nodes write 64-bit integers as bare numbers, which JSON.parse would round above 2^53. Here every
// integer becomes a bigint by its digits. Invariant: no integer that a node wrote is ever a `number`.

type Revive = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown

/** Longer than any 256-bit integer. */
const LONGEST_INTEGER = 80

const exact: Revive = (_key, value, context) => {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  return /^-?\d+$/.test(source) && source.length <= LONGEST_INTEGER ? BigInt(source) : value
}

/** Throws SyntaxError or RangeError for what is no JSON, or too deep. */
export const parseExact = (text: string): unknown => JSON.parse(text, exact)
