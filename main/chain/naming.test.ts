// What leaves the chain process under a network's name: the page of an explorer, and the table of what happened.

import { afterEach, describe, expect, it } from 'vitest'
import type { ChainProfile } from '../../app/ipc/chain-contract.ts'
import { memoryPortPair } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import { isExplorerPage, MAINNET, NILE, SHASTA, TRX } from '../../app/tron/networks.ts'
import { practiceProfile } from '../../app/wallet/practice-network.ts'
import { startPractice } from './practice/practice.ts'
import { serveChain } from './serve.ts'
import { addressIn, addressOfKey, keyOf, temporaryFolder } from './testing/desk.ts'

const TX = 'ab'.repeat(32)
const own = addressOfKey(keyOf(1))
const ending: (() => PromiseLike<unknown> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const on = async (profile: ChainProfile) => {
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  const [near, far] = memoryPortPair(setImmediate, structuredClone)
  serveChain(far, () => undefined, String)
  const client = connect(near)
  ending.push(() => client.call('chain.shutdown', undefined))
  await client.call('chain.start', { folder: folder.path })
  await client.call('chain.configure', { profile, accounts: [own], watched: [], prices: null })
  return client
}

/** Nobody listens there. */
const nowhere = [{ full: 'http://127.0.0.1:1', solidity: null, apiKey: null }]
const common = { assets: [TRX], exchange: null, vault: null, nodes: nowhere } as const

describe('a transaction', () => {
  it.each([MAINNET, NILE, SHASTA])(
    'of $id has a page at its network’s explorer, and main would open it',
    async (of) => {
      const client = await on({ ...common, network: of.id, chainId: of.chainId })
      const url = await client.call('chain.explorerUrl', { txId: TX })
      expect(url).toEqual({ ok: true, value: of.explorer.replace('{id}', TX) })
      expect(isExplorerPage(of.explorer.replace('{id}', TX), TX)).toBe(true)
    },
  )

  it('of play money, or of a network that nobody knows, has none', async () => {
    const node = await startPractice({ mining: 'by-hand', solidLag: 2 })
    ending.push(() => node[Symbol.asyncDispose]())
    await node.give(own, { trx: 5_000_000n })
    await node.mine(4)
    const { url, tokens, chainId, vault } = node
    const practice = practiceProfile({ url, tokens, chainId: Number(chainId), vault: addressIn(vault) })
    const custom = { ...practice, network: 'custom', chainId: null, assets: null, vault: null } as const
    for (const [profile, name] of [
      [practice, 'practice (play money)'],
      [custom, `custom (${String(chainId)})`],
    ] as const) {
      const client = await on(profile)
      await client.call('chain.refresh', undefined)
      expect(await client.call('chain.explorerUrl', { txId: TX })).toEqual({ ok: true, value: null })
      const filter = { account: null, asset: null, direction: null, state: null, hidden: true, text: '' }
      const table = await client.call('chain.csv', filter)
      const lines = table.ok ? String(table.value).trim().split('\r\n') : []
      expect(lines[0]).toMatch(/,Network$/)
      expect(lines.length).toBeGreaterThan(1)
      for (const line of lines.slice(1)) expect(line.endsWith(`,${name}`)).toBe(true)
    }
  })
})
