import { describe, expect, it } from 'vitest'
import { killOnce, killSteps, wrongWith } from './testing/kill-sends.ts'

describe('a wallet killed while it sends', () => {
  it.each(killSteps)(
    'at “%s” sends once or not at all, and knows which',
    async (step) => {
      const outcome = await killOnce(step)
      expect({ ...outcome, wrong: wrongWith(outcome) }).toMatchObject({ signal: 'SIGKILL', wrong: null })
    },
    90_000,
  )
})
