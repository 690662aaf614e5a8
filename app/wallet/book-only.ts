// The address book as a list of the only ones to be paid. A name counts a day after it was written, and the rule ends a
// day after it was switched off: who sits down at somebody else's wallet gains nothing by a name of their own. Times
// are ms since 1970. Invariant: one's own accounts are always among those who may be paid.

import * as v from 'valibot'
import { TimeField } from './fields.ts'

export const DELAY_MS = 86_400_000

export const BookOnlySchema = v.strictObject({
  on: v.boolean(),
  /** Switched off, and over then; null: it was not. */
  endsAt: v.nullable(TimeField),
})
export type BookOnly = v.InferOutput<typeof BookOnlySchema>

export const isBookOnly = ({ on, endsAt }: BookOnly, now: number): boolean => on && (endsAt === null || now < endsAt)

/** Switching on holds at once; switching off a day later, and the first time that it was wished counts. */
export const switched = (rule: BookOnly, on: boolean, now: number): BookOnly => {
  if (on) return { on: true, endsAt: null }
  if (!isBookOnly(rule, now)) return { on: false, endsAt: null }
  return { on: true, endsAt: rule.endsAt ?? now + DELAY_MS }
}

/** When an address may be paid; null: it is not in the book. */
export const payableFrom = (addedAt: number | undefined): number | null =>
  addedAt === undefined ? null : addedAt + DELAY_MS
