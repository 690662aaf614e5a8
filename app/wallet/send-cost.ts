// What a send costs, from the chain's prices and what the account has of bandwidth and energy (java-tron,
// BandwidthProcessor and EnergyProcessor). Invariant: a send that is made within its fee limit never costs more than
// `most`, and `needed` is never more than `most`.

import { amount, type Amount } from '../money/amount.ts'
import type { FeeParameters, Resources } from './chain-state.ts'
import type { SendCost } from './send-preview.ts'

export interface CostFacts {
  /** Of the transaction with its signature, and what the chain adds: see `bandwidthBytes`. */
  readonly bytes: number
  /** As the node estimates it; zero where no contract is called. */
  readonly units: bigint
  readonly penalty: bigint
  /** The account of the recipient comes into being by it. */
  readonly activates: boolean
  readonly hasMemo: boolean
  readonly fees: FeeParameters
  /** Null: not known, so none counts. */
  readonly resources: Resources | null
}

/** The chain reserves room for a result (MAX_RESULT_SIZE_IN_TX). */
const RESULT_BYTES = 64
/** Energy may rise between the estimate and the block. */
const MARGIN = { times: 12n, of: 10n }
/** No transfer of a token takes that many units. */
const ABSURD_UNITS = 1_000_000n

export const bandwidthBytes = (signedBytes: number): number => signedBytes + RESULT_BYTES

export const isAbsurd = (units: bigint): boolean => units > ABSURD_UNITS

const withMargin = (units: bigint): bigint => (units * MARGIN.times + MARGIN.of - 1n) / MARGIN.of

const beyond = (units: bigint, left: bigint): bigint => (units > left ? units - left : 0n)

/** All of a transaction's bytes come from one kind of bandwidth, or are paid for. Activations use staked alone. */
const isCovered = ({ bytes, activates, resources }: CostFacts): boolean => {
  if (resources === null) return false
  const { freeBandwidth, stakedBandwidth } = resources
  return stakedBandwidth.left >= BigInt(bytes) || (!activates && freeBandwidth.left >= BigInt(bytes))
}

const bandwidthOf = (facts: CostFacts): { likely: bigint; most: bigint; activation: bigint } => {
  const whole = BigInt(facts.bytes) * facts.fees.bandwidth
  if (!facts.activates) return { likely: isCovered(facts) ? 0n : whole, most: whole, activation: 0n }
  // Paid in place of the bandwidth's price, not beside it.
  return {
    likely: 0n,
    most: whole > facts.fees.activation ? whole - facts.fees.activation : 0n,
    activation: facts.fees.activation,
  }
}

export const costOf = (facts: CostFacts): SendCost => {
  const { fees, units, penalty } = facts
  const bandwidth = bandwidthOf(facts)
  const left = facts.resources?.energy.left ?? 0n
  const energy = beyond(units, left) * fees.energy
  const feeLimit = withMargin(units + penalty) * fees.energy
  const memo = facts.hasMemo ? fees.memo : 0n
  return {
    bytes: facts.bytes,
    units,
    bandwidth: amount(bandwidth.likely),
    energy: amount(energy),
    activation: amount(bandwidth.activation),
    memo: amount(memo),
    likely: amount(bandwidth.likely + bandwidth.activation + energy + memo),
    most: amount(bandwidth.most + bandwidth.activation + feeLimit + memo),
    feeLimit: amount(feeLimit),
  }
}

/** TRX that has to be there for it to be made: with the margin for energy, and what is covered left out. */
export const neededFor = (facts: CostFacts, cost: SendCost): Amount => {
  const left = facts.resources?.energy.left ?? 0n
  const energy = beyond(withMargin(facts.units + facts.penalty), left) * facts.fees.energy
  return amount(cost.bandwidth + cost.activation + cost.memo + energy)
}
