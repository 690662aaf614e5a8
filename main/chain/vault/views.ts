// The vault's views as they are asked of one node, and what it answers, read strictly: an answer of another shape is
// none. Leaves comparing what several nodes say to reading.ts. Invariant: amounts and times are as settled blocks have
// them.

import { fail, ok } from '../../../app/result.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Lane } from '../../../app/speed/terms.ts'
import { address, addressIn, call, list, uint, wordsIn } from '../../../app/tron/abi.ts'
import { addressBytes, type Address } from '../../../app/tron/address.ts'
import { allowanceCall } from '../../../app/tron/trc20.ts'
import { ConstantAnswer } from '../nodes/answers.ts'
import type { Asked, Node } from '../nodes/node.ts'

/** Of a payer, towards one payee. Times in seconds since 1970 by the chain's clock; 0: not asked for. */
export interface Standing {
  readonly free: Amount
  readonly exitAt: bigint
  readonly locked: Amount
  readonly unlockAt: bigint
  /** Null: none is registered. */
  readonly signer: Address | null
  readonly former: { readonly signer: Address; readonly until: bigint } | null
  /** In the order of the lanes asked for. */
  readonly paid: readonly Amount[]
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** 20 zero bytes: nobody. */
export const NOBODY = 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb' as Address

const bad = fail({ why: 'bad-answer' } as const)

/** A call that reverted is answered too; it has an error in it, or not the words that are wanted. */
const ask = async (
  node: Node,
  side: 'full' | 'solid',
  of: { readonly contract: Address; readonly from: Address; readonly data: Uint8Array },
): Promise<Asked<readonly bigint[]>> => {
  const body = {
    owner_address: hex(addressBytes(of.from)),
    contract_address: hex(addressBytes(of.contract)),
    data: hex(of.data),
  }
  const answer = await node.post(side, 'triggerconstantcontract', body, ConstantAnswer)
  if (!answer.ok) return answer
  const { result, constant_result: results, transaction } = answer.value
  const failed = !result.result || transaction?.ret.some(({ ret }) => ret === 'FAILED') === true
  const words = failed ? null : wordsIn(Uint8Array.from(Buffer.from(results[0] ?? '', 'hex')))
  return words === null ? bad : ok(words)
}

const FIELDS = 8
const MOST_128 = 2n ** 128n
const MOST_64 = 2n ** 64n

/** One struct with a list at its end (Solidity's ABI): where it is, its fields, where the list is, the list. */
const standingIn = (words: readonly bigint[], lanes: number): Standing | null => {
  const [at, free = 0n, exitAt = 0n, locked = 0n, unlockAt = 0n, signer = 0n, former = 0n, until = 0n] = words
  const [place, length] = [words[FIELDS], words[FIELDS + 1]]
  const paid = words.slice(FIELDS + 2)
  if (at !== 32n || place !== BigInt(32 * FIELDS) || length !== BigInt(lanes) || paid.length !== lanes) return null
  const [now, before] = [addressIn(signer), addressIn(former)]
  const isInBounds =
    [free, locked, ...paid].every((one) => one < MOST_128) && [exitAt, unlockAt, until].every((one) => one < MOST_64)
  if (!isInBounds || now === null || before === null) return null
  return {
    free: amount(free),
    exitAt,
    locked: amount(locked),
    unlockAt,
    signer: now === NOBODY ? null : now,
    former: before === NOBODY ? null : { signer: before, until },
    paid: paid.map((one) => amount(one)),
  }
}

export const askStanding = async (
  node: Node,
  of: { readonly vault: Address; readonly payer: Address; readonly payee: Address; readonly lanes: readonly Lane[] },
): Promise<Asked<Standing>> => {
  const { vault, payer, payee, lanes } = of
  const args = [address(payer), address(payee), list(lanes.map((lane) => uint(lane)))]
  const data = call('standing(address,address,uint64[])', args)
  const words = await ask(node, 'solid', { contract: vault, from: payer, data })
  if (!words.ok) return words
  const standing = standingIn(words.value, lanes.length)
  return standing === null ? bad : ok(standing)
}

/** What the vault may take of the token. `full`: as the head has it, which a fork may still undo. */
export const askAllowance = async (
  node: Node,
  side: 'full' | 'solid',
  of: { readonly token: Address; readonly owner: Address; readonly vault: Address },
): Promise<Asked<Amount>> => {
  const data = allowanceCall(of.owner, of.vault)
  const words = await ask(node, side, { contract: of.token, from: of.owner, data })
  if (!words.ok) return words
  const [units] = words.value
  return units === undefined || words.value.length !== 1 ? bad : ok(amount(units))
}
