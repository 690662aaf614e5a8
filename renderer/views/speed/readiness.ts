// What Speed needs before anything can be bought, in the order in which it is got: a wallet, a network, a deposit,
// limits. Pure. Invariant: at most one step is to be done now; those after it wait for it.

import type { SpeedState } from '../../../app/speed/speed-state.ts'
import type { NetworkId } from '../../../app/tron/networks.ts'

export type StepName = 'wallet' | 'network' | 'deposit' | 'allowance' | 'key'

export interface Step {
  readonly name: StepName
  /** `waiting`: nothing can be done but wait. */
  readonly is: 'done' | 'now' | 'waiting' | 'later'
}

/** Whether a step is done, as far as its own part of the state says; null: that is not known yet. */
const isDone = (name: StepName, { obstacle, deposit, allowance }: SpeedState, network: NetworkId | null) => {
  switch (name) {
    case 'wallet':
      return obstacle !== 'no-wallet' && obstacle !== 'locked'
    case 'network':
      if (network === null || obstacle === 'no-network' || obstacle === 'no-vault') return false
      return obstacle === 'chain-away' ? null : true
    case 'deposit':
      return deposit === null ? null : deposit.free + deposit.locked > deposit.promised
    case 'allowance':
      return allowance !== null
    case 'key':
      return obstacle !== 'key-unregistered'
  }
}

export const stepsOf = (state: SpeedState, network: NetworkId | null): readonly Step[] => {
  const wanted: readonly StepName[] = ['wallet', 'network', 'deposit', 'allowance']
  const names = state.obstacle === 'key-unregistered' ? [...wanted, 'key' as const] : wanted
  let open = true
  return names.map((name) => {
    const done = isDone(name, state, network)
    if (done === true) return { name, is: 'done' }
    const is = !open ? 'later' : done === null ? 'waiting' : 'now'
    open = false
    return { name, is }
  })
}

/** Nothing stands between the user and buying. */
export const isReady = (state: SpeedState, network: NetworkId | null): boolean =>
  state.obstacle === null && stepsOf(state, network).every(({ is }) => is === 'done')
