import { afterEach, describe, expect, it } from 'vitest'
import type { Address } from '../../app/tron/address.ts'
import { startPractice, type PracticeNode, type PracticeOptions } from './practice/practice.ts'
import { previewSend } from './sending/preview.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from './testing/desk.ts'

const LAG = 3
const bob = addressOfKey(keyOf(2))
const carol = addressOfKey(keyOf(3))
const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const practise = async (options: PracticeOptions = {}): Promise<PracticeNode> => {
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG, ...options })
  ending.push(() => node[Symbol.asyncDispose]())
  return node
}

const desk = async (node: PracticeNode, options: Partial<Parameters<typeof openDesk>[0]> = {}): Promise<Desk> => {
  const folder = temporaryFolder()
  const opened = openDesk({ folder: folder.path, practice: node, ...options })
  ending.push(async () => {
    await opened[Symbol.asyncDispose]()
    folder.remove()
  })
  return opened
}

/** A funded wallet at a network of its own. */
const funded = async (options: PracticeOptions = {}): Promise<{ node: PracticeNode; wallet: Desk }> => {
  const node = await practise(options)
  const wallet = await desk(node)
  await node.give(wallet.own, { trx: 1_000_000_000n, btt: 5_000n * 10n ** 18n, usdt: 7_000_000n, bttold: 9_000_000n })
  await node.give(bob, { trx: 1_000_000n })
  await node.mine(LAG + 2)
  await wallet.round()
  return { node, wallet }
}

const preview = async (wallet: Desk, ...of: Parameters<Desk['draft']>) => {
  const found = wallet.chain.world()
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return previewSend(wallet.draft(...of), found.value.world)
}

const balances = (wallet: Desk, of: Address = wallet.own): Record<string, bigint | null> =>
  Object.fromEntries(
    wallet.chain.state.accounts
      .find(({ address }) => address === of)
      ?.balances.map(({ asset, amount }) => [asset.symbol, amount]) ?? [],
  )

