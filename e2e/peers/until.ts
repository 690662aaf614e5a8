// Waiting for another program. A probe is asked again and again until it answers; when time is up, the error says
// what was waited for and what was seen last, so that a failing test explains itself.

import { setTimeout as sleep } from 'node:timers/promises'

export interface Patience {
  readonly withinMs: number
  readonly everyMs?: number
}

/** The first answer that is neither null nor undefined nor false. What the probe throws counts as "not yet". */
export const until = async <T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { withinMs, everyMs = 50 }: Patience,
): Promise<T> => {
  const deadline = performance.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const answer = await probe()
      if (answer !== null && answer !== undefined && answer !== false) return answer
      last = answer
    } catch (error) {
      last = error instanceof Error ? error.message : error
    }
    if (performance.now() > deadline) {
      throw new Error(`gave up after ${withinMs} ms waiting for ${what}; last: ${JSON.stringify(last)}`)
    }
    await sleep(everyMs)
  }
}
