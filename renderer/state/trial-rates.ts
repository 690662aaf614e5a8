// The two rates a trial compares: what came while Speed was off, and what paid peers gave while they were paid. Kept by
// this window while it hears of them. Invariant: each is the mean of the last seconds of its kind; pauses are in
// neither.

/** Samples, about one a second. */
const MOST = 10
/** Fewer are chance. */
const LEAST = 3

export interface TrialRates {
  /** B/s, the newest last. */
  readonly free: readonly number[]
  readonly paid: readonly number[]
}

export const noRates: TrialRates = { free: [], paid: [] }

export interface TrialSample {
  /** Speed is on. */
  readonly on: boolean
  /** B/s from all peers, and from those that are paid. */
  readonly all: number
  readonly paid: number
}

const withNext = (rates: readonly number[], next: number): readonly number[] => [...rates, next].slice(-MOST)

export const noteSample = (rates: TrialRates, { on, all, paid }: TrialSample): TrialRates => {
  if (!on) return all > 0 ? { ...rates, free: withNext(rates.free, all) } : rates
  return paid > 0 ? { ...rates, paid: withNext(rates.paid, paid) } : rates
}

/** B/s; null: not known yet. */
export const meanRate = (rates: readonly number[]): number | null =>
  rates.length < LEAST ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length
