// The one way out of the window: the API the preload put there, or the fake a test provides. Actions nobody waits for
// go through `act`, which turns a failure into a notice.

import type { Api, CommandName, Input, Output, Reply } from '../../app/ipc/contract.ts'
import { notify } from './notices.ts'

let current: Api | null = null

export const provideApi = (api: Api): void => {
  current = api
}

export const api = (): Api => {
  if (current === null) throw new Error('No API was provided to the window.')
  return current
}

/** Calls, and shows a failure as a notice. The value, or null when it failed. `subject` names what it was about. */
export const act = async <N extends CommandName>(
  name: N,
  input: Input<N>,
  subject: string | null = null,
): Promise<{ readonly value: Output<N> } | null> => {
  const call = api().call as (name: N, input: Input<N>) => Reply<N>
  const result = await call(name, input)
  if (result.ok) return { value: result.value }
  if (result.error.code !== 'cancelled') notify({ kind: 'error', error: result.error, subject })
  return null
}
