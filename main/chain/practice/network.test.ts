import fc from 'fast-check'
import type { TronWeb } from 'tronweb'
import { afterEach, describe, expect, it } from 'vitest'
import { startPractice, type PracticeNode, type PracticeOptions } from './practice.ts'
import { addressOf, connect, hexOf, infoOf, keyOf, post } from './testing/tronweb.ts'

const [alice, bob] = [keyOf(1), keyOf(2)]
const open: AsyncDisposable[] = []

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]()
})

const practice = async (options: PracticeOptions = {}): Promise<{ node: PracticeNode; tronWeb: TronWeb }> => {
  const node = await startPractice({ mining: 'by-hand', solidLag: 3, ...options })
  open.push(node)
  await node.give(addressOf(alice), { trx: 1_000_000_000n })
  await node.mine(5)
  return { node, tronWeb: connect(node, alice) }
}

const sent = async (tronWeb: TronWeb, sun: number): Promise<string> =>
  (await tronWeb.trx.sendTransaction(addressOf(bob), sun)).txid

const balanceAt = async (url: string, solid: boolean): Promise<unknown> => {
  const path = `/wallet${solid ? 'solidity' : ''}/getaccount`
  return (await post({ url }, path, { address: hexOf(addressOf(bob)) }))['balance'] ?? 0
}

describe('blocks that were not final', () => {
  it('vanish with what they did; their transactions wait again and come in another block', async () => {
    const { node, tronWeb } = await practice()
    const id = await sent(tronWeb, 5_000_000)
    await node.mine(2)
    const before = await tronWeb.trx.getBlock(node.height() - 1)
    await node.reorganise(2)
    expect(await infoOf(node, id)).toEqual({})
    expect(await post(node, '/wallet/gettransactionbyid', { value: id })).toMatchObject({ txID: id })
    await node.mine(2)
    const after = await tronWeb.trx.getBlock(node.height() - 1)
    expect(after.blockID).not.toBe(before.blockID)
    expect((await infoOf(node, id)).blockNumber).toBe(node.height() - 1)
  })

  it('can take a transaction away for good', async () => {
    const { node, tronWeb } = await practice()
    const id = await sent(tronWeb, 5_000_000)
    await node.mine()
    await node.reorganise(1, true)
    await node.mine(4)
    expect(await post(node, '/wallet/gettransactionbyid', { value: id })).toEqual({})
    expect(await balanceAt(node.url, false)).toBe(0)
  })

  it('take with them transactions that referred to them', async () => {
    const { node, tronWeb } = await practice()
    await node.mine()
    const id = await sent(tronWeb, 5_000_000)
    await node.reorganise(1)
    await node.mine(2)
    expect(await post(node, '/wallet/gettransactionbyid', { value: id })).toEqual({})
  })

  it('are the only ones that can', async () => {
    const { node } = await practice()
    await expect(node.reorganise(4)).rejects.toThrow('not final')
    await node.reorganise(3)
    await expect(node.reorganise(1)).rejects.toThrow('not final')
  })
})

