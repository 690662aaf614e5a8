import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from './http/faults.ts'
import { startPractice, type PracticeNode } from './practice.ts'
import { addressOf, connect, hexOf, infoOf, keyOf, post } from './testing/tronweb.ts'

const [alice, bob] = [keyOf(1), keyOf(2)]
const account = { address: hexOf(addressOf(alice)) }
let node: PracticeNode

beforeEach(async () => {
  node = await startPractice({ mining: 'at-once', solidLag: 1 })
  await node.give(addressOf(alice), { trx: 1_000_000_000n })
})

afterEach(() => node[Symbol.asyncDispose]())

const signedTransfer = async (): Promise<{ txID: string }> => {
  const tronWeb = connect(node, alice)
  return tronWeb.trx.sign(await tronWeb.transactionBuilder.sendTrx(addressOf(bob), 5_000_000, addressOf(alice)))
}

describe('a broadcast whose answer never comes', () => {
  it('was not taken when it was dropped before', async () => {
    const signed = await signedTransfer()
    node.fail({ kind: 'drop-before', path: 'broadcast' })
    await expect(post(node, '/wallet/broadcasttransaction', signed)).rejects.toThrow('fetch failed')
    expect(await infoOf(node, signed.txID)).toEqual({})
    expect(await post(node, '/wallet/broadcasttransaction', signed)).toMatchObject({ result: true })
  })

  it('was taken when it was dropped after', async () => {
    const signed = await signedTransfer()
    node.fail({ kind: 'drop-after', path: 'broadcast' })
    await expect(post(node, '/wallet/broadcasttransaction', signed)).rejects.toThrow('fetch failed')
    expect(await infoOf(node, signed.txID)).toMatchObject({ id: signed.txID })
    expect(await post(node, '/wallet/broadcasttransaction', signed)).toMatchObject({ code: 'DUP_TRANSACTION_ERROR' })
  })
})

describe('a node in trouble', () => {
  const asked = async (): Promise<[number, string]> => {
    const answer = await fetch(`${node.url}/wallet/getaccount`, { method: 'POST', body: JSON.stringify(account) })
    return [answer.status, await answer.text()]
  }

  it('limits, refuses, has too much to do, for as many requests as it was told', async () => {
    for (const kind of ['limited', 'unavailable', 'busy'] as const) node.fail({ kind, path: 'getaccount' })
    expect(await asked()).toEqual([429, expect.stringContaining('exceeded the allowed_rps')])
    node.fail({ kind: 'unavailable', times: 2 })
    expect((await asked())[0]).toBe(503)
    expect((await asked())[0]).toBe(503)
    expect((await asked())[0]).toBe(200)
    node.fail({ kind: 'busy', path: 'getaccount' })
    expect(await asked()).toEqual([200, expect.stringContaining('lack of computing resources')])
    node.fail({ kind: 'busy', path: 'broadcast' })
    const refused = await post(node, '/wallet/broadcasttransaction', await signedTransfer())
    expect(refused).toMatchObject({ code: 'SERVER_BUSY' })
  })

  it('is late, or garbled', async () => {
    node.fail({ kind: 'delay', ms: 300, path: 'getaccount' })
    const began = performance.now()
    expect((await asked())[0]).toBe(200)
    expect(performance.now() - began).toBeGreaterThanOrEqual(295)
    node.fail({ kind: 'garbled' })
    const [, text] = await asked()
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
  })

  it('is well again when told', async () => {
    node.fail({ kind: 'unavailable', times: 100 })
    node.heal()
    expect((await asked())[0]).toBe(200)
  })
})

describe('a node that lies', () => {
  it('says another value in the one field it was told, at any depth, once', async () => {
    const truth = await post(node, '/wallet/getaccount', account)
    const lies: readonly Fault[] = [
      { kind: 'lie', field: 'balance', value: 9_007_199_254_740_993n },
      { kind: 'lie', field: 'owner_permission.keys.0.address', value: hexOf(addressOf(bob)) },
      { kind: 'lie', field: 'create_time', value: undefined },
    ]
    for (const lie of lies) {
      node.fail({ ...lie, path: 'getaccount' })
      const said = await post(node, '/wallet/getaccount', account)
      expect(said).not.toEqual(truth)
    }
    expect(await post(node, '/wallet/getaccount', account)).toEqual(truth)
    await post(node, '/practice/fault', { kind: 'lie', path: 'getaccount', field: 'balance', value: 1, times: 1 })
    expect(await post(node, '/wallet/getaccount', account)).toEqual({ ...truth, balance: 1 })
  })

  it('tells the truth on the next node', async () => {
    const peer = await node.peer(0)
    peer.fail({ kind: 'lie', path: 'getnowblock', field: 'block_header.raw_data.number', value: 7n, times: 5 })
    const numberOf = async (one: { url: string }): Promise<unknown> =>
      (await post<{ block_header: { raw_data: { number: number } } }>(one, '/wallet/getnowblock')).block_header.raw_data
        .number
    expect([await numberOf(peer), await numberOf(node)]).toEqual([7, node.height()])
  })
})

describe('requests', () => {
  it('are remembered, so that a test can see what was asked', async () => {
    const before = node.requests.length
    await post(node, '/wallet/getaccount', account)
    expect(node.requests.slice(before)).toEqual(['POST /wallet/getaccount'])
  })
})
