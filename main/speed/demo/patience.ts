// Waiting for what comes to be in processes that say nothing of it: looked at again and again, for so long.

import type { Clock } from '../../supervisor/clock.ts'

const LOOK_MS = 250

/** What it looked for; null: it did not come in time, or is wanted no more. */
export const awaited = <T>(
  clock: Clock,
  withinMs: number,
  wanted: () => boolean,
  look: () => Promise<T | null> | T | null,
): Promise<T | null> =>
  new Promise((resolve) => {
    const end = clock.now() + withinMs
    const again = async (): Promise<void> => {
      if (!wanted()) return resolve(null)
      const seen = await look()
      if (seen !== null || clock.now() >= end) return resolve(seen)
      clock.after(LOOK_MS, () => void again())
    }
    void again()
  })