describe('whatever happens', () => {
  const happening = fc.oneof(
    fc.record({ what: fc.constant('send' as const), sun: fc.integer({ min: 1, max: 3_000_000 }) }),
    fc.record({ what: fc.constant('gift' as const), sun: fc.integer({ min: 1, max: 3_000_000 }) }),
    fc.record({ what: fc.constant('mine' as const), sun: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ what: fc.constant('reorganise' as const), sun: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ what: fc.constant('lose' as const), sun: fc.integer({ min: 1, max: 3 }) }),
  )

  const solidBlocks = async (node: PracticeNode): Promise<unknown[]> => {
    const blocks = await post<{ block: unknown[] }>(node, '/walletsolidity/getblockbylimitnext', {
      startNum: 0,
      endNum: node.solid() + 1,
    })
    return blocks.block
  }

  it('no final block changes, no final transaction either, and no TRX is made or lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (happenings) => {
        const { node, tronWeb } = await practice()
        let final = await solidBlocks(node)
        for (const { what, sun } of happenings) {
          if (what === 'send') await sent(tronWeb, sun)
          if (what === 'gift') await node.give(addressOf(bob), { trx: BigInt(sun), btt: BigInt(sun) })
          if (what === 'mine') await node.mine(sun)
          const loose = Math.min(sun, node.height() - node.solid())
          if (what === 'reorganise' || what === 'lose') await node.reorganise(loose, what === 'lose')
          const now = await solidBlocks(node)
          expect(now.slice(0, final.length)).toEqual(final)
          final = now
          const { held, staked, burned, genesis } = await node.audit()
          expect(held + staked + burned).toBe(genesis)
        }
        await node[Symbol.asyncDispose]()
        open.pop()
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})

describe('other nodes', () => {
  it('may be behind: they know neither the pool nor the last blocks, and call final what is older', async () => {
    const { node, tronWeb } = await practice()
    const peer = await node.peer(2)
    open.push(peer)
    const id = await sent(tronWeb, 5_000_000)
    expect(await post(peer, '/wallet/gettransactionbyid', { value: id })).toEqual({})
    await node.mine(2)
    expect(await infoOf(node, id)).toMatchObject({ id })
    expect(await infoOf(peer, id)).toEqual({})
    expect([await balanceAt(node.url, false), await balanceAt(peer.url, false)]).toEqual([5_000_000, 0])
    await node.mine(1)
    expect(await infoOf(peer, id)).toEqual({ ...(await infoOf(node, id)) })
    await node.mine(1)
    expect([await balanceAt(node.url, true), await balanceAt(peer.url, true)]).toEqual([5_000_000, 0])
    await node.mine(2)
    expect(await balanceAt(peer.url, true)).toBe(5_000_000)
    const heads = await Promise.all([node, peer].map((one) => connect(one, alice).trx.getCurrentBlock()))
    const numbers = heads.map((head) => head.block_header.raw_data.number)
    expect(numbers).toEqual([node.height(), node.height() - 2])
  })

  it('may go their own way: another chain from the same past', async () => {
    const { node, tronWeb } = await practice()
    const fork = await node.fork()
    open.push(fork)
    expect(fork.chainId).toBe(node.chainId)
    const id = await sent(tronWeb, 5_000_000)
    await node.mine()
    await fork.mine()
    expect(await infoOf(fork, id)).toEqual({})
    const [here, there] = await Promise.all([node, fork].map((one) => connect(one, alice).trx.getBlock(one.height())))
    expect(here?.blockID).not.toBe(there?.blockID)
    expect(here?.block_header.raw_data.parentHash).toBe(there?.block_header.raw_data.parentHash)
  })
})

describe('the chain', () => {
  const fixed = { clock: () => 1_800_000_000_000, seed: 'one' }

  it('is the same for the same seed and clock, and another for another seed', async () => {
    const told = async (options: PracticeOptions): Promise<unknown> => {
      const { node, tronWeb } = await practice(options)
      await node.give(addressOf(bob), { trx: 5n, btt: 5n })
      await node.mine(2)
      return [node.chainId, (await tronWeb.trx.getBlock(node.height())).blockID]
    }
    expect(await told(fixed)).toEqual(await told(fixed))
    expect(await told({ ...fixed, seed: 'two' })).not.toEqual(await told(fixed))
  })

  it('has a clock that can be wrong, but never goes back', async () => {
    const { node, tronWeb } = await practice(fixed)
    const at = async (): Promise<number> => (await tronWeb.trx.getCurrentBlock()).block_header.raw_data.timestamp
    const before = await at()
    node.skew(600_000)
    await node.mine()
    expect(await at()).toBe(Math.floor((fixed.clock() + 600_000) / 3_000) * 3_000)
    node.skew(-600_000)
    const ahead = await at()
    await node.mine()
    expect(await at()).toBe(ahead + 3_000)
    expect(ahead).toBeGreaterThan(before)
  })

  it('can be set back to a snapshot', async () => {
    const { node, tronWeb } = await practice()
    const { id } = await post<{ id: number }>(node, '/practice/snapshot')
    const height = node.height()
    await sent(tronWeb, 5_000_000)
    await post(node, '/practice/mine', { blocks: 6 })
    expect(await balanceAt(node.url, true)).toBe(5_000_000)
    await post(node, '/practice/revert', { id })
    expect(node.height()).toBe(height)
    expect(await balanceAt(node.url, false)).toBe(0)
    await sent(tronWeb, 1)
    await node.mine()
    expect(await balanceAt(node.url, false)).toBe(1)
  })

  it('makes blocks by itself every three seconds when asked to', async () => {
    const node = await startPractice({ mining: 'steady' })
    open.push(node)
    const first = node.height()
    await expect.poll(() => node.height(), { timeout: 15_000, interval: 200 }).toBeGreaterThan(first)
  })
})
