// Who owes us, as the chain has it while nobody is connected: read through the wallet's chain client, over HTTP, of the
// contract's own code.

import { afterEach, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import { cashNowOf } from '../../../app/speed/cash-now.ts'
import type { Debtor } from '../../../app/speed/cash-advice.ts'
import type { Address } from '../../../app/tron/address.ts'
import { keyOf } from '../testing/desk.ts'
import { heldBy } from '../testing/vault-owner.ts'
import { BTT, vaultUser } from '../testing/vault-user.ts'
import { openWorld } from '../testing/world.ts'
import { debtorIn } from './order-facts.ts'

const ending: (() => PromiseLike<void>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

it('is seen to run dry, to leave, and to have left, by what the vault has of them', async () => {
  const here = await openWorld({ exitDelay: 600 })
  ending.push(() => here[Symbol.asyncDispose]())
  const { wallet, node, later } = here
  const carol = vaultUser(node, keyOf(3))
  await node.give(carol.address, { trx: 1_000_000_000n, btt: 100n * BTT })
  await later(3_000)
  await carol.deposit(40n * BTT)
  await later(3_000)
  const vault = { chainId: Number(node.chainId), address: node.vault as Address }
  const owing = async (units: bigint): Promise<Debtor | null> => {
    const vouchers = heldBy(wallet.own, [carol.voucher(wallet.own, 3n, units * BTT)])
    const read = await debtorIn(wallet.vaults(), vault, { payer: carol.address, payee: wallet.own, vouchers })
    if (!read.ok) throw new Error(read.error)
    return read.value
  }
  const calledFor = async (units: bigint) => cashNowOf([await owing(units)].filter((each) => each !== null))

  expect(await owing(20n)).toMatchObject({ owes: 20n * BTT, free: 40n * BTT, exitAt: 0 })
  expect(await calledFor(20n)).toBeNull()
  const all = { payers: [carol.address], owes: amount(21n * BTT) }
  expect(await calledFor(21n)).toEqual({ ...all, because: 'payer-runs-dry' })

  await carol.send('requestExit')
  await later(3_000)
  expect(await calledFor(21n)).toEqual({ ...all, because: 'exit-asked' })

  await later(700_000)
  await carol.send('withdraw', (40n * BTT).toString())
  await later(9_000)
  expect(await owing(21n)).toMatchObject({ free: 0n })
  expect(await calledFor(21n)).toBeNull()
})
