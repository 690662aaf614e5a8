import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { serialize } from 'node:v8'
import { afterEach, describe, expect, it } from 'vitest'
import { vaultAbi } from '../../../../app/speed/vault-artifact.ts'
import { addressBytes, parseAddress } from '../../../../app/tron/address.ts'
import { structHash } from '../../../../app/tron/typed-data.ts'
import { playBtt } from '../artifacts/play-btt.ts'
import { practiceVault as VAULT } from '../node/genesis.ts'
import { startPractice, type PracticeNode, type PracticeOptions } from '../practice.ts'
import { connect, hexOf, keyOf, methodsOf, type Method } from '../testing/tronweb.ts'

const open: PracticeNode[] = []

afterEach(async () => {
  for (const node of open.splice(0)) await node[Symbol.asyncDispose]()
})

const vaultOf = async (
  options: PracticeOptions = {},
): Promise<{ node: PracticeNode; read: (name: string) => Promise<unknown> }> => {
  const node = await startPractice({ mining: 'at-once', solidLag: 2, ...options })
  open.push(node)
  const methods: Record<string, Method> = methodsOf(connect(node, keyOf(1)), vaultAbi, node.vault)
  return { node, read: async (name) => methods[name]?.().call() }
}

const types = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
}

describe('the vault of a Practice network', () => {
  it('is there from the start, of play BTT, with a delay of two minutes', async () => {
    const { node, read } = await vaultOf()
    expect(await read('token')).toBe(hexOf(node.tokens.btt))
    expect(await read('delay')).toBe(120n)
  })

  it('has the delay a test asks for', async () => {
    const { read } = await vaultOf({ exitDelay: 7 })
    expect(await read('delay')).toBe(7n)
    for (const exitDelay of [0, -1, 0.5, Number.NaN]) {
      await expect(startPractice({ exitDelay })).rejects.toThrow(/whole seconds/)
    }
  })

  it('knows its chain and itself though it is older than the first block', async () => {
    const { node, read } = await vaultOf()
    const address = parseAddress(node.vault)
    if (!address.ok) throw new Error('no address')
    const domain = {
      name: 'SpeedVault',
      version: '1',
      chainId: node.chainId,
      verifyingContract: addressBytes(address.value).subarray(1),
    }
    expect(await read('domainSeparator')).toBe(
      `0x${Buffer.from(structHash(types, 'EIP712Domain', domain)).toString('hex')}`,
    )
  })

  it.each([
    ['had none', (db: DatabaseSync) => db.exec(`DELETE FROM change WHERE key LIKE '%${VAULT}%'`)],
    [
      'had another',
      (db: DatabaseSync) =>
        db.prepare(`UPDATE change SET value = ? WHERE key = 'code:${VAULT}'`).run(serialize(Uint8Array.of(0))),
    ],
  ])('is given to a chain that was kept by a build that %s, once, and the rest goes on', async (_what, age) => {
    const folder = mkdtempSync(join(tmpdir(), 'swiftseed-practice-'))
    const kept = { folder, mining: 'by-hand', exitDelay: 33 } as const
    const restart = async (options: PracticeOptions = {}): Promise<Awaited<ReturnType<typeof vaultOf>>> => {
      for (const node of open.splice(0)) await node[Symbol.asyncDispose]()
      return vaultOf({ ...kept, ...options })
    }
    try {
      const { node } = await restart()
      await node.give(node.vault, { btt: 5n })
      await node.mine(5)
      const height = node.height()
      await restart()
      for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
      const db = new DatabaseSync(join(folder, 'practice.sqlite'))
      age(db)
      db.close()
      const mended = await restart()
      expect(mended.node.damaged).toBe(false)
      expect(mended.node.height()).toBe(height + 1)
      expect(await mended.read('delay')).toBe(33n)
      await mended.node.mine(3)
      const again = await restart({ exitDelay: 44 })
      expect(again.node.height()).toBe(height + 4)
      expect(await again.read('delay')).toBe(33n)
      const btt = methodsOf(connect(again.node, keyOf(1)), playBtt.abi, again.node.tokens.btt)
      expect(await btt['balanceOf']?.(again.node.vault).call()).toBe(5n)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('is at the same address on every one, and on a fork', async () => {
    const [one, other] = [await vaultOf(), await vaultOf({ seed: 'another' })]
    const fork = await one.node.fork()
    open.push(fork)
    expect(new Set([one.node.vault, other.node.vault, fork.vault]).size).toBe(1)
    expect(one.node.chainId).not.toBe(other.node.chainId)
    expect(await one.read('domainSeparator')).not.toBe(await other.read('domainSeparator'))
  })
})
