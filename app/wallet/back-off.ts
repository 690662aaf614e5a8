// How long to wait after wrong passwords: five are free, then the wait doubles from 1 s up to a minute. What makes
// guessing hopeless is the key derivation; this keeps somebody at the keyboard from trying by hand. Nothing is ever
// wiped for wrong passwords. Times are of a clock that never goes back.

const FREE = 5
const FIRST_MS = 1_000
const LONGEST_MS = 60_000

export interface BackOff {
  readonly failures: number
  /** ms: none is tried before. */
  readonly until: number
}

export const NO_FAILURES: BackOff = { failures: 0, until: -Infinity }

export const failedAt = ({ failures }: BackOff, now: number): BackOff => {
  const over = failures + 1 - FREE
  const waitMs = over < 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** over)
  return { failures: failures + 1, until: now + waitMs }
}

/** 0: one may be tried now. */
export const waitMs = ({ until }: BackOff, now: number): number => Math.max(0, until - now)
