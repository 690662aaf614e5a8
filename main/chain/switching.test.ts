// What happens to the wallet's work when what it is about changes under it: another network, another account, a lock.

import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ChainConfig } from '../../app/ipc/chain-contract.ts'
import { practiceProfile } from '../../app/wallet/practice-network.ts'
import { startPractice, type PracticeNode } from './practice/practice.ts'
import { signWith, type Desk } from './testing/desk.ts'
import { bob, LAG, openWorld, type World } from './testing/world.ts'

const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  for (const end of ending.splice(0).toReversed()) await end()
})

const world = async (): Promise<World> => {
  const opened = await openWorld()
  ending.push(() => opened[Symbol.asyncDispose]())
  return opened
}

const another = async (): Promise<PracticeNode> => {
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG, seed: 'another network' })
  ending.push(() => node[Symbol.asyncDispose]())
  await node.mine(LAG + 2)
  return node
}

const configOf = (wallet: Desk, node?: PracticeNode, more: Partial<ChainConfig> = {}): ChainConfig => ({
  profile: node
    ? practiceProfile({ url: node.url, tokens: node.tokens, chainId: Number(node.chainId), vault: null })
    : wallet.profile,
  accounts: [wallet.own],
  watched: [],
  prices: null,
  ...more,
})

const broadcasts = ({ requests }: PracticeNode): number => requests.filter((path) => path.includes('broadcast')).length

const built = async (wallet: Desk) => {
  const made = await wallet.sender.build({ draft: wallet.draft(bob, 'trx', 5_000_000n), most: (10n ** 9n) as never })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return { ref: made.value.ref, signed: signWith(wallet.key, made.value.prepare.rawData) }
}

describe('another network', () => {
  it('gets nothing that was reviewed for the one before, which is not kept either', async () => {
    const { wallet } = await world()
    const elsewhere = await another()
    const { ref, signed } = await built(wallet)
    wallet.chain.configure(configOf(wallet, elsewhere))
    await wallet.round()
    expect(wallet.sender.submit(ref, signed)).toEqual({
      ok: false,
      error: { code: 'chain', fault: 'network-changed' },
    })
    await wallet.round()
    expect(broadcasts(elsewhere)).toBe(0)
    expect(wallet.sends.get(signed.txId)).toBeNull()
  })

  it('gets nothing of what was sent on the one before, and there it goes on afterwards', async () => {
    const { node, wallet, later } = await world()
    const elsewhere = await another()
    const { ref, signed } = await built(wallet)
    node.fail({ kind: 'drop-before', path: 'broadcasthex' })
    expect(wallet.sender.submit(ref, signed).ok).toBe(true)
    wallet.chain.configure(configOf(wallet, elsewhere))
    for (let round = 0; round < 3; round++) await later(3_000, 1)
    expect(broadcasts(elsewhere)).toBe(0)
    wallet.chain.configure(configOf(wallet))
    for (let round = 0; round < 3; round++) await later(5_000)
    expect(wallet.get(signed.txId)).toMatchObject({ state: 'final', refusal: null })
  })
})

describe('another account', () => {
  it('while prices are being read takes nothing away from them, and is read too', async () => {
    const { node, wallet } = await world()
    wallet.chain.configure(configOf(wallet, undefined, { profile: null }))
    const before = node.requests.length
    node.fail({ kind: 'delay', ms: 300, path: 'getchainparameters' })
    wallet.chain.configure(configOf(wallet))
    while (!node.requests.slice(before).some((path) => path.endsWith('getchainparameters'))) await delay(5)
    wallet.chain.configure(configOf(wallet, undefined, { accounts: [wallet.own, bob] }))
    // Without a timer a round is made only because something asked for it: two, one after the other.
    while (wallet.chain.state.accounts.some(({ readAt }) => readAt === null)) await delay(5)
    const { fees, accounts } = wallet.chain.state
    expect(fees).toMatchObject({ energy: 100n })
    expect(accounts.map(({ address, activated }) => ({ address, activated }))).toEqual([
      { address: wallet.own, activated: true },
      { address: bob, activated: true },
    ])
  })
})

describe('a source of prices', () => {
  it('is not asked about play money', async () => {
    const { wallet, later } = await world()
    const asked = vi.spyOn(globalThis, 'fetch')
    const prices = { url: 'https://prices.invalid/{symbol}', path: 'price', currency: 'EUR' }
    wallet.chain.configure(configOf(wallet, undefined, { prices }))
    await later(3_000)
    // By whatever name: a network of one's own with play money on it is none that is worth anything.
    const profile = { ...wallet.profile, network: 'custom' as const }
    wallet.chain.configure(configOf(wallet, undefined, { profile, prices }))
    await later(3_000)
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
    expect(asked.mock.calls.filter(([url]) => String(url).includes('prices.invalid'))).toEqual([])
    expect(wallet.chain.state.prices).toEqual([])
  })
})

describe('a wallet that is locked', () => {
  it('after a restart has its sends followed to their end, and then nobody is asked anything', async () => {
    const { node, wallet, open, later } = await world()
    node.fail({ kind: 'drop-before', path: 'broadcasthex' })
    const { ref, signed } = await built(wallet)
    expect(wallet.sender.submit(ref, signed).ok).toBe(true)
    await wallet.chain.close()
    const again = open()
    const config = configOf(wallet, undefined, { accounts: [], onlyUnderway: true })
    again.chain.configure(config)
    for (let round = 0; round < 4; round++) {
      await later(5_000)
      await again.round()
    }
    expect(again.get(signed.txId).state).toBe('final')
    await again.round()
    const before = node.requests.length
    again.chain.configure({ ...config, prices: null })
    await again.round()
    await again.round()
    expect(node.requests).toHaveLength(before)
    expect(again.chain.state).toMatchObject({ phase: { is: 'off' }, network: null, underway: 0 })
  })

  it('without sends under way has nobody asked anything', async () => {
    const { node, wallet, open } = await world()
    const again = open()
    again.chain.configure(configOf(wallet, undefined, { profile: null }))
    const before = node.requests.length
    again.chain.configure(configOf(wallet, undefined, { accounts: [], onlyUnderway: true }))
    await again.round()
    expect(node.requests).toHaveLength(before)
  })
})
