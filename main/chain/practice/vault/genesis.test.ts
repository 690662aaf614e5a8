import { afterEach, describe, expect, it } from 'vitest'
import { vaultAbi } from '../../../../app/speed/vault-artifact.ts'
import { addressBytes, parseAddress } from '../../../../app/tron/address.ts'
import { structHash } from '../../../../app/tron/typed-data.ts'
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

  it('is at the same address on every one, and on a fork', async () => {
    const [one, other] = [await vaultOf(), await vaultOf({ seed: 'another' })]
    const fork = await one.node.fork()
    open.push(fork)
    expect(new Set([one.node.vault, other.node.vault, fork.vault]).size).toBe(1)
    expect(one.node.chainId).not.toBe(other.node.chainId)
    expect(await one.read('domainSeparator')).not.toBe(await other.read('domainSeparator'))
  })
})
