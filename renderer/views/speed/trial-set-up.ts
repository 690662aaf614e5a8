// What a trial waits for before the user can pay, in a sentence: which window asks what, or what became of it.

import { formatBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSpeed } from '../../state/speed.ts'

interface SetUp {
  readonly done: boolean
  readonly text: string
  /** It ended, and can be begun again. */
  readonly ended: boolean
}

export const useSetUp = (): SetUp => {
  const words = useMessages().speedSetup
  const step = useSpeed(({ state }) => state?.demo?.setUp ?? 'waiting')
  const deposit = useSpeed(({ state }) => state?.deposit ?? null)
  const allowed = useSpeed(({ state }) => state !== null && state.allowance !== null)
  const ended = step === 'refused' || step === 'failed'
  if (deposit === null || !allowed || deposit.free === 0n) return { done: false, ended, text: words.tourSetUp[step] }
  return { done: true, ended: false, text: words.tourSetUpDone(formatBtt(deposit.free)) }
}
