// What several nodes are for: one that lies decides nothing because the others are away, and what cannot be known now
// is said to be so.

import { afterEach, describe, expect, it } from 'vitest'
import type { Fault } from '../practice/http/faults.ts'
import type { NodeAt, PracticeNode } from '../practice/practice.ts'
import { startPractice } from '../practice/practice.ts'
import { LIFETIME_MS } from '../sending/transaction.ts'
import type { Desk } from '../testing/desk.ts'
import { bob, LAG, openWorld, type World } from '../testing/world.ts'

const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const always = { times: 100_000 } as const
const lie = (path: string, field: string, value: Extract<Fault, { kind: 'lie' }>['value']): Fault => ({
  kind: 'lie',
  path,
  field,
  value,
  ...always,
})
const away: Fault = { kind: 'limited', ...always }

interface Table extends World {
  readonly liar: NodeAt
  readonly honest: readonly NodeAt[]
}

/** A liar first in the list, and so many honest nodes beside it. */
const table = async (others: number): Promise<Table> => {
  const nodes: NodeAt[] = []
  const world = await openWorld({}, async (practice: PracticeNode) => {
    for (let peer = 0; peer <= others; peer++) nodes.push(await practice.peer(0))
    return nodes
  })
  ending.push(() => world[Symbol.asyncDispose]())
  const [liar, ...honest] = nodes
  if (liar === undefined) throw new Error('no node')
  return { ...world, liar, honest }
}

const trx = (wallet: Desk): bigint | null | undefined => wallet.chain.state.accounts[0]?.balances[0]?.amount

const sendTrx = (wallet: Desk) => wallet.send(wallet.draft(bob, 'trx', 5_000_000n))

describe('with two nodes, of which the honest one is away', () => {
  it('a liar that hides a send does not make it “not sent”', async () => {
    const { liar, honest, wallet, later } = await table(1)
    const sent = await sendTrx(wallet)
    for (const node of honest) node.fail(away)
    for (const field of ['txID', 'raw_data_hex']) liar.fail(lie('gettransactionbyid', field, undefined))
    liar.fail(lie('gettransactioninfobyid', 'id', undefined))
    await later(3_000)
    for (let round = 0; round < 4; round++) await later(LIFETIME_MS)
    expect(['sending', 'pooled', 'in-block']).toContain(wallet.get(sent.txId).state)
    expect(wallet.chain.state.phase).toEqual({ is: 'too-few-nodes', answering: 1, needed: 2, named: 2 })
    expect(wallet.chain.world()).toEqual({ ok: false, error: { code: 'chain', fault: 'too-few-nodes' } })
    for (const node of honest) node.heal()
    await later(65_000)
    expect(['sending', 'pooled', 'in-block']).toContain(wallet.get(sent.txId).state)
    expect(wallet.chain.state.phase).toEqual({ is: 'disagreeing' })
    liar.heal()
    await later(3_000)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
  })

  it('the other alone makes nothing final or failed', async () => {
    const { node, honest, wallet, later } = await table(1)
    const btt = `trc20:${node.tokens.btt}`
    const good = await sendTrx(wallet)
    node.fail({ kind: 'limited' })
    const token = await wallet.send(wallet.draft(bob, btt, 10n ** 18n))
    for (const one of honest) one.fail(away)
    for (let round = 0; round < 3; round++) await later(3_000)
    for (const { txId } of [good, token]) expect(wallet.get(txId).state).toBe('in-block')
    for (const one of honest) one.heal()
    await later(65_000)
    for (const { txId } of [good, token]) expect(wallet.get(txId).state).toBe('final')
  })

  it('no balance, price or permission is believed of the other alone', async () => {
    const { liar, honest, wallet, later } = await table(1)
    const { fees } = wallet.chain.state
    for (const node of honest) node.fail(away)
    await later(3_000)
    liar.fail(lie('walletsolidity/getaccount', 'balance', 10n ** 15n))
    liar.fail(lie('walletsolidity/getaccount', 'owner_permission.keys.0.address', bob))
    for (let at = 0; at < 20; at++) liar.fail(lie('getchainparameters', `chainParameter.${at}.value`, 1n))
    await later(700_000)
    expect(trx(wallet)).toBe(1_000_000_000n)
    expect(wallet.chain.state).toMatchObject({ fees, accounts: [{ permission: { is: 'alone' } }] })
    expect(await wallet.chain.inspect([bob])).toEqual({ ok: false, error: { code: 'chain', fault: 'too-few-nodes' } })
  })

  it('a payment that only the other tells of is not taken for received', async () => {
    const { node, honest, wallet, later } = await table(1)
    const chain = wallet.chain.state.chainId ?? 0
    const before = wallet.records.received(chain).length
    for (const one of honest) one.fail(away)
    await node.give(wallet.own, { trx: 7_000_000n })
    await later(31_000)
    expect(wallet.records.received(chain)).toHaveLength(before)
    for (const one of honest) one.heal()
    await later(65_000)
    expect(wallet.records.received(chain)).toHaveLength(before + 1)
  })
})

