// Which calls of the vault an order takes, and what stands in its way as things are. Decides purely; estimates and fees
// are for main/chain/vault. Invariant: an approval is of exactly what the deposit after it takes, and is left out only
// when exactly that is approved already.

import { amount, ZERO, type Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { VaultAccount } from './settled.ts'
import { MOST_VOUCHERS, type Cashable, type VaultCall } from './vault-call.ts'
import type { VaultOrder, VaultProblem } from './vault-order.ts'

/** A payer towards whom we hold vouchers, as the chain has it now, less what calls underway take of it. */
export interface CashPayer {
  readonly payer: Address
  readonly free: Amount
  readonly locked: Amount
  /** Asked for an exit, or to unlock what is locked for us. */
  readonly leaves: boolean
  /** Changed its signer, and one of these is by the former one, which counts until its time is over. */
  readonly signerEnds: boolean
  /** Those that the vault takes now. */
  readonly vouchers: readonly {
    readonly voucher: Cashable
    /** What was paid on its lane already. */
    readonly paid: Amount
  }[]
}

export interface PlanFacts {
  readonly account: VaultAccount
  /** What the vault may take now, as the head has it. */
  readonly approved: Amount
  /** The wallet's voucher key; null: not known while it is locked. */
  readonly signer: Address | null
  readonly payers: readonly CashPayer[]
  /** Sent before and not settled. The vouchers of those to be cashed are not among their payers'. */
  readonly underway: readonly VaultCall[]
  /** The chain's time, ms since 1970. */
  readonly now: number
}

export interface Plan {
  readonly calls: readonly VaultCall[]
  readonly problem: VaultProblem | null
  /** Of a cash order: what would come in, and from whom. */
  readonly value: Amount | null
  readonly taken: readonly Address[]
}

const LARGEST = 2n ** 128n
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

type Held = CashPayer['vouchers'][number]

const dueOn = ({ voucher, paid }: Held): bigint => (voucher.cumulative > paid ? voucher.cumulative - paid : 0n)

export const totalDue = (held: readonly Held[]): bigint => held.reduce((sum, one) => sum + dueOn(one), 0n)

/** What is owed by a payer, and what of it the chain would pay now: from the lock first, then from what is free. */
export const dueOf = ({ free, locked, vouchers }: CashPayer): { readonly owed: Amount; readonly covered: Amount } => {
  const owed = totalDue(vouchers)
  return { owed: amount(owed), covered: amount(least(owed, free + locked)) }
}

/** What is left of it by a call that takes so much: of the lock first, as the vault does. */
export const leftOf = <P extends Pick<CashPayer, 'free' | 'locked'>>(payer: P, taken: bigint): P => {
  const fromLock = least(taken, payer.locked)
  const fromFree = least(taken - fromLock, payer.free)
  return { ...payer, locked: amount(payer.locked - fromLock), free: amount(payer.free - fromFree) }
}

const one = (call: VaultCall, problem: VaultProblem | null = null): Plan => ({
  calls: [call],
  problem,
  value: null,
  taken: [],
})
const none = (problem: VaultProblem): Plan => ({ calls: [], problem, value: null, taken: [] })

const amountProblem = (units: bigint): VaultProblem | null => {
  if (units === 0n) return 'amount-zero'
  return units >= LARGEST ? 'amount-too-large' : null
}

const depositPlan = (units: Amount, { approved }: PlanFacts): Plan => {
  const deposit: VaultCall = { call: 'deposit', amount: units }
  const approve: VaultCall = { call: 'approve', amount: units }
  return { ...one(deposit, amountProblem(units)), calls: approved === units ? [deposit] : [approve, deposit] }
}

const signerProblem = ({ account, signer }: PlanFacts): VaultProblem | null => {
  if (signer === null) return 'locked'
  if (account.signer === signer) return 'already-signer'
  // As the vault has it: of two that count, one is the former one.
  return account.signers.length > 1 ? 'signer-too-soon' : null
}

const lockOf = (payee: Address, { account }: PlanFacts) => account.locks.find((lock) => lock.payee === payee)

const unlockProblem = (payee: Address, facts: PlanFacts): VaultProblem | null => {
  const lock = lockOf(payee, facts)
  if (lock === undefined) return 'nothing-locked'
  return lock.unlockAt === null || lock.unlockAt > facts.now ? 'unlock-not-due' : null
}

const withdrawProblem = (units: Amount, { account: { exitAt, free }, now }: PlanFacts): VaultProblem | null => {
  if (exitAt === null) return 'no-exit'
  if (exitAt > now) return 'exit-not-due'
  return amountProblem(units) ?? (units > free ? 'not-enough-free' : null)
}

/** The largest first, so that what has to wait for the next call is the least. */
const worthCashing = ({ vouchers }: CashPayer): readonly Held[] =>
  vouchers.filter((held) => dueOn(held) > 0n).toSorted((a, b) => (dueOn(a) > dueOn(b) ? -1 : 1))

/** Payers of whom nothing can be paid now are left out: they would only cost. As many vouchers as fit into one call. */
const cashPlan = (to: 'wallet' | 'vault', { payers, underway }: PlanFacts): Plan => {
  const vouchers: Cashable[] = []
  const taken: Address[] = []
  let value = 0n
  for (const payer of payers) {
    const fitting = worthCashing(payer).slice(0, MOST_VOUCHERS - vouchers.length)
    if (dueOf(payer).covered === 0n || fitting.length === 0) continue
    vouchers.push(...fitting.map(({ voucher }) => voucher))
    taken.push(payer.payer)
    value += least(totalDue(fitting), payer.free + payer.locked)
  }
  if (taken.length > 0) return { ...one({ call: 'cash', to, vouchers }), value: amount(value), taken }
  const owing = payers.some((payer) => dueOf(payer).owed > 0n)
  const isComing = underway.some(({ call }) => call === 'cash')
  return { ...none(owing ? 'payers-empty' : isComing ? 'underway' : 'nothing-to-cash'), value: ZERO }
}

/** What is done once at a time, or once for each payee. */
const kindOf = (call: VaultCall): string => ('payee' in call ? `${call.call} ${call.payee}` : call.call)

/** It would be done twice, or fail and cost its fee. Of cashing it is a matter of vouchers. */
const isUnderway = ({ calls }: Plan, { underway }: PlanFacts): boolean => {
  const kinds = new Set(underway.map(kindOf))
  return calls.some((call) => call.call !== 'cash' && kinds.has(kindOf(call)))
}

const planned = (order: VaultOrder, facts: PlanFacts): Plan => {
  const { account } = facts
  switch (order.do) {
    case 'deposit':
      return depositPlan(order.amount, facts)
    case 'revoke':
      return one({ call: 'approve', amount: ZERO }, facts.approved === 0n ? 'nothing-approved' : null)
    case 'setSigner': {
      const problem = signerProblem(facts)
      return facts.signer === null ? none('locked') : one({ call: 'setSigner', signer: facts.signer }, problem)
    }
    case 'lock': {
      const problem = amountProblem(order.amount) ?? (order.amount > account.free ? 'not-enough-free' : null)
      return one({ call: 'lock', payee: order.payee, amount: order.amount }, problem)
    }
    case 'requestUnlock': {
      const lock = lockOf(order.payee, facts)
      const problem = lock === undefined ? 'nothing-locked' : lock.unlockAt === null ? null : 'unlock-asked'
      return one({ call: 'requestUnlock', payee: order.payee }, problem)
    }
    case 'unlock':
      return one({ call: 'unlock', payee: order.payee }, unlockProblem(order.payee, facts))
    case 'requestExit':
      return one({ call: 'requestExit' }, account.exitAt === null ? null : 'exit-asked')
    case 'cancelExit':
      return one({ call: 'cancelExit' }, account.exitAt === null ? 'no-exit' : null)
    case 'withdraw':
      return one({ call: 'withdraw', amount: order.amount }, withdrawProblem(order.amount, facts))
    case 'cash':
      return cashPlan(order.to, facts)
  }
}

export const planOf = (order: VaultOrder, facts: PlanFacts): Plan => {
  const plan = planned(order, facts)
  return isUnderway(plan, facts) ? { ...plan, problem: 'underway' } : plan
}
