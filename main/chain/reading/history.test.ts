import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Fault } from '../practice/http/faults.ts'
import { startPractice, type NodeAt, type PracticeNode } from '../practice/practice.ts'
import { openDesk, temporaryFolder, type Desk } from '../testing/desk.ts'
import { openWorld, type World } from '../testing/world.ts'

const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const world = async (nodes?: (node: PracticeNode) => Promise<readonly NodeAt[]>): Promise<World> => {
  const opened = await openWorld({}, nodes)
  ending.push(() => opened[Symbol.asyncDispose]())
  return opened
}

const lie = (path: string, field: string, value: Extract<Fault, { kind: 'lie' }>['value']): Fault => ({
  kind: 'lie',
  path,
  field,
  value,
  times: 100_000,
})

const FAR = 4_000_000_000_000n

/** An entry in the place of the last one, on both pages of the history from where the wallet stands. */
const falseEntries = async ({ node, wallet }: World, time: bigint): Promise<readonly Fault[]> => {
  const faults: Fault[] = []
  for (const [kind, path, id] of [
    ['trx', 'transactions', 'txID'],
    ['tokens', 'transactions/trc20', 'transaction_id'],
  ] as const) {
    const since = wallet.records.cursor(wallet.chain.state.chainId ?? 0, wallet.own, kind)
    const query = `min_timestamp=${since}&limit=50&only_confirmed=true`
    const answer = await fetch(`${node.url}/v1/accounts/${wallet.own}/${path}?${query}`)
    const last = ((await answer.json()) as { data: unknown[] }).data.length - 1
    const where = kind === 'trx' ? `${wallet.own}/transactions` : '/trc20'
    faults.push(lie(where, `data.${last}.${id}`, 'ab'.repeat(32)), lie(where, `data.${last}.block_timestamp`, time))
  }
  return faults
}

const received = (wallet: Desk): readonly bigint[] =>
  wallet.records.received(wallet.chain.state.chainId ?? 0).map(({ amount }) => amount)

describe('the history of a node', () => {
  it.each([
    ['of times to come', FAR],
    ['of long ago', 0n],
  ])('with a false entry %s ends nothing: what comes later is found, and what it hid too', async (_what, time) => {
    const here = await world()
    const { node, wallet, later } = here
    await node.give(wallet.own, { trx: 11n })
    await node.mine(5)
    for (const fault of await falseEntries(here, time)) node.fail(fault)
    await later(31_000)
    expect(received(wallet)).not.toContain(11n)
    await node.give(wallet.own, { trx: 12n })
    await node.give(wallet.own, { trx: 13n })
    await later(31_000)
    expect(received(wallet)).toEqual(expect.arrayContaining([13n]))
    node.heal()
    await node.give(wallet.own, { trx: 14n })
    await later(31_000)
    expect(received(wallet)).toEqual(expect.arrayContaining([11n, 12n, 13n, 14n]))
  })

  it('is looked at as soon as a balance is another, so that nobody has money that came from nowhere', async () => {
    let ahead = 0
    const now = (): number => Date.now() + ahead
    const node = await startPractice({ mining: 'by-hand', solidLag: 3, clock: now })
    ending.push(() => node[Symbol.asyncDispose]())
    const folder = temporaryFolder()
    ending.push(async () => folder.remove())
    const wallet = openDesk({ folder: folder.path, practice: node, now })
    ending.push(() => wallet[Symbol.asyncDispose]())
    await wallet.round()
    await node.give(wallet.own, { trx: 11n })
    await node.mine(5)
    // Long enough for accounts to be read again, too short for the history by itself.
    ahead += 13_000
    wallet.chain.wake()
    await vi.waitFor(() => expect(received(wallet)).toEqual([11n]), 4_000)
  })

  it('whose receipt is a lie once is looked at again, though later entries are true', async () => {
    const { node, wallet, later } = await world()
    await node.give(wallet.own, { trx: 11n })
    await node.mine()
    await node.give(wallet.own, { trx: 12n })
    node.fail({ ...lie('walletsolidity/gettransactioninfobyid', 'id', 'cd'.repeat(32)), times: 1 })
    await later(31_000)
    expect(received(wallet)).not.toContain(11n)
    expect(received(wallet)).toContain(12n)
    await later(31_000)
    expect(received(wallet)).toEqual(expect.arrayContaining([11n, 12n]))
  })

  it('that is false at one node hides nothing that another tells', async () => {
    const { node, wallet, later, at } = await world(async (practice) => [
      await practice.peer(0),
      await practice.peer(0),
    ])
    at[0]?.fail(lie('/transactions', 'data', []))
    await node.give(wallet.own, { trx: 11n })
    await later(31_000)
    expect(received(wallet)).toContain(11n)
  })

  it('is walked page by page, sends of our own among it, and none twice', async () => {
    const { node, wallet, later } = await world()
    for (let gift = 1n; gift <= 130n; gift++) {
      await node.give(wallet.own, { trx: 1_000n + gift })
      if (gift % 40n === 0n) await node.mine()
    }
    await later(31_000)
    await later(31_000)
    const gifts = received(wallet).filter((units) => units > 1_000n && units <= 1_130n)
    expect(new Set(gifts).size).toBe(130)
    expect(gifts).toHaveLength(130)
    const before = node.requests.filter((path) => path.includes('gettransactioninfobyid')).length
    await later(31_000)
    expect(node.requests.filter((path) => path.includes('gettransactioninfobyid'))).toHaveLength(before)
  })
})
