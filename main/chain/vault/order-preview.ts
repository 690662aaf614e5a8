// Works out an order to the vault: which calls it takes, what stands in its way, what each costs and can cost at most.
// Leaves what is planned to app/speed/vault-plan. Invariants: what cannot be found out blocks; a call that cannot be
// estimated before the one before it is done says so, and its most is of the most it has ever taken.

import { ok, type Result } from '../../../app/result.ts'
import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'
import type { VaultRequest } from '../../../app/ipc/chain-contract.ts'
import { cashAdvice } from '../../../app/speed/cash-advice.ts'
import { callData, calledContract, type VaultCall } from '../../../app/speed/vault-call.ts'
import type { VaultOrder, VaultPreview, VaultProblem, VaultStep } from '../../../app/speed/vault-order.ts'
import { dueOf, planOf, type Plan, type PlanFacts } from '../../../app/speed/vault-plan.ts'
import { assetKey, type AccountState, type FeeParameters, type Resources } from '../../../app/wallet/chain-state.ts'
import { bandwidthBytes, costOf, neededFor, type CostFacts } from '../../../app/wallet/send-cost.ts'
import type { SendCost } from '../../../app/wallet/send-preview.ts'
import { estimateCall } from '../sending/estimate.ts'
import type { PreviewWorld } from '../sending/preview.ts'
import { madeCall, signedLength } from '../sending/transaction.ts'
import type { VaultFacts } from './check.ts'
import { debtorOf, orderFacts } from './order-facts.ts'

/** Of a deposit, with BTT's real contract: the first of an account, and more than twice that. */
const DEPOSIT_UNITS = { likely: 36_000n, most: 80_000n }
/** No call takes more, its penalty for a contract in demand included: who says so is not to be trusted. */
const CALL_UNITS = 150_000n
const VOUCHER_UNITS = 120_000n

export interface PricedCall {
  readonly call: VaultCall
  readonly step: VaultStep
  readonly cost: SendCost
}

export interface PricedOrder {
  readonly preview: VaultPreview
  readonly calls: readonly PricedCall[]
  readonly vault: VaultFacts
  /** Of the account, ms since 1970 by the chain; null: no withdrawal is announced. */
  readonly exitAt: number | null
}

const mostUnits = (call: VaultCall): bigint =>
  CALL_UNITS + (call.call === 'cash' ? BigInt(call.vouchers.length) * VOUCHER_UNITS : 0n)

/** What is there for the next transaction when one has taken what it takes. */
const leftAfter = (resources: Resources | null, { bytes, units }: SendCost): Resources | null => {
  if (resources === null) return null
  const { freeBandwidth, stakedBandwidth, energy } = resources
  const taken = BigInt(bytes)
  const staked = stakedBandwidth.left >= taken
  const free = !staked && freeBandwidth.left >= taken
  return {
    stakedBandwidth: staked ? { ...stakedBandwidth, left: stakedBandwidth.left - taken } : stakedBandwidth,
    freeBandwidth: free ? { ...freeBandwidth, left: freeBandwidth.left - taken } : freeBandwidth,
    energy: { ...energy, left: energy.left > units ? energy.left - units : 0n },
  }
}

interface Pricing {
  readonly priced: readonly PricedCall[]
  readonly needed: Amount
  readonly problem: VaultProblem | null
}

interface Priced {
  readonly account: AccountState
  readonly fees: FeeParameters
  readonly vault: VaultFacts
}

const priceCall = async (
  call: VaultCall,
  isFirst: boolean,
  { account, fees, vault }: Priced,
  resources: Resources | null,
  world: PreviewWorld,
): Promise<{ priced: PricedCall; needed: Amount; problem: VaultProblem | null }> => {
  const parties = { from: account.address, vault: vault.address, token: vault.token }
  const of = { from: account.address, contract: calledContract(call, parties), data: callData(call, parties) }
  const said = isFirst ? await estimateCall(world.pool, of) : null
  const known = said?.is === 'takes' ? said : null
  const facts: CostFacts = {
    bytes: bandwidthBytes(signedLength(madeCall(of.from, of.contract, of.data, amount(10n ** 9n)))),
    units: known?.units ?? DEPOSIT_UNITS.likely,
    penalty: known?.penalty ?? DEPOSIT_UNITS.most - DEPOSIT_UNITS.likely,
    activates: false,
    hasMemo: false,
    fees,
    resources,
  }
  const cost = costOf(facts)
  const step = { call: call.call, energy: known?.units ?? null, fee: cost.likely, mostFee: cost.most }
  const absurd = known !== null && known.units > mostUnits(call)
  const problem =
    said?.is === 'unknown' ? 'not-ready' : said?.is === 'refused' || absurd ? ('would-fail' as const) : null
  return { priced: { call, step, cost }, needed: neededFor(facts, cost), problem }
}

/** In the order they are made. Only the first can be tried out: the others build on it. */
const price = async (calls: readonly VaultCall[], given: Priced, world: PreviewWorld): Promise<Pricing> => {
  let { resources } = given.account
  let [needed, problem]: [bigint, VaultProblem | null] = [0n, null]
  const priced: PricedCall[] = []
  for (const [at, call] of calls.entries()) {
    const one = await priceCall(call, at === 0, given, resources, world)
    priced.push(one.priced)
    needed += one.needed
    problem ??= one.problem
    resources = leftAfter(resources, one.priced.cost)
  }
  return { priced, needed: amount(needed), problem }
}

