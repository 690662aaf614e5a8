// A speed limit as a number and a unit to edit: bytes per second on one side, text and unit on the other. Reads back
// what it writes. Leaves the bounds of the settings schema in charge; the faults here only name them in plain words.

import { fail, ok, type Result } from '../../../app/result.ts'
import type { Units } from '../../format/bytes.ts'

/** Power of the unit's base: 1 is KiB/s or kB/s, 2 is MiB/s or MB/s, 3 is GiB/s or GB/s. */
export type RateScale = 1 | 2 | 3

export interface RateText {
  readonly number: string
  readonly scale: RateScale
}

export type RateFault = 'not-a-number' | 'too-small' | 'too-large'

const SMALLEST = 1024
const LARGEST = 10_000_000_000
const BASE = { binary: 1024, decimal: 1000 } as const
const SCALES = [3, 2, 1] as const

/** At most three decimals, without trailing zeros. */
const trimmed = (value: number): string => String(Math.round(value * 1000) / 1000)

/** The largest unit in which the limit is at least 1. No limit is an empty number. */
export const rateToText = (rate: number | null, system: Units): RateText => {
  if (rate === null) return { number: '', scale: 2 }
  const scale = SCALES.find((candidate) => rate >= BASE[system] ** candidate) ?? 1
  return { number: trimmed(rate / BASE[system] ** scale), scale }
}

/** Whole bytes per second; null for an empty text, which means no limit. A comma may stand for the point. */
export const textToRate = ({ number, scale }: RateText, system: Units): Result<number | null, RateFault> => {
  const text = number.trim().replace(',', '.')
  if (text === '') return ok(null)
  if (!/^\d+(\.\d+)?$|^\.\d+$/.test(text)) return fail('not-a-number')
  const rate = Math.round(Number(text) * BASE[system] ** scale)
  if (rate < SMALLEST) return fail('too-small')
  return rate > LARGEST ? fail('too-large') : ok(rate)
}
