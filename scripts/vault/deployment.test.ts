import { afterEach, describe, expect, it } from 'vitest'
import { hexToBytes } from '@noble/hashes/utils.js'
import { VAULT_BYTECODE } from '../../app/speed/vault-artifact.ts'
import { parseAddress, type Address } from '../../app/tron/address.ts'
import { MAINNET } from '../../app/tron/networks.ts'
import { startPractice, type PracticeNode, type PracticeOptions } from '../../main/chain/practice/practice.ts'
import { addressOf, keyOf } from '../../main/chain/practice/testing/tronweb.ts'
import { deployVault, type Deployed, type Order } from './deployment.ts'
import { ask, textAt } from './node-at.ts'

const open: PracticeNode[] = []

afterEach(async () => {
  for (const node of open.splice(0)) await node[Symbol.asyncDispose]()
})

/** A network whose blocks come when the deployment waits for one. */
const practice = async (options: PracticeOptions = {}): Promise<PracticeNode> => {
  const node = await startPractice({ mining: 'by-hand', solidLag: 2, ...options })
  open.push(node)
  await node.give(addressOf(keyOf(1)), { trx: 5_000_000_000n })
  await node.mine(3)
  return node
}

const addressIn = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error('no address')
  return parsed.value
}

const deploy = async (
  node: PracticeNode,
  order: Partial<Order> = {},
  wait = (): Promise<void> => node.mine(1),
): Promise<{ deployed: Deployed; said: string }> => {
  const said: string[] = []
  const usual: Order = {
    node: { host: node.url, headers: {} },
    network: 'practice',
    key: hexToBytes(keyOf(1)),
    token: null,
    delay: 5_000,
    realMoney: false,
  }
  const deployed = await deployVault({ ...usual, ...order }, { say: (line) => void said.push(line), wait })
  return { deployed, said: said.join('\n') }
}

const broadcasts = ({ requests }: PracticeNode): number =>
  requests.filter((line) => line.endsWith('/wallet/broadcasttransaction')).length

describe('deploying a vault', () => {
  it('says where it is once it is final, and what stands there is our code', async () => {
    const node = await practice()
    const { deployed, said } = await deploy(node)
    expect(deployed.terms).toEqual({ token: node.tokens.btt, delay: 5_000 })
    expect(deployed.vault.chainId).toBe(Number(node.chainId))
    expect(deployed.vault.address).not.toBe(node.vault)
    const shown = await ask({ host: node.url, headers: {} }, '/wallet/getcontractinfo', {
      value: deployed.vault.address,
      visible: true,
    })
    expect(textAt(shown, 'smart_contract', 'code_hash')).toBe(deployed.codeHash)
    expect(textAt(shown, 'runtimecode').length).toBeLessThan(VAULT_BYTECODE.length)
    expect(deployed.fee).toBeGreaterThan(100_000_000)
    expect(said).toContain(deployed.txId)
    expect(said).not.toContain(keyOf(1))
    expect(broadcasts(node)).toBe(1)
  })

  it('on another chain than the network’s is refused', async () => {
    const node = await practice()
    await expect(deploy(node, { network: 'nile' })).rejects.toThrow(/is on chain \d+, and nile is 3448148188/)
    await expect(deploy(node, { network: 'mainnet', realMoney: true })).rejects.toThrow(/mainnet is 728126428/)
    expect(broadcasts(node)).toBe(0)
  })

  it('on the main network is refused unless it is meant, by whatever name it goes', async () => {
    const node = await practice()
    const id = `${'0'.repeat(56)}${MAINNET.chainId.toString(16).padStart(8, '0')}`
    node.fail({ kind: 'lie', path: 'getblockbynum', field: 'blockID', value: id, times: 3 })
    await expect(deploy(node, { network: null })).rejects.toThrow(/real money/)
    await expect(deploy(node, { network: 'mainnet' })).rejects.toThrow(/real money/)
    await expect(deploy(node, { network: 'practice' })).rejects.toThrow(/no Practice network/)
    expect(broadcasts(node)).toBe(0)
  })

  it('of a token that is not BTT is refused', async () => {
    const node = await practice()
    await expect(deploy(node, { token: addressIn(node.tokens.usdt) })).rejects.toThrow(/BTT of that network is/)
    await expect(deploy(node, { network: null, token: addressIn(node.tokens.usdt) })).rejects.toThrow(/"USDT" with 6/)
    await expect(deploy(node, { network: null })).rejects.toThrow(/Which token/)
    await expect(deploy(node, { network: null, token: addressIn(node.vault) })).rejects.toThrow(/would fail/)
    expect(broadcasts(node)).toBe(0)
  })

  it('that the account cannot pay for, or with no delay, is refused', async () => {
    const node = await practice()
    await expect(deploy(node, { key: hexToBytes(keyOf(2)) })).rejects.toThrow(/more than the account has/)
    for (const delay of [0, -1, 1.5, Number.NaN, 366 * 86_400]) {
      await expect(deploy(node, { delay })).rejects.toThrow(/A delay is/)
    }
    expect(broadcasts(node)).toBe(0)
  })

  it('is sent once though the answer to it is lost', async () => {
    const node = await practice()
    node.fail({ kind: 'drop-after', path: 'broadcast' })
    const { deployed, said } = await deploy(node)
    expect(said).toContain('looking for it')
    expect(deployed.terms.delay).toBe(5_000)
    expect(broadcasts(node)).toBe(1)
  })

  it('goes on when the node is away for a while, and says so when it stays away', async () => {
    const node = await practice()
    const { deployed } = await deploy(node, {}, async () => {
      if (node.height() < 6) node.fail({ kind: 'unavailable', path: 'walletsolidity', times: 1 })
      await node.mine(1)
    })
    expect(deployed.terms.delay).toBe(5_000)
    node.fail({ kind: 'unavailable', path: 'walletsolidity', times: 1_000 })
    await expect(deploy(node)).rejects.toThrow(/look for it before deploying again/)
  })

  it('that never comes into a block is said to be nothing once it has expired', async () => {
    const node = await practice()
    let blocks = 0
    const gone = async (): Promise<void> => {
      await node.mine(1)
      if (blocks++ === 0) await node.reorganise(1, true)
      else node.pass(120_000)
    }
    await expect(deploy(node, {}, gone)).rejects.toThrow(/has expired: nothing was deployed/)
    expect(broadcasts(node)).toBe(1)
  })

  it('is not believed of a node that shows other code there', async () => {
    const node = await practice()
    node.fail({ kind: 'lie', path: 'getcontractinfo', field: 'runtimecode', value: '6001' })
    await expect(deploy(node)).rejects.toThrow(/is not this vault/)
    const { deployed } = await deploy(node)
    expect(deployed.codeHash).toMatch(/^[0-9a-f]{64}$/)
  })
})
