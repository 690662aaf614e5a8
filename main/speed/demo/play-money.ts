// From nothing to an account that can buy: play money from the faucet, a deposit in the vault, an allowance. What asks
// for a yes asks it of whom the desk belongs to: a person in the key window, or the owner of a throwaway wallet.
// Invariant: a no ends it, and what is there already is not asked for again.

import type { AppError } from '../../../app/ipc/errors.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Clock } from '../../supervisor/clock.ts'
import type { SpeedDesk } from '../open-speed.ts'
import { awaited } from './patience.ts'

export interface Purse {
  readonly account: Address
  readonly speed: SpeedDesk['deps']
  /** From the faucet; whether it gave. */
  readonly give: (to: Address) => Promise<boolean>
  readonly wanted: () => boolean
  /** What is asked for next. */
  readonly told?: (step: 'deposit' | 'limits') => void
  readonly clock: Clock
}

const PATIENCE_MS = 60_000

const cancelled = fail({ code: 'cancelled' } as const)
const late = fail({ code: 'speed-unavailable' } as const)

const hasFree = ({ speed }: Purse, least: Amount): boolean => {
  const { deposit } = speed.speed.state
  return deposit !== null && deposit.free - deposit.promised >= least
}

/** The chain has been read, and the vault found. */
const isReady = ({ speed, account }: Purse): true | null => {
  const { state } = speed.speed
  return state.account === account && state.deposit !== null ? true : null
}

/** Half of it is enough to go on with. */
const deposited = async (purse: Purse, stake: Amount): Promise<Result<void, AppError>> => {
  const { speed, account, clock, wanted, told, give } = purse
  if (hasFree(purse, amount(stake / 2n))) return ok(undefined)
  const order = { do: 'deposit', from: account, amount: stake } as const
  const payable = async (): Promise<boolean> => {
    const preview = await speed.preview(order)
    return preview.ok && preview.value.problem === null
  }
  if (!(await payable())) {
    if (!(await give(account))) return late
    const able = await awaited(clock, PATIENCE_MS, wanted, async () => ((await payable()) ? true : null))
    if (able === null) return wanted() ? late : cancelled
  }
  if (!wanted()) return cancelled
  told?.('deposit')
  const made = await speed.order(order)
  return made.ok ? ok(undefined) : made
}

/** Less than a tenth is left in all or today: a trial would soon stand still. */
const isUsedUp = ({ allowance, left }: Pick<SpeedState, 'allowance' | 'left'>): boolean =>
  allowance !== null && left !== null && (left.total * 10n < allowance.total || left.today * 10n < allowance.perDay)

/** The same in all, to be counted anew; and as much more for the day, and for the one seller of every trial. */
const renewed = (now: Allowance, first: Allowance): Allowance => ({
  ...now,
  perDay: amount(now.perDay + first.perDay),
  perPeer: amount(now.perPeer + first.perPeer),
})

export const fillPurse = async (
  purse: Purse,
  deposit: Amount,
  allowance: Allowance,
): Promise<Result<void, AppError>> => {
  const { speed, clock, wanted, told } = purse
  if ((await awaited(clock, PATIENCE_MS, wanted, () => isReady(purse))) === null) return wanted() ? late : cancelled
  const money = await deposited(purse, deposit)
  if (!money.ok) return money
  const { state } = speed.speed
  if (state.allowance !== null && !isUsedUp(state)) return ok(undefined)
  if (!wanted()) return cancelled
  told?.('limits')
  const allowed = await speed.allow(state.allowance === null ? allowance : renewed(state.allowance, allowance))
  if (!allowed.ok) return allowed
  return allowed.value ? ok(undefined) : cancelled
}
