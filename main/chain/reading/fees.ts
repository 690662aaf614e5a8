// The chain's prices, from its parameters. Bounded: a node that names an absurd price is not believed, because the most
// a send may cost is worked out from it. Invariant: every price is within what the chain has ever had, and then some.

import { fail, ok, type Result } from '../../../app/result.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { FeeParameters } from '../../../app/wallet/chain-state.ts'
import { ParametersAnswer } from '../nodes/answers.ts'
import type { Pool } from '../nodes/pool.ts'

/** In sun, ten times the highest there has been. */
export const MOST_EACH = { energy: 4_200n, bandwidth: 10_000n, activation: 20_000_000n, memo: 20_000_000n }

type Given = ReadonlyMap<string, bigint>

const price = (given: Given, most: bigint, ...names: readonly string[]): Amount | null => {
  const units = names.reduce<bigint | null>((sum, name) => {
    const value = given.get(name)
    return sum === null || value === undefined || value < 0n ? null : sum + value
  }, 0n)
  return units === null || units > most ? null : amount(units)
}

export const feesOf = (given: Given): FeeParameters | null => {
  const energy = price(given, MOST_EACH.energy, 'getEnergyFee')
  const bandwidth = price(given, MOST_EACH.bandwidth, 'getTransactionFee')
  const activation = price(given, MOST_EACH.activation, 'getCreateNewAccountFeeInSystemContract', 'getCreateAccountFee')
  const memo = price(given, MOST_EACH.memo, 'getMemoFee')
  if (energy === null || bandwidth === null || activation === null || memo === null) return null
  return energy === 0n || bandwidth === 0n ? null : { energy, bandwidth, activation, memo }
}

const dearer = (a: Amount, b: Amount): Amount => (a > b ? a : b)

/** Where nodes differ, the dearer: what is told to the user must not be too little. */
export const readFees = async (pool: Pool): Promise<Result<FeeParameters, ChainFault>> => {
  const said = await pool.most(async (node) => {
    const answer = await node.post('full', 'getchainparameters', {}, ParametersAnswer)
    if (!answer.ok) return answer
    const fees = feesOf(new Map(answer.value.chainParameter.map(({ key, value }) => [key, value])))
    return fees === null ? fail({ why: 'bad-answer' } as const) : ok(fees)
  })
  if (!said.ok) return said
  const [first, ...others] = said.value.map(({ value }) => value)
  if (first === undefined) return fail('bad-answer')
  return ok(
    others.reduce(
      (a, b) => ({
        energy: dearer(a.energy, b.energy),
        bandwidth: dearer(a.bandwidth, b.bandwidth),
        activation: dearer(a.activation, b.activation),
        memo: dearer(a.memo, b.memo),
      }),
      first,
    ),
  )
}
