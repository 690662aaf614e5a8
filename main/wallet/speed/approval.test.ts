import { expect, it } from 'vitest'
import { ManualClock } from '../testing/bench-wallet.ts'
import { allowance, owner } from '../testing/speed-bench.ts'
import { REVIEW_MS } from '../reviews.ts'
import { Approvals } from './approval.ts'

it('what waits for a person ends with its time, and is not taken after it', () => {
  const clock = new ManualClock()
  const answers: string[] = []
  const approvals = new Approvals({
    clock,
    onAnswer: (_token, answer) => answers.push(answer),
    onChange: () => undefined,
  })
  const ask = (): string =>
    approvals.ask(owner, null, { allowance: null, spent: allowance().total }, allowance({ whileLocked: true }))
  const late = ask()
  clock.advance(REVIEW_MS + 1)
  expect(approvals.approved(late)).toBeNull()
  expect(approvals.current).toBeNull()
  expect(answers).toEqual(['ended'])
  const early = ask()
  clock.advance(REVIEW_MS - 1)
  expect(approvals.current?.token).toBe(early)
  expect(approvals.approved(early)).toEqual({ owner, next: allowance({ whileLocked: true }) })
})
