// A whole number in a field, with what is allowed for it. Pure. The settings schema has the same bounds; here they only
// turn into a sentence before anything is sent.

import { fail, ok, type Result } from '../../../app/result.ts'

export interface Bounds {
  readonly min: number
  readonly max: number
  /** A value below `min` that is allowed all the same: 0 for a port means any. */
  readonly also?: number
}

/** The number, or that it is none or out of bounds. Spaces and thousands separators are forgiven. */
export const textToCount = (text: string, { min, max, also }: Bounds): Result<number, 'wrong'> => {
  const plain = text.trim().replace(/[\s,_]/g, '')
  if (!/^\d{1,15}$/.test(plain)) return fail('wrong')
  const count = Number(plain)
  return count === also || (count >= min && count <= max) ? ok(count) : fail('wrong')
}
