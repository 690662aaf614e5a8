// Staking TRX, and getting it back after the days of waiting. Sentences of FreezeBalanceV2Actuator,
// UnfreezeBalanceV2Actuator, WithdrawExpireUnfreezeActuator and CancelAllUnfreezeV2Actuator. Delegating and voting are
// not modelled. Invariant: what leaves the stake waits, and what has waited comes back to the account, to the sun.

import type { Address } from '../../address.ts'
import { intOf, textOf, type JsonObject } from '../../codec/json.ts'
import { invalid } from '../../refusal.ts'
import { unstakingOf, type Account, type Unstaking } from '../../state/account.ts'
import { existing, stake, unstake, withdraw, type Stake } from '../ledger.ts'
import { MOST_UNSTAKING, SUN_PER_TRX } from '../params.ts'
import type { Scene, SystemContract } from './system-contract.ts'

const DAY_MS = 86_400_000n

const ownerOf = (value: JsonObject): Address => textOf(value, 'owner_address') as Address

const stakeOf = (value: JsonObject): Stake => (value['resource'] === 'ENERGY' ? 'stakedEnergy' : 'stakedNet')

const ownAccount = ({ state }: Scene, value: JsonObject): Account =>
  existing(state, ownerOf(value), `Account[${ownerOf(value)}] not exists`)

/** Those whose wait is over, and those whose is not. */
const parted = (account: Account, now: number): { over: readonly Unstaking[]; waiting: readonly Unstaking[] } => {
  const all = unstakingOf(account)
  return { over: all.filter(({ until }) => until <= now), waiting: all.filter(({ until }) => until > now) }
}

const sumOf = (some: readonly Unstaking[]): bigint => some.reduce((sum, { amount }) => sum + amount, 0n)

export const withdrawable = (account: Account, now: number): bigint => sumOf(parted(account, now).over)

/** What can still be begun beside what is waiting. */
export const unstakesLeft = (account: Account, now: number): bigint =>
  BigInt(MOST_UNSTAKING - parted(account, now).waiting.length)

const refusePower = (value: JsonObject): void => {
  if (value['resource'] === 'TRON_POWER') {
    throw invalid('ResourceCode error, valid ResourceCode[BANDWIDTH、ENERGY]')
  }
}

export const freezeBalance: SystemContract = {
  validate: (scene, value) => {
    const account = ownAccount(scene, value)
    const sun = intOf(value, 'frozen_balance')
    if (sun <= 0n) throw invalid('frozenBalance must be positive')
    if (sun < SUN_PER_TRX) throw invalid('frozenBalance must be greater than or equal to 1 TRX')
    if (sun > account.balance) throw invalid('frozenBalance must be less than or equal to accountBalance')
    refusePower(value)
  },
  execute: ({ state }, value) => {
    stake(state, ownerOf(value), intOf(value, 'frozen_balance'), stakeOf(value))
    return { fee: 0n }
  },
}

/** What has waited long enough comes back by the way, as on the real network. */
const settle = ({ state, now }: Scene, owner: Address): bigint => {
  const account = existing(state, owner, '')
  const { over, waiting } = parted(account, now)
  return over.length === 0 ? 0n : withdraw(state, owner, sumOf(over), waiting)
}

export const unfreezeBalance: SystemContract = {
  validate: (scene, value) => {
    const account = ownAccount(scene, value)
    refusePower(value)
    const staked = account[stakeOf(value)]
    if (staked <= 0n) throw invalid(`no frozenBalance(${stakeOf(value) === 'stakedEnergy' ? 'Energy' : 'BANDWIDTH'})`)
    const sun = intOf(value, 'unfreeze_balance')
    if (sun <= 0n || sun > staked) throw invalid(`Invalid unfreeze_balance, [${sun}] is error`)
    if (unstakesLeft(account, scene.now) <= 0n) {
      throw invalid('Invalid unfreeze operation, unfreezing times is over limit')
    }
  },
  execute: (scene, value) => {
    const { state, params, now } = scene
    const owner = ownerOf(value)
    const came = settle(scene, owner)
    const until = now + Number(params.getUnfreezeDelayDays * DAY_MS)
    unstake(state, owner, { what: stakeOf(value), amount: intOf(value, 'unfreeze_balance'), until })
    return { fee: 0n, ...(came > 0n && { info: { withdraw_expire_amount: came } }) }
  },
}

export const withdrawUnfrozen: SystemContract = {
  validate: (scene, value) => {
    if (withdrawable(ownAccount(scene, value), scene.now) <= 0n) throw invalid('no unFreeze balance to withdraw ')
  },
  execute: (scene, value) => ({ fee: 0n, info: { withdraw_expire_amount: settle(scene, ownerOf(value)) } }),
}

export const cancelUnfreezes: SystemContract = {
  validate: (scene, value) => {
    if (unstakingOf(ownAccount(scene, value)).length === 0) throw invalid('no unfreezeV2 list to cancel')
  },
  execute: (scene, value) => {
    const owner = ownerOf(value)
    const came = settle(scene, owner)
    const { waiting } = parted(existing(scene.state, owner, ''), scene.now)
    withdraw(scene.state, owner, sumOf(waiting), [])
    for (const { what, amount } of waiting) stake(scene.state, owner, amount, what)
    return { fee: 0n, ...(came > 0n && { info: { withdraw_expire_amount: came } }) }
  },
}
