import { afterEach, describe, expect, it } from 'vitest'
import type { Address } from '../../../app/tron/address.ts'
import type { NodeAt, PracticeNode } from '../practice/practice.ts'
import type { Send } from '../store/sends.ts'
import type { Desk } from '../testing/desk.ts'
import { bob, LAG, openWorld, type World } from '../testing/world.ts'
import { LIFETIME_MS } from './transaction.ts'

const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

/** A network and a wallet that share a clock, gone after the test. */
const world = async (...given: Parameters<typeof openWorld>): Promise<World> => {
  const opened = await openWorld(...given)
  ending.push(() => opened[Symbol.asyncDispose]())
  return opened
}

const send = (wallet: Desk, to: Address = bob, units = 5_000_000n): Promise<Send> =>
  wallet.send(wallet.draft(to, 'trx', units))

/** How often the chain moved money to Bob beyond his first TRX. */
const bobs = async (node: PracticeNode): Promise<bigint> => {
  const answer = await fetch(`${node.url}/walletsolidity/getaccount`, {
    method: 'POST',
    body: JSON.stringify({ address: bob, visible: true }),
  })
  const { balance = 0 } = (await answer.json()) as { balance?: number }
  return BigInt(balance) - 1_000_000n
}

describe('a send', () => {
  it('whose answer is lost is found in the chain, and not made again', async () => {
    const { node, wallet, later } = await world()
    node.fail({ kind: 'drop-after', path: 'broadcasthex' })
    const sent = await send(wallet)
    await later(3_000)
    await later(3_000)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(await bobs(node)).toBe(5_000_000n)
  })

  it('that never reached a node is sent again, the same bytes', async () => {
    const { node, wallet, later } = await world()
    node.fail({ kind: 'drop-before', path: 'broadcasthex' })
    const sent = await send(wallet)
    expect(wallet.get(sent.txId).state).not.toBe('final')
    // The node was not there for a moment: it is asked again when its time has come.
    await later(5_000)
    await later(5_000)
    await later(5_000)
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'final', signed: sent.signed })
    expect(await bobs(node)).toBe(5_000_000n)
  })

  it.each([{ kind: 'limited' }, { kind: 'unavailable' }, { kind: 'busy' }, { kind: 'garbled' }] as const)(
    'that met a node’s $kind gets through later',
    async (fault) => {
      const { node, wallet, later } = await world()
      node.fail({ ...fault, path: 'broadcasthex' })
      const sent = await send(wallet)
      for (let round = 0; round < 4; round++) await later(65_000 / 4)
      expect(wallet.get(sent.txId).state).toBe('final')
      expect(await bobs(node)).toBe(5_000_000n)
    },
  )

  it('that no node ever took is “not sent” only when its time is over for good', async () => {
    const { node, wallet, later } = await world()
    node.fail({ kind: 'drop-before', path: 'broadcasthex', times: 1_000 })
    const sent = await send(wallet)
    await later(LIFETIME_MS - 10_000)
    expect(wallet.get(sent.txId).state).toBe('sending')
    await later(30_000)
    // The settled head is past the expiry, but not by enough, and looked at only once.
    expect(wallet.get(sent.txId).state).toBe('sending')
    await later(65_000)
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'not-sent', failure: null, fee: null })
    expect(await bobs(node)).toBe(0n)
    node.heal()
    await later(10_000)
    expect(await bobs(node)).toBe(0n)
  })

  it('is never “not sent” while a node knows it, whatever it hides of the receipt', async () => {
    const { wallet, later, node } = await world()
    const sent = await send(wallet)
    expect(sent.state).toBe('pooled')
    node.fail({ kind: 'lie', path: 'gettransactioninfobyid', field: 'id', value: undefined, times: 10_000 })
    await node.mine()
    await later(LIFETIME_MS + 120_000)
    await later(30_000)
    expect(wallet.get(sent.txId).state).toBe('pooled')
    node.heal()
    await later(10_000)
    expect(wallet.get(sent.txId).state).toBe('final')
  })

  it('that a node took and dropped is “not sent” when its time is over', async () => {
    const { wallet, later, node } = await world()
    const before = await node.snapshot()
    const sent = await send(wallet)
    expect(sent.state).toBe('pooled')
    await node.revert(before)
    node.fail({ kind: 'drop-before', path: 'broadcasthex', times: 1_000 })
    await later(LIFETIME_MS + 120_000)
    expect(wallet.get(sent.txId).state).toBe('pooled')
    await later(30_000)
    await later(30_000)
    expect(wallet.get(sent.txId).state).toBe('not-sent')
    expect(await bobs(node)).toBe(0n)
  })

  it('in the first block after the chain stood still past its time is final all the same', async () => {
    const { wallet, later, node } = await world()
    const sent = await send(wallet)
    await later(LIFETIME_MS + 120_000)
    await later(3_000)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(await bobs(node)).toBe(5_000_000n)
  })

  it('whose block is undone by a fork is pooled again, and final once', async () => {
    const { node, wallet, later } = await world()
    const sent = await send(wallet)
    await node.mine()
    await wallet.round()
    expect(wallet.get(sent.txId).state).toBe('in-block')
    await node.reorganise(1, true)
    await node.mine(2)
    await wallet.round()
    await later(3_000)
    await later(3_000)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(await bobs(node)).toBe(5_000_000n)
  })

  it('is seen final by the slower of two nodes before it is called so', async () => {
    const peers: NodeAt[] = []
    const { node, wallet, later } = await world({}, async (practice) => {
      peers.push(await practice.peer(5))
      return [practice, ...peers]
    })
    await later(3_000, 10)
    const sent = await send(wallet)
    await later(3_000, LAG + 2)
    // The slow one is behind: it does not contradict, and does not bear witness either.
    expect(wallet.get(sent.txId).state).toBe('in-block')
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
    await later(3_000, 5)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(await bobs(node)).toBe(5_000_000n)
  })

  it('out of energy fails, and says so with the fee that is gone', async () => {
    const { node, wallet, later } = await world()
    const draft = wallet.draft(bob, `trc20:${node.tokens.btt}`, 10n ** 18n)
    // The estimate is a lie: too little, so the fee limit is too low.
    node.fail({ kind: 'lie', path: 'triggerconstantcontract', field: 'energy_used', value: 900n, times: 2 })
    const sent = await wallet.send(draft)
    await later(3_000)
    await later(3_000)
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'failed', failure: 'out-of-energy' })
    expect(wallet.get(sent.txId).fee).toBeGreaterThan(0n)
  })

  it('refused for good waits for its end without being sent again', async () => {
    const { node, wallet, later } = await world()
    // Both sends take more than there is, made before either is seen: the second is refused by the chain.
    const first = wallet.draft(bob, 'trx', 600_000_000n)
    const built = [await wallet.sender.build({ draft: first, most: (10n ** 9n) as never })]
    built.push(
      await wallet.sender.build({ draft: { ...first, amount: 700_000_000n as never }, most: (10n ** 9n) as never }),
    )
    const { signWith } = await import('../testing/desk.ts')
    const ids: string[] = []
    for (const one of built) {
      if (!one.ok) throw new Error('not built')
      const submitted = wallet.sender.submit(one.value.ref, signWith(wallet.key, one.value.prepare.rawData))
      if (submitted.ok) ids.push(submitted.value.id)
      await wallet.round()
    }
    await later(3_000)
    await later(3_000)
    const [one = '', two = ''] = ids
    expect(wallet.get(one).state).toBe('final')
    expect(wallet.get(two)).toMatchObject({ state: 'sending', refusal: 'balance' })
    await later(LIFETIME_MS)
    await later(65_000)
    await later(3_000)
    expect(wallet.get(two)).toMatchObject({ state: 'not-sent', refusal: 'balance' })
    expect(await bobs(node)).toBe(600_000_000n)
  })
})
