// Whether paying helps, by trying both: windows in which sellers are paid alternate with windows in which they are not,
// and rates of both are compared. The time before the first bid is the first unpaid window. Leaves what to do about it
// to usefulness.ts. Invariant: a verdict rests on whole windows only; rates while a line speeds up count in none.

import type { Help } from './speed-state.ts'

/** After a change rates say nothing yet. */
const SETTLING_MS = 5_000
const FIRST_PAID_MS = 25_000
const UNPAID_MS = 15_000
/** Afterwards, paid ones: longer and longer, since each unpaid one costs time. */
const LATER_PAID_MS = [300_000, 900_000] as const
/** Rates differ by chance; this much more is help. */
const HELPS = 1.15

interface Sum {
  /** Byte·ms/s: of the sellers concerned, and of the whole torrent. */
  readonly sellers: number
  readonly all: number
  readonly ms: number
}

const NOTHING: Sum = { sellers: 0, all: 0, ms: 0 }

export interface Windows {
  readonly kind: 'paid' | 'unpaid'
  readonly since: number
  readonly running: Sum
  readonly paid: Sum
  readonly unpaid: Sum
  /** Whole paid windows with an unpaid one before them. */
  readonly pairs: number
}

export const firstWindow = (now: number): Windows => ({
  kind: 'unpaid',
  since: now,
  running: NOTHING,
  paid: NOTHING,
  unpaid: NOTHING,
  pairs: 0,
})

const plus = (a: Sum, b: Sum): Sum => ({ sellers: a.sellers + b.sellers, all: a.all + b.all, ms: a.ms + b.ms })
const mean = (sum: Sum, of: 'sellers' | 'all'): number => (sum.ms > 0 ? sum[of] / sum.ms : 0)

export const observe = (windows: Windows, sellers: number, all: number, ms: number, now: number): Windows =>
  now - windows.since < SETTLING_MS
    ? windows
    : { ...windows, running: plus(windows.running, { sellers: sellers * ms, all: all * ms, ms }) }

const isWhole = ({ running }: Windows): boolean => running.ms >= SETTLING_MS

/** The window ends here: it counts when it was long enough. */
export const turnTo = (windows: Windows, kind: 'paid' | 'unpaid', now: number): Windows => {
  const counts = isWhole(windows)
  const next: Windows = { ...windows, kind, since: now, running: NOTHING }
  if (!counts) return next
  if (windows.kind === 'unpaid') return { ...next, unpaid: plus(windows.unpaid, windows.running) }
  return { ...next, paid: plus(windows.paid, windows.running), pairs: windows.pairs + (windows.unpaid.ms > 0 ? 1 : 0) }
}

/** Counting what runs now, when it is long enough to. */
const sums = (windows: Windows): Windows => (isWhole(windows) ? turnTo(windows, windows.kind, windows.since) : windows)

/** Time to pay no longer for a while, or to pay again. */
export const isOver = ({ kind, since, pairs }: Windows, now: number): boolean => {
  if (kind === 'unpaid') return now - since >= UNPAID_MS
  const length = pairs === 0 ? FIRST_PAID_MS : (LATER_PAID_MS[Math.min(pairs - 1, 1)] ?? LATER_PAID_MS[1])
  return now - since >= SETTLING_MS + length
}

export const helpOf = (windows: Windows): Help => {
  const { paid, unpaid, pairs } = sums(windows)
  const gains = (of: 'sellers' | 'all'): number =>
    mean(paid, of) > 0 ? mean(paid, of) / Math.max(1, mean(unpaid, of)) : 0
  const of = gains('all') < gains('sellers') ? 'all' : 'sellers'
  const helps = mean(paid, of) > mean(unpaid, of) * HELPS
  return {
    of,
    paid: Math.round(mean(paid, of)),
    unpaid: Math.round(mean(unpaid, of)),
    windows: pairs,
    verdict: pairs === 0 ? 'measuring' : helps ? 'helped' : pairs === 1 ? 'measuring' : 'not-helped',
  }
}
