// The value axis of the rates graph: round steps in the chosen units, and a top that does not jitter. Pure.
// Invariant: the top is the last tick and at least the largest value.

import type { Units } from '../../format/bytes.ts'

const STEPS = {
  binary: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  decimal: [1, 2, 5, 10, 20, 50, 100, 200, 500],
} as const
const BASE = { binary: 1024, decimal: 1000 } as const
const INTERVALS = 4

/** The smallest round step of which `INTERVALS` reach `most`; never below one KiB or kB. */
const stepFor = (most: number, system: Units): number => {
  for (let scale = BASE[system]; ; scale *= BASE[system]) {
    const step = STEPS[system].find((multiple) => multiple * scale * INTERVALS >= most)
    if (step !== undefined) return step * scale
  }
}

/** Ticks from 0 to the top, in B/s. A silent graph still has a scale. */
export const rateTicks = (most: number, system: Units): number[] => {
  const step = stepFor(Math.max(most, 1), system)
  const count = Math.max(2, Math.ceil(most / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
