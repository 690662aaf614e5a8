// What the chain process refuses while only the address book is paid, and what it tells the wallet of a token, against
// Practice over HTTP.

import { afterEach, describe, expect, it } from 'vitest'
import type { SendDraft } from '../../../app/wallet/send-preview.ts'
import { startPractice } from '../practice/practice.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from '../testing/desk.ts'
import { previewSend } from './preview.ts'

const LAG = 3
const DAY = 86_400_000
const bob = addressOfKey(keyOf(2))
const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const funded = async () => {
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG })
  ending.push(() => node[Symbol.asyncDispose]())
  const folder = temporaryFolder()
  const time = { late: 0 }
  const wallet = openDesk({ folder: folder.path, practice: node, now: () => Date.now() + time.late })
  ending.push(async () => {
    await wallet[Symbol.asyncDispose]()
    folder.remove()
  })
  await node.give(wallet.own, { trx: 1_000_000_000n, btt: 5_000n * 10n ** 18n, bttold: 9_000_000n })
  await node.mine(LAG + 2)
  await wallet.round()
  return { node, wallet, time }
}

const bookOnly = ({ chain, profile, own }: Desk, endsAt: number | null = null): void =>
  chain.configure({ profile, accounts: [own], watched: [], prices: null, bookOnly: { on: true, endsAt } })

const blocking = async ({ chain }: Desk, draft: SendDraft): Promise<string[]> => {
  const found = chain.world()
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  const { problems } = await previewSend(draft, found.value.world)
  return problems.filter(({ blocks }) => blocks).map(({ code }) => code)
}

describe('while only the address book is paid', () => {
  it('nobody else is, a new name is a day later, and it cannot be built meanwhile either', async () => {
    const { wallet, time } = await funded()
    const draft = wallet.draft(bob, 'trx', 1_000_000n)
    expect(await blocking(wallet, draft)).toEqual([])
    bookOnly(wallet)
    expect(await blocking(wallet, draft)).toEqual(['not-in-book'])
    wallet.records.putContact(bob, 'Bob', Date.now())
    expect(await blocking(wallet, draft)).toEqual(['too-new-in-book'])
    expect(await wallet.sender.build({ draft, most: 10_000_000n as never })).toMatchObject({
      error: { code: 'send-refused', problem: 'too-new-in-book' },
    })
    wallet.records.putContact(bob, 'Robert', Date.now() + DAY)
    time.late = DAY
    expect(await blocking(wallet, draft)).toEqual([])
  })

  it('ends when its day is over', async () => {
    const { wallet, time } = await funded()
    const draft = wallet.draft(bob, 'trx', 1_000_000n)
    bookOnly(wallet, Date.now() + DAY)
    expect(await blocking(wallet, draft)).toEqual(['not-in-book'])
    time.late = DAY + 1
    expect(await blocking(wallet, draft)).toEqual([])
  })
})

it('tells the wallet what a token of a network of its own is called, and leaves TRX to it', async () => {
  const { node, wallet } = await funded()
  const factsOf = async (asset: string, units: bigint) => {
    const built = await wallet.sender.build({ draft: wallet.draft(bob, asset, units), most: 10_000_000n as never })
    if (!built.ok) throw new Error(JSON.stringify(built.error))
    return built.value.prepare.facts.token
  }
  expect(await factsOf('trx', 1n)).toBeNull()
  expect(await factsOf(`trc20:${node.tokens.btt}`, 1n)).toEqual({ symbol: 'BTT', decimals: 18 })
  expect(await factsOf('trc10:1002000', 1n)).toEqual({ symbol: 'BTTOLD', decimals: 6 })
})
