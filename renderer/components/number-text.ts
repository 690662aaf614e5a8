// A number in a field, with what is allowed for it. Pure. What is stored is checked again where it is stored; here a
// wrong one only turns into a sentence before anything is sent.

import { fail, ok, type Result } from '../../app/result.ts'

export interface NumberBounds {
  readonly min: number
  readonly max: number
  /** Places behind the point; 0: whole numbers only. */
  readonly decimals: number
}

export const numberToText = (value: number | null, { decimals }: NumberBounds): string =>
  value === null ? '' : String(Number(value.toFixed(decimals)))

/** Null: the field is empty. Spaces are forgiven, and a comma for the point. */
export const textToNumber = (text: string, { min, max, decimals }: NumberBounds): Result<number | null, 'wrong'> => {
  const plain = text.replace(/\s/g, '').replace(',', '.')
  if (plain === '') return ok(null)
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(plain)) return fail('wrong')
  const value = Number(plain)
  const cut = Number(value.toFixed(decimals))
  return cut === value && value >= min && value <= max ? ok(value) : fail('wrong')
}
