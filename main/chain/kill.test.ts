import { describe, expect, it } from 'vitest'
import { depositSteps, killDepositOnce, wrongWithDeposit } from './testing/kill-deposits.ts'
import { killOnce, killSteps, wrongWith } from './testing/kill-sends.ts'

describe('a wallet killed while it deposits', () => {
  it.each(depositSteps)(
    'at “$call $step” deposits once or not at all, and goes on where it was',
    async (at) => {
      const outcome = await killDepositOnce(at)
      expect({ ...outcome, wrong: wrongWithDeposit(outcome) }).toMatchObject({ signal: 'SIGKILL', wrong: null })
    },
    90_000,
  )
})

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
