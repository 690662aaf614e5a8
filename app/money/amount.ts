// Amounts of money in base units, as bigint: sun for TRX, 10^-18 for BTT. Leaves saying which token to the caller.
// Invariant: no amount is ever a `number`, and none is negative or longer than the chain can hold.

import { fail, ok, type Result } from '../result.ts'

/** Base units of some token, 0 to 2^256 - 1. */
export type Amount = bigint & { readonly __brand: 'Amount' }

/** `digits`: more decimal places than the token has. `comma`: it could mean thousands or decimal places. */
export type AmountFault = 'empty' | 'characters' | 'comma' | 'digits' | 'too-large'

const MOST = 2n ** 256n - 1n
const LONGEST = 100

/** Throws RangeError: for values that our own code made; what comes from outside is parsed. */
export const amount = (units: bigint): Amount => {
  if (units < 0n || units > MOST) throw new RangeError('no amount of money')
  return units as Amount
}

/** Null: out of range. */
export const amountOf = (units: bigint): Amount | null => (units < 0n || units > MOST ? null : (units as Amount))

/** One comma with three digits behind it, and before it as many as stand before thousands. */
const THOUSANDS = /^[1-9]\d{0,2},\d{3}$/

export const ZERO: Amount = amount(0n)

/**
 * As a person types it: digits, one point or comma before the decimal places, spaces (also narrow and no-break ones)
 * and underscores between digits. Two points, or a comma that could mean thousands ("1,000,000", but "1,250" as well,
 * which is how amounts are shown here), are refused.
 */
export const parseAmount = (input: string, decimals: number): Result<Amount, AmountFault> => {
  const text = input.replaceAll(/[\s_\u00a0\u2009\u202f]/gu, '')
  if (text === '') return fail('empty')
  const parts = /^(?<whole>\d*)(?:[.,](?<places>\d*))?$/.exec(text)?.groups
  const [whole, places] = [parts?.['whole'] ?? '', parts?.['places'] ?? '']
  if (parts === undefined || whole + places === '') return fail('characters')
  if (THOUSANDS.test(input.trim())) return fail('comma')
  if (whole.length > LONGEST) return fail('too-large')
  const significant = places.replace(/0+$/, '')
  if (significant.length > decimals) return fail('digits')
  const parsed = amountOf(BigInt(whole + significant.padEnd(decimals, '0')))
  return parsed === null ? fail('too-large') : ok(parsed)
}

/** Exact, without grouping or needless zeros: "1250.5". Comes back from `parseAmount`. */
export const exactAmount = (units: bigint, decimals: number): string => {
  const digits = units.toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const places = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return places === '' ? whole : `${whole}.${places}`
}

/** Digits in threes: 1,250,000. */
export const groupDigits = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

/** "1,250.5": exact, in groups of three digits, for people to read. */
export const shownAmount = (units: bigint, decimals: number): string => {
  const [whole = '0', places] = exactAmount(units, decimals).split('.')
  return places === undefined ? groupDigits(whole) : `${groupDigits(whole)}.${places}`
}