describe('a wallet at a Practice network, over HTTP', () => {
  it('reads its balances from settled blocks, each token apart', async () => {
    const { wallet } = await funded()
    expect(wallet.chain.state).toMatchObject({ phase: { is: 'ready' }, network: 'practice', underway: 0 })
    expect(balances(wallet)).toEqual({
      TRX: 1_000_000_000n,
      BTT: 5_000n * 10n ** 18n,
      BTTOLD: 9_000_000n,
      USDT: 7_000_000n,
    })
    const [account] = wallet.chain.state.accounts
    expect(account).toMatchObject({ activated: true, permission: { is: 'alone' } })
    expect(account?.resources?.freeBandwidth.of).toBe(600n)
  })

  it('sends TRX: pooled, in a block, final, with the fee it paid', async () => {
    const { node, wallet } = await funded()
    const sent = await wallet.send(wallet.draft(bob, 'trx', 5_000_000n))
    expect(sent).toMatchObject({ state: 'pooled', refusal: null })
    expect(wallet.chain.state.accounts[0]?.balances[0]).toMatchObject({ amount: 1_000_000_000n })
    expect(wallet.chain.state.accounts[0]?.balances[0]?.spendable).toBeLessThan(995_000_001n)
    await node.mine()
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'in-block' })
    await node.mine(LAG)
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'final', fee: 0n, failure: null })
    expect(balances(wallet)['TRX']).toBe(995_000_000n)
    expect(wallet.chain.familiar().paid.has(bob)).toBe(true)
  })

  it('sends TRC-10 and TRC-20, and says what both cost before', async () => {
    const { node, wallet } = await funded()
    const old = await preview(wallet, bob, 'trc10:1002000', 2_000_000n)
    expect(old).toMatchObject({ cost: { units: 0n, likely: 0n }, problems: [{ code: 'new-recipient' }] })
    const sentOld = await wallet.send(wallet.draft(bob, 'trc10:1002000', 2_000_000n))
    const btt = `trc20:${node.tokens.btt}`
    const shown = await preview(wallet, bob, btt, 10n ** 18n)
    expect(shown.cost?.units).toBeGreaterThan(20_000n)
    const sent = await wallet.send(wallet.draft(bob, btt, 10n ** 18n))
    await node.mine(LAG + 1)
    await wallet.round()
    expect(wallet.get(sentOld.txId)).toMatchObject({ state: 'final', fee: 0n })
    const final = wallet.get(sent.txId)
    expect(final.state).toBe('final')
    expect(final.fee).toBeGreaterThan(0n)
    expect((final.fee ?? 0n) <= final.most).toBe(true)
    // The estimate may count a byte of the fee limit too many.
    expect((shown.cost?.likely ?? 0n) - (final.fee ?? 0n)).toBeLessThanOrEqual(2_000n)
    expect(balances(wallet)).toMatchObject({ BTTOLD: 7_000_000n, BTT: 4_999n * 10n ** 18n })
  })

  it('has the wallet show the very most that the user was told', async () => {
    const { node, wallet } = await funded()
    for (const asset of ['trx', 'trc10:1002000', `trc20:${node.tokens.btt}`]) {
      const draft = wallet.draft(carol, asset, 1_000n, 'thanks')
      const { cost } = await preview(wallet, carol, asset, 1_000n, 'thanks')
      const built = await wallet.sender.build({ draft, most: cost?.most ?? (0n as never) })
      if (!built.ok || !cost) throw new Error(asset)
      const { bandwidth, activation, memo } = built.value.prepare.facts.fees
      expect(bandwidth + activation + memo + cost.feeLimit).toBe(cost.most)
      const less = await wallet.sender.build({ draft, most: (cost.most - 1n) as never })
      expect(less).toEqual({ ok: false, error: { code: 'chain', fault: 'changed' } })
    }
  })

  it('sends all that can go, and keeps what the fee takes', async () => {
    const { node, wallet } = await funded()
    const { max, cost } = await preview(wallet, carol, 'trx', 'max')
    expect(max).toBe(1_000_000_000n - (cost?.likely ?? 0n))
    expect(cost?.activation).toBe(1_100_000n)
    const sent = await wallet.send(wallet.draft(carol, 'trx', 'max'))
    await node.mine(LAG + 1)
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'final', fee: 1_100_000n })
    expect(balances(wallet)['TRX']).toBe(0n)
  })

  it('stops what cannot be, each with its reason', async () => {
    const { node, wallet } = await funded()
    const codes = async (...of: Parameters<Desk['draft']>) =>
      (await preview(wallet, ...of)).problems.filter(({ blocks }) => blocks).map(({ code }) => code)
    const btt = `trc20:${node.tokens.btt}`
    expect(await codes('T', 'trx', 1n)).toEqual(['recipient-invalid'])
    expect((await preview(wallet, '0x032017411f4663b317fe77c257d28d5cd1b26e3d', 'trx', 1n)).recipient.fault).toBe(
      'ethereum',
    )
    expect(await codes(wallet.own, 'trx', 1n)).toEqual(['to-itself'])
    expect(await codes(node.tokens.btt, btt, 1n)).toContain('to-token-contract')
    expect(await codes('T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', 'trx', 1n)).toContain('to-nobody')
    expect(await codes(bob, 'trx', 0n)).toEqual(['amount-zero'])
    expect(await codes(bob, 'trx', 1_000_000_001n)).toEqual(['balance-too-low'])
    expect(await codes(bob, btt, 5_001n * 10n ** 18n)).toContain('balance-too-low')
    expect(await codes(bob, 'trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 1n)).toEqual(['unknown-asset'])
    expect(await codes(carol, 'trx', 999_000_000n)).toEqual(['fee-too-low'])
  })

  it('says that an account without TRX cannot pay for energy, and one unknown to the chain cannot send', async () => {
    const node = await practise()
    const wallet = await desk(node)
    await node.mine(LAG + 1)
    await wallet.round()
    const btt = `trc20:${node.tokens.btt}`
    expect((await preview(wallet, bob, 'trx', 1n)).problems.map(({ code }) => code)).toContain('sender-not-activated')
    await node.give(wallet.own, { trx: 100_000n, btt: 10n ** 18n })
    await node.mine(LAG + 1)
    await wallet.round()
    const { problems } = await preview(wallet, bob, btt, 1n)
    expect(problems[0]).toMatchObject({ code: 'fee-too-low' })
  })

  it('lets nothing go to an address that looks like one paid before', async () => {
    const { node, wallet } = await funded()
    await wallet.send(wallet.draft(bob, 'trx', 1_000_000n))
    await node.mine(LAG + 1)
    await wallet.round()
    expect((await preview(wallet, bob, 'trx', 1n)).recipient.kind).toBe('known')
    const like = await lookAlikeOf(bob)
    const { recipient, problems } = await preview(wallet, like, 'trx', 1n)
    expect(problems[0]).toMatchObject({ code: 'look-alike', blocks: true })
    expect(recipient.lookAlike).toMatchObject({ address: bob })
    const built = await wallet.sender.build({ draft: wallet.draft(like, 'trx', 1n), most: (10n ** 9n) as never })
    expect(built).toEqual({ ok: false, error: { code: 'send-refused', problem: 'look-alike' } })
  })

  it('tells what comes in, from settled blocks, with dust and strangers’ tokens hidden', async () => {
    const { node, wallet } = await funded()
    const received = wallet.records.received(wallet.chain.state.chainId ?? 0)
    expect(received.map(({ symbol }) => symbol).toSorted()).toEqual(['BTT', 'BTTOLD', 'TRX', 'USDT'])
    expect(received.find(({ symbol }) => symbol === 'BTT')?.amount).toBe(5_000n * 10n ** 18n)
    await node.give(wallet.own, { trx: 5n })
    await node.mine()
    await wallet.round()
    expect(wallet.records.received(wallet.chain.state.chainId ?? 0)).toHaveLength(4)
    await node.mine(LAG)
    await wallet.round()
    expect(wallet.records.received(wallet.chain.state.chainId ?? 0)).toHaveLength(5)
  })
})

/** Bob's address with its last byte changed: a right checksum, and the same beginning. */
const lookAlikeOf = async (address: Address): Promise<Address> => {
  const { addressBytes, addressOf } = await import('../../app/tron/address.ts')
  const bytes = Uint8Array.from(addressBytes(address))
  bytes[20] = (bytes[20] ?? 0) ^ 1
  return addressOf(bytes) as Address
}
