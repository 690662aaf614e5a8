// What becomes of a send that nodes refuse: sent again, held until what is missing comes, or given up. Each is told
// with its reason, and none is called an end before it is one.

import { afterEach, describe, expect, it } from 'vitest'
import type { Address } from '../../../app/tron/address.ts'
import type { Send } from '../store/sends.ts'
import { timeline } from '../store/timeline.ts'
import { keyOf, signWith, type Desk } from '../testing/desk.ts'
import { bob, openWorld, type World } from '../testing/world.ts'
import { LIFETIME_MS } from './transaction.ts'

const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const world = async (...given: Parameters<typeof openWorld>): Promise<World> => {
  const opened = await openWorld(...given)
  ending.push(() => opened[Symbol.asyncDispose]())
  return opened
}

const submitted = async (wallet: Desk, units: bigint, key = wallet.key): Promise<Send> => {
  const built = await wallet.sender.build({ draft: wallet.draft(bob, 'trx', units), most: (10n ** 9n) as never })
  if (!built.ok) throw new Error(JSON.stringify(built.error))
  const { ref, prepare } = built.value
  const result = wallet.sender.submit(ref, signWith(key, prepare.rawData))
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  await wallet.round()
  return wallet.get(result.value.id)
}

/** Spends, by another program with the same key, so much that the wallet does not see yet. */
const spendElsewhere = async ({ node, open }: World, units: bigint): Promise<void> => {
  const other = open()
  await other.round()
  const built = await other.sender.build({ draft: other.draft(bob, 'trx', units), most: (10n ** 9n) as never })
  if (!built.ok) throw new Error(JSON.stringify(built.error))
  const { bytes } = signWith(other.key, built.value.prepare.rawData)
  const transaction = Buffer.from(bytes).toString('hex')
  await fetch(`${node.url}/wallet/broadcasthex`, { method: 'POST', body: JSON.stringify({ transaction }) })
}

const told = (wallet: Desk, txId: string) => {
  const own = new Set<Address>([wallet.own])
  const chain = wallet.chain.state.chainId ?? 0
  return timeline(wallet.sends, wallet.records, { chain, accounts: own, own }).find((entry) => entry.txId === txId)
}

const broadcasts = ({ node }: World): number => node.requests.filter((path) => path.endsWith('/broadcasthex')).length

describe('a send that is refused', () => {
  it('for want of TRX is held, told with the reason, and goes when that comes in time', async () => {
    const here = await world()
    const { node, wallet, later } = here
    await spendElsewhere(here, 600_000_000n)
    const { txId } = await submitted(wallet, 700_000_000n)
    expect(told(wallet, txId)).toMatchObject({ state: 'sending', refusal: 'balance', failure: null })
    const before = broadcasts(here)
    await later(3_000, 1)
    expect(broadcasts(here)).toBe(before)
    await node.give(wallet.own, { trx: 500_000_000n })
    await later(20_000, 1)
    await later(3_000)
    await later(3_000)
    expect(told(wallet, txId)).toMatchObject({ state: 'final', refusal: null })
  })

  it('for want of TRX that never comes is “not sent” in the end, and still says why', async () => {
    const here = await world()
    const { wallet, later } = here
    await spendElsewhere(here, 600_000_000n)
    const { txId } = await submitted(wallet, 700_000_000n)
    await later(LIFETIME_MS + 65_000)
    expect(told(wallet, txId)).toMatchObject({ state: 'sending', refusal: 'balance' })
    await later(65_000)
    await later(3_000)
    expect(told(wallet, txId)).toMatchObject({ state: 'not-sent', refusal: 'balance' })
  })

  it('because it can never be is not sent again, and not called “not sent” before its time is over', async () => {
    const here = await world()
    const { wallet, later } = here
    const { txId } = await submitted(wallet, 5_000_000n, keyOf(8))
    expect(told(wallet, txId)).toMatchObject({ state: 'sending', refusal: 'signature' })
    const before = broadcasts(here)
    for (let round = 0; round < 3; round++) await later(20_000)
    expect(broadcasts(here)).toBe(before)
    expect(told(wallet, txId)).toMatchObject({ state: 'sending', refusal: 'signature' })
    await later(LIFETIME_MS + 65_000)
    await later(65_000)
    expect(told(wallet, txId)).toMatchObject({ state: 'not-sent', refusal: 'signature' })
  })
})
