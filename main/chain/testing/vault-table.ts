// A chain with the vault on it, a wallet that makes orders to it, and somebody else with a deposit there; and what the
// wallet says happened.

import { afterEach } from 'vitest'
import type { PracticeOptions } from '../practice/practice.ts'
import { settledCalls } from '../store/settled-calls.ts'
import { timeline } from '../store/timeline.ts'
import { addressOfKey, keyOf } from './desk.ts'
import { vaultOwner, type VaultOwner } from './vault-owner.ts'
import { BTT, vaultUser, type VaultUser } from './vault-user.ts'
import { openWorld, type World } from './world.ts'

const ending: (() => PromiseLike<void>)[] = []
export const dave = addressOfKey(keyOf(4))

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

export interface Table extends World {
  readonly owner: VaultOwner
  readonly carol: VaultUser
  account(): Promise<object>
}

export const table = async (options: PracticeOptions = {}): Promise<Table> => {
  const here = await openWorld({ exitDelay: 600, ...options })
  ending.push(() => here[Symbol.asyncDispose]())
  const carol = vaultUser(here.node, keyOf(3))
  await here.node.give(carol.address, { trx: 1_000_000_000n, btt: 100n * BTT })
  await here.later(3_000)
  const account = async () => {
    const read = await here.wallet.vaults().account({ account: here.wallet.own, payees: [{ payee: dave, lanes: [] }] })
    if (!read.ok) throw new Error(read.error)
    return read.value
  }
  return { ...here, owner: vaultOwner(here), carol, account }
}

export const lines = ({ wallet, node }: World) => {
  const own = new Set([wallet.own])
  return timeline(wallet.sends, wallet.records, { chain: Number(node.chainId), accounts: own, own }).toSorted(
    (a, b) => b.at - a.at,
  )
}

export const settled = ({ wallet, node }: World) => settledCalls(wallet.sends, Number(node.chainId))
