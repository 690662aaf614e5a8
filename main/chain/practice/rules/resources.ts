// Bandwidth and energy: how what was used comes back over a day, what staking gives, what is burned otherwise.
// Formulas of java-tron's ResourceProcessor (increase, calculateGlobalNetLimit), with integers in place of its doubles;
// not its variable window (increaseV2), which only differs for who stakes and uses much at once.

import type { Account, Usage } from '../state/account.ts'
import type { State } from '../state/state.ts'
import { DAY_SLOTS, STAKED_BY_OTHERS, SUN_PER_TRX, type Params } from './params.ts'

const PRECISION = 1_000_000n

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
const roundDiv = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b)

/** What counts as used in `slot`, after using `more`. */
export const increased = ({ used, slot: last }: Usage, more: bigint, slot: bigint): Usage => {
  const gone = slot - last
  const average = ceilDiv(used * PRECISION, DAY_SLOTS)
  const left = gone >= DAY_SLOTS ? 0n : roundDiv(average * (DAY_SLOTS - gone), DAY_SLOTS)
  return { used: ((left + ceilDiv(more * PRECISION, DAY_SLOTS)) * DAY_SLOTS) / PRECISION, slot }
}

export const usedNow = (usage: Usage, slot: bigint): bigint => increased(usage, 0n, slot).used

export const netWeight = (state: State, depth?: number): bigint =>
  STAKED_BY_OTHERS.net + state.total('stakedNet', depth) / SUN_PER_TRX

export const energyWeight = (state: State, depth?: number): bigint =>
  STAKED_BY_OTHERS.energy + state.total('stakedEnergy', depth) / SUN_PER_TRX

export const netLimit = (account: Account, state: State, params: Params, depth?: number): bigint =>
  ((account.stakedNet / SUN_PER_TRX) * params.getTotalNetLimit) / netWeight(state, depth)

export const energyLimit = (account: Account, state: State, params: Params, depth?: number): bigint =>
  ((account.stakedEnergy / SUN_PER_TRX) * params.getTotalEnergyCurrentLimit) / energyWeight(state, depth)

/** Energy an account may still use today without burning TRX. */
export const energyLeft = (account: Account, state: State, params: Params, slot: bigint): bigint => {
  const left = energyLimit(account, state, params) - usedNow(account.energy, slot)
  return left > 0n ? left : 0n
}
