import { expect, it } from 'vitest'
import { meanRate, noRates, noteSample, type TrialSample } from './trial-rates.ts'

const over = (samples: readonly TrialSample[]) => samples.reduce(noteSample, noRates)
const off = (all: number): TrialSample => ({ on: false, all, paid: 0 })
const on = (paid: number): TrialSample => ({ on: true, all: paid + 1, paid })
const times = (n: number, sample: TrialSample): TrialSample[] => Array.from({ length: n }, () => sample)

it('compares nothing before there was enough to compare', () => {
  const { free, paid } = over([off(0), off(0), off(0), off(60), off(60), on(300), on(300)])
  expect([meanRate(free), meanRate(paid)]).toEqual([null, null])
})

it('goes by the last seconds without Speed, not by the first, when nobody else had come yet', () => {
  expect(meanRate(over([...times(4, off(640)), ...times(10, off(60))]).free)).toBe(60)
})

it('leaves what came for free as it was while Speed is on, and pauses out of what was paid for', () => {
  const { free, paid } = over([...times(5, off(60)), ...times(4, on(300)), ...times(15, on(0)), on(300)])
  expect([meanRate(free), meanRate(paid)]).toEqual([60, 300])
})