describe('with three nodes', () => {
  it('two that agree decide while the third is away', async () => {
    const { honest, wallet, later } = await table(2)
    const sent = await sendTrx(wallet)
    honest[0]?.fail(away)
    await later(3_000)
    await later(3_000)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(trx(wallet)).toBe(995_000_000n)
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
  })

  it('a node that was told nothing is told, though a liar says that it has it', async () => {
    const { liar, honest, wallet, later, node } = await table(2)
    for (const one of honest) one.fail({ kind: 'drop-before', path: 'broadcasthex' })
    liar.fail({ kind: 'drop-before', path: 'broadcasthex' })
    liar.fail(lie('wallet/gettransactionbyid', 'txID', 'ab'.repeat(32)))
    const sent = await sendTrx(wallet)
    for (let round = 0; round < 4; round++) await later(20_000)
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(node.height()).toBeGreaterThan(LAG)
  })
})

describe('a network that is read from its nodes’ genesis block', () => {
  const read = async (others: number) => {
    const { liar, honest, wallet, later } = await table(others)
    const another = await startPractice({ mining: 'by-hand', solidLag: LAG, seed: 'another network' })
    ending.push(() => another[Symbol.asyncDispose]())
    await another.mine(LAG + 2)
    const nodes = [another, ...honest].map(({ url }) => ({ full: url, solidity: null, apiKey: null }))
    const profile = { ...wallet.profile, network: 'custom' as const, chainId: null, assets: null, nodes }
    wallet.chain.configure({ profile, accounts: [wallet.own], watched: [], prices: null })
    await wallet.round()
    return { wallet, later, liar, honest, another }
  }

  it('is the one that most of them have, whoever comes first', async () => {
    const { wallet } = await read(2)
    const practice = wallet.profile.chainId
    expect(wallet.chain.state).toMatchObject({ chainId: practice, phase: { is: 'ready' } })
    expect(wallet.chain.state.nodes[0]?.condition).toBe('wrong-chain')
  })

  it('is none while they do not agree, and then nothing else is asked of them', async () => {
    const { wallet, another } = await read(1)
    expect(wallet.chain.state).toMatchObject({ chainId: null, phase: { is: 'disagreeing' } })
    expect(new Set(another.requests)).toEqual(new Set(['POST /wallet/getblockbynum']))
  })
})

describe('a node’s mistake', () => {
  it.each([
    ['a wrong name', lie('triggerconstantcontract', 'constant_result.0', '00'.repeat(96)), 'refused'],
    ['no answer', lie('triggerconstantcontract', 'result.result', false), 'checking'],
  ] as const)('at the first check, %s, is looked at again', async (_what, fault, phase) => {
    const { liar, wallet, later } = await table(0)
    liar.fail(fault)
    const { profile } = wallet
    wallet.chain.configure({ profile: null, accounts: [wallet.own], watched: [], prices: null })
    wallet.chain.configure({ profile, accounts: [wallet.own], watched: [], prices: null })
    await wallet.round()
    expect(wallet.chain.state.phase.is).toBe(phase)
    liar.heal()
    await later(16_000)
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
  })

  it('about a block casts it out for minutes, not for ever', async () => {
    const { liar, wallet, later } = await table(0)
    liar.fail({ ...lie('getblock', 'block_header.raw_data.parentHash', '00'.repeat(32)) })
    await later(3_000)
    expect(wallet.chain.state.nodes[0]?.condition).toBe('lying')
    liar.heal()
    await later(60_000)
    expect(wallet.chain.state.nodes[0]?.condition).toBe('lying')
    await later(65_000)
    expect(wallet.chain.state).toMatchObject({ phase: { is: 'ready' }, nodes: [{ condition: 'ok' }] })
  })
})
