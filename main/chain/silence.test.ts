import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryPortPair } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import { practiceProfile } from '../../app/wallet/practice-network.ts'
import { startPractice } from './practice/practice.ts'
import { serveChain } from './serve.ts'
import { addressOfKey, keyOf, temporaryFolder } from './testing/desk.ts'

afterEach(() => vi.restoreAllMocks())

/** Every connection this process opens, by whatever way. */
const watchSockets = (): { readonly opened: unknown[] } => {
  const opened: unknown[] = []
  const before = Socket.prototype.connect as (this: Socket, ...given: unknown[]) => Socket
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...given: unknown[]) {
    opened.push(given[0])
    return before.apply(this, given)
  })
  return { opened }
}

const served = () => {
  const folder = temporaryFolder()
  const [near, far] = memoryPortPair(setImmediate, structuredClone)
  serveChain(far, () => undefined, String)
  const client = connect(near)
  const end = async (): Promise<void> => {
    await client.call('chain.shutdown', undefined)
    folder.remove()
  }
  return { client, folder, end }
}

describe('the chain process', () => {
  it('asks nobody anything before there is an address and a network', async () => {
    const node = await startPractice({ mining: 'by-hand', solidLag: 2 })
    await node.mine(3)
    const { opened } = watchSockets()
    const { client, folder, end } = served()
    await client.call('chain.start', { folder: folder.path })
    await client.call('chain.configure', {
      profile: null,
      accounts: [],
      watched: [],
      prices: null,
      bookOnly: { on: false, endsAt: null },
    })
    const state = await client.call('chain.state', undefined)
    expect(state).toMatchObject({ ok: true, value: { network: null, phase: { is: 'off' }, nodes: [] } })
    await client.call('chain.refresh', undefined)
    await client.call('chain.activity', {
      skip: 0,
      limit: 9,
      account: null,
      asset: null,
      direction: null,
      state: null,
      hidden: true,
      text: '',
    })
    await client.call('contacts.list', undefined)
    expect(opened).toEqual([])
    // The watch would have seen it: with a network the node is asked at once.
    const profile = practiceProfile({ url: node.url, tokens: node.tokens, chainId: Number(node.chainId), vault: null })
    await client.call('chain.configure', {
      profile,
      accounts: [addressOfKey(keyOf(1))],
      watched: [],
      prices: null,
      bookOnly: { on: false, endsAt: null },
    })
    await client.call('chain.refresh', undefined)
    expect(opened.length).toBeGreaterThan(0)
    expect(await client.call('chain.state', undefined)).toMatchObject({ value: { phase: { is: 'ready' }, prices: [] } })
    await end()
    await node[Symbol.asyncDispose]()
  })

  it('follows no redirect and takes no endless answer of a node', async () => {
    const seen: string[] = []
    const server = createServer((request, response) => {
      seen.push(request.url ?? '')
      if (request.url?.startsWith('/there') === true) return response.end('{}')
      response.writeHead(307, { location: '/there' })
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const address = server.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const { client, folder, end } = served()
    await client.call('chain.start', { folder: folder.path })
    const node = { full: `http://127.0.0.1:${port}`, solidity: null, apiKey: null }
    expect(await client.call('chain.checkNode', node)).toEqual({
      ok: false,
      error: { code: 'chain', fault: 'bad-answer' },
    })
    expect(seen).toEqual(['/wallet/getblockbynum'])
    await end()
    server.closeAllConnections()
    server.close()
  })

  it('keeps names, and says when they change', async () => {
    const { client, folder, end } = served()
    await client.call('chain.start', { folder: folder.path })
    const told: unknown[] = []
    client.onEvent((name, data) => name === 'contacts.changed' && told.push(data))
    const address = addressOfKey(keyOf(2))
    await client.call('contacts.put', { address, name: 'Bob' })
    await client.call('contacts.put', { address, name: 'Robert' })
    expect(await client.call('contacts.list', undefined)).toEqual({
      ok: true,
      value: [{ address, name: 'Robert', firstPaidAt: null, addedAt: expect.any(Number) }],
    })
    await client.call('contacts.remove', { address })
    expect(told).toHaveLength(3)
    expect(told.at(-1)).toEqual([])
    await end()
  })

  it('answers before its start, and unknown questions, without acting', async () => {
    const { client } = served()
    expect(await client.call('chain.state', undefined)).toEqual({ ok: false, error: { code: 'chain-unavailable' } })
    expect(await client.call('constructor', undefined)).toEqual({ ok: false, error: { code: 'forbidden' } })
  })
})
