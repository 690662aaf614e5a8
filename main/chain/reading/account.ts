// Reads an account from the settled chain: balances, resources, who may spend from it. Every node that can is asked,
// and only what they all say counts, if they are a quorum: balances cannot be pinned to a block, so where they differ
// the last agreed ones stay. Invariant: nothing here is from a block that a fork could undo, and no failure turns a
// balance into zero.

import { fail, ok, type Result } from '../../../app/result.ts'
import { amount, amountOf, type Amount } from '../../../app/money/amount.ts'
import { addressBytes, type Address } from '../../../app/tron/address.ts'
import type { Asset } from '../../../app/tron/networks.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { Permission, Resource, Resources } from '../../../app/wallet/chain-state.ts'
import { permissionOf } from '../../../app/wallet/permission.ts'
import { AccountAnswer, ConstantAnswer, ResourceAnswer } from '../nodes/answers.ts'
import type { Asked, Node } from '../nodes/node.ts'
import type { Pool } from '../nodes/pool.ts'

export interface AccountReading {
  readonly activated: boolean
  readonly isContract: boolean
  readonly permission: Permission
  /** In the order of the assets asked for. */
  readonly amounts: readonly Amount[]
  readonly resources: Resources
}

const BALANCE_OF = '70a08231'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const addressWord = (address: Address): string => hex(addressBytes(address).subarray(1)).padStart(64, '0')

/** One word of 32 bytes; null: anything else. */
export const wordIn = (answer: ConstantAnswer): bigint | null => {
  const [word] = answer.constant_result
  return word?.length === 64 && answer.result.result ? BigInt(`0x${word}`) : null
}

const bad = fail({ why: 'bad-answer' } as const)

const tokenBalance = async (node: Node, owner: Address, contract: Address): Promise<Asked<Amount>> => {
  const body = {
    owner_address: hex(addressBytes(owner)),
    contract_address: hex(addressBytes(contract)),
    data: BALANCE_OF + addressWord(owner),
  }
  const answer = await node.post('solid', 'triggerconstantcontract', body, ConstantAnswer)
  if (!answer.ok) return answer
  const word = wordIn(answer.value)
  const units = word === null ? null : amountOf(word)
  return units === null ? bad : ok(units)
}

const balanceOf = async (node: Node, owner: Address, asset: Asset, answer: AccountAnswer): Promise<Asked<Amount>> => {
  if (asset.kind === 'trx') return ok(amount(answer.balance))
  if (asset.kind === 'trc20') return tokenBalance(node, owner, asset.contract)
  return ok(amount(answer.assetV2.find(({ key }) => key === asset.id)?.value ?? 0n))
}

const resource = (of: bigint, used: bigint): Resource => ({ of, left: of > used ? of - used : 0n })

const readBy = async (node: Node, address: Address, assets: readonly Asset[]): Promise<Asked<AccountReading>> => {
  const answer = await node.post('solid', 'getaccount', { address, visible: true }, AccountAnswer)
  if (!answer.ok) return answer
  const account = answer.value
  if (account.address !== undefined && account.address !== address) return bad
  const amounts: Amount[] = []
  for (const asset of assets) {
    const read = await balanceOf(node, address, asset, account)
    if (!read.ok) return read
    amounts.push(read.value)
  }
  const used = await node.post('full', 'getaccountresource', { address, visible: true }, ResourceAnswer)
  if (!used.ok) return used
  const { freeNetLimit, freeNetUsed, NetLimit, NetUsed, EnergyLimit, EnergyUsed } = used.value
  return ok({
    activated: account.address !== undefined,
    isContract: account.type === 'Contract',
    permission: permissionOf(address, account.owner_permission, account.active_permission),
    amounts,
    resources: {
      freeBandwidth: resource(freeNetLimit, freeNetUsed),
      stakedBandwidth: resource(NetLimit, NetUsed),
      energy: resource(EnergyLimit, EnergyUsed),
    },
  })
}

/** Resources recover from moment to moment: they are not compared. */
const agreed = ({ activated, isContract, permission, amounts }: AccountReading): string =>
  JSON.stringify({ activated, isContract, permission, amounts }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )

export const readAccount = async (
  pool: Pool,
  address: Address,
  assets: readonly Asset[],
): Promise<Result<AccountReading, ChainFault>> => {
  const said = await pool.most((node) => readBy(node, address, assets))
  if (!said.ok) return said
  const [first, ...others] = said.value
  if (first === undefined) return fail('offline')
  const differ = others.some(({ value }) => agreed(value) !== agreed(first.value))
  return differ ? fail('disagreeing') : ok(first.value)
}