const spendable = (account: AccountState, asset: Parameters<typeof assetKey>[0]): Amount | null =>
  account.balances.find(({ key }) => key === assetKey(asset))?.spendable ?? null

const accountProblem = (account: AccountState): VaultProblem | null => {
  if (account.activated === false) return 'not-activated'
  if (account.permission.is === 'unknown') return 'not-ready'
  return account.permission.is === 'others' ? 'not-alone' : null
}

/** Of BTT for a deposit, of TRX for what it costs. */
const moneyProblem = (
  order: VaultOrder,
  account: AccountState,
  world: PreviewWorld,
  needed: Amount,
): VaultProblem | null => {
  const btt = world.assets.find(({ symbol }) => symbol === 'BTT')
  const has = btt && spendable(account, btt)
  const trx = spendable(account, { kind: 'trx', symbol: 'TRX', decimals: 6 })
  if (has === null || has === undefined || trx === null) return 'not-ready'
  if (order.do === 'deposit' && order.amount > has) return 'not-enough-btt'
  return needed > trx ? 'not-enough-trx' : null
}

/** Each that was asked for: nobody who is found to have nothing need be asked again. */
const payersOf = (order: VaultOrder, { payers, underway }: PlanFacts, { taken }: Plan): VaultPreview['payers'] => {
  if (order.do !== 'cash') return []
  const coming = underway.flatMap((call) => (call.call === 'cash' ? call.vouchers : []))
  return order.payers.map((payer) => {
    const read = payers.find((each) => each.payer === payer)
    return {
      payer,
      covered: read === undefined ? ZERO : dueOf(read).covered,
      hurry: read !== undefined && (read.leaves || read.signerEnds),
      taken: taken.includes(payer),
      underway: coming.some((voucher) => voucher.payer === payer),
    }
  })
}

const nothing = (order: VaultOrder, problem: VaultProblem): VaultPreview => ({
  order,
  steps: [],
  fee: ZERO,
  mostFee: ZERO,
  problem,
  value: null,
  advice: null,
  payers: [],
})

const sum = (steps: readonly VaultStep[], of: (step: VaultStep) => Amount): Amount =>
  amount(steps.reduce((total, step) => total + of(step), 0n))

/** Prices are in one currency, from the source the user set. */
const adviceOf = (order: VaultOrder, facts: PlanFacts, fee: Amount, world: PreviewWorld): VaultPreview['advice'] => {
  if (order.do !== 'cash') return null
  const priceOf = (symbol: string): string | null => {
    const asset = world.assets.find((one) => one.symbol === symbol)
    return world.prices.find(({ key }) => asset !== undefined && key === assetKey(asset))?.value ?? null
  }
  // Of whom nothing comes there is nothing to hurry for.
  const able = facts.payers.filter((payer) => dueOf(payer).covered > 0n)
  return cashAdvice(able.map(debtorOf), fee, { btt: priceOf('BTT'), trx: priceOf('TRX') })
}

/** Why it cannot even be planned; null: it can. */
const notPlannable = (request: VaultRequest, world: PreviewWorld): VaultProblem | null => {
  const { is } = world.vaults.state
  if (is === 'none' || is === 'refused') return 'no-vault'
  if (is === 'checking') return 'not-ready'
  if (!world.own.has(request.order.from)) return 'watch-only'
  return request.order.do === 'deposit' && !request.backedUp ? 'not-backed-up' : null
}

export const previewOrder = async (
  request: VaultRequest,
  world: PreviewWorld,
): Promise<Result<PricedOrder, VaultPreview>> => {
  const { order } = request
  const refused = (problem: VaultProblem, known: Partial<VaultPreview> = {}) => ({
    ok: false as const,
    error: { ...nothing(order, problem), ...known },
  })
  const early = notPlannable(request, world)
  const [vault, account, { fees }] = [world.vaults.facts, world.account(order.from), world]
  if (early !== null) return refused(early)
  if (vault === null || account === null || fees === null) return refused('not-ready')
  const wrong = accountProblem(account)
  if (wrong !== null) return refused(wrong)
  const facts = await orderFacts(world.vaults, request, world.underway(order.from))
  if (!facts.ok) return refused('not-ready')
  const plan = planOf(order, facts.value)
  const payers = payersOf(order, facts.value, plan)
  if (plan.problem !== null) return refused(plan.problem, { value: plan.value, payers })
  const { priced, needed, problem } = await price(plan.calls, { account, fees, vault }, world)
  const steps = priced.map(({ step }) => step)
  const fee = sum(steps, (step) => step.fee)
  const preview: VaultPreview = {
    order,
    steps,
    fee,
    mostFee: sum(steps, (step) => step.mostFee),
    problem: moneyProblem(order, account, world, needed) ?? problem,
    value: plan.value,
    payers,
    advice: adviceOf(order, facts.value, fee, world),
  }
  return ok({ preview, calls: priced, vault, exitAt: facts.value.account.exitAt })
}
