// What a node can lie about, field by field. Where one node alone can be caught, it is; where only another node can
// tell, the two are compared. Never is a lie taken for what happened to money.

import { afterEach, describe, expect, it } from 'vitest'
import { parseAddress } from '../../../app/tron/address.ts'
import { startPractice, type NodeAt, type PracticeNode } from '../practice/practice.ts'
import type { Fault } from '../practice/http/faults.ts'
import { addressWord } from '../reading/account.ts'
import { mainParams } from '../practice/rules/params.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from '../testing/desk.ts'

type Lie = Extract<Fault, { kind: 'lie' }>

const LAG = 3
const bob = addressOfKey(keyOf(2))
const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

interface Table {
  readonly node: PracticeNode
  readonly liar: NodeAt
  readonly wallet: Desk
  /** Time passes for all. */
  wait(ms: number): void
}

/** `alone`: the liar is the only node; else an honest one stands beside it. */
const table = async (alone: boolean): Promise<Table> => {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG, clock: now })
  ending.push(() => node[Symbol.asyncDispose]())
  const liar = await node.peer(0)
  const folder = temporaryFolder()
  const wallet = openDesk({ folder: folder.path, practice: node, nodes: alone ? [liar] : [liar, node], now })
  ending.push(async () => {
    await wallet[Symbol.asyncDispose]()
    folder.remove()
  })
  await node.give(wallet.own, { trx: 1_000_000_000n, btt: 5_000n * 10n ** 18n })
  await node.give(bob, { trx: 1_000_000n })
  await node.mine(LAG + 2)
  return { node, liar, wallet, wait: (ms) => void (ahead += ms) }
}

const lie = (path: string, field: string, value: Lie['value']): Fault => ({
  kind: 'lie',
  path,
  field,
  value,
  times: 100_000,
})

/** Not called final, failed or not sent: what can still be put right. */
const expectOpen = (wallet: Desk, txId: string): void =>
  expect(['sending', 'pooled', 'in-block']).toContain(wallet.get(txId).state)

const trx = (wallet: Desk): bigint | null | undefined => wallet.chain.state.accounts[0]?.balances[0]?.amount

describe('a node that lies, and is the only one,', () => {
  it.each([
    ['the genesis block, so the chain', lie('getblockbynum', 'blockID', `${'0'.repeat(56)}2b6653dc`), 'wrong-chain'],
    ['a block’s id', lie('getblock', 'blockID', 'ab'.repeat(32)), null],
    ['a block’s number', lie('getblock', 'block_header.raw_data.number', 9_999n), 'lying'],
    ['a block’s time', lie('getblock', 'block_header.raw_data.timestamp', 4_000_000_000_000n), 'lying'],
    ['the block before', lie('getblock', 'block_header.raw_data.parentHash', '00'.repeat(32)), 'lying'],
  ] as const)('about %s, is found out and used no more', async (_what, fault, condition) => {
    const { liar, wallet } = await table(true)
    liar.fail(fault)
    await wallet.round()
    await wallet.round()
    expect(['ready', 'checking'].includes(wallet.chain.state.phase.is) && trx(wallet) !== undefined).toBe(false)
    if (condition) expect(wallet.chain.state.nodes[0]?.condition).toBe(condition)
    expect(wallet.chain.world().ok).toBe(false)
  })

  it.each(['token-symbol', 'token-decimals'] as const)('about %s, cannot get the network used', async (check) => {
    const { wallet } = await table(true)
    const wrong = check === 'token-symbol' ? { symbol: 'BTT' } : { decimals: 18 }
    const assets = (wallet.profile.assets ?? []).map((one) => (one.symbol === 'USDT' ? { ...one, ...wrong } : one))
    const profile = { ...wallet.profile, assets: assets as Desk['profile']['assets'] }
    wallet.chain.configure({
      profile,
      accounts: [wallet.own],
      watched: [],
      prices: null,
      bookOnly: { on: false, endsAt: null },
    })
    await wallet.round()
    expect(wallet.chain.state.phase).toEqual({ is: 'refused', check })
  })

  it.each([
    ['is the one for our wrapped TRX', addressWord(bob), { is: 'ready' }],
    ['is made for another', addressWord(addressOfKey(keyOf(3))), { is: 'refused', check: 'router' }],
    ['says too little', 'ab', { is: 'refused', check: 'router' }],
    ['says too much', addressWord(bob).repeat(2), { is: 'refused', check: 'router' }],
  ] as const)('about the exchange, which %s, decides whether the network is used', async (_what, says, phase) => {
    const { liar, wallet, node } = await table(true)
    const contract = parseAddress(node.tokens.usdt)
    if (!contract.ok) throw new Error('no address')
    const exchange = { router: contract.value, wrapped: bob }
    const assets = (wallet.profile.assets ?? []).filter(({ kind }) => kind === 'trx')
    // The contract that stands in for a router has no such function: what it answers is put in its mouth.
    liar.fail(lie('triggerconstantcontract', 'constant_result.0', says))
    wallet.chain.configure({
      profile: { ...wallet.profile, assets, exchange },
      accounts: [wallet.own],
      watched: [],
      prices: null,
      bookOnly: { on: false, endsAt: null },
    })
    await wallet.round()
    expect(wallet.chain.state.phase).toEqual(phase)
  })

  it.each([
    ['a negative balance', lie('getaccount', 'balance', -5n)],
    ['a balance beyond 64 bits', lie('getaccount', 'balance', 2n ** 63n)],
    ['a balance as text', lie('getaccount', 'balance', '77')],
    ['another account’s address', lie('walletsolidity/getaccount', 'address', bob)],
  ])('with %s, changes nothing of what is shown', async (_what, fault) => {
    const { node, liar, wallet, wait } = await table(true)
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_000n)
    liar.fail(fault)
    await node.give(wallet.own, { trx: 7n })
    await node.mine(LAG + 1)
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_000n)
    liar.heal()
    wait(5_000)
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_007n)
  })

  it('about prices beyond reason, is not believed', async () => {
    const { liar, wallet } = await table(true)
    const free = Array.from({ length: 60 }, (_, at) =>
      lie('getchainparameters', `chainParameter.${at}.value`, 10n ** 12n),
    )
    for (const fault of free) liar.fail(fault)
    await wallet.round()
    expect(wallet.chain.state.fees).toBeNull()
    liar.heal()
    await wallet.round()
    expect(wallet.chain.state.fees).not.toBeNull()
  })

  it.each([
    ['its id', lie('gettransactioninfobyid', 'id', 'ab'.repeat(32))],
    ['its block, ahead of the chain', lie('walletsolidity/gettransactioninfobyid', 'blockNumber', 9_999_999n)],
    ['its time, before it was made', lie('walletsolidity/gettransactioninfobyid', 'blockTimeStamp', 1_000n)],
    ['its fee, more than it can cost', lie('walletsolidity/gettransactioninfobyid', 'fee', 10n ** 12n)],
    ['its failure, against its own result', lie('walletsolidity/gettransactioninfobyid', 'result', 'FAILED')],
    ['its receipt’s result', lie('walletsolidity/gettransactioninfobyid', 'receipt.result', 'REVERT')],
    ['the transaction’s bytes', lie('walletsolidity/gettransactionbyid', 'raw_data_hex', '0a02')],
    ['the transaction’s outcome', lie('walletsolidity/gettransactionbyid', 'ret.0.contractRet', 'REVERT')],
  ])('about a transfer’s receipt, %s, ends nothing, and the truth is seen afterwards', async (_what, fault) => {
    const { node, liar, wallet } = await table(true)
    await wallet.round()
    const sent = await wallet.send(wallet.draft(bob, `trc20:${node.tokens.btt}`, 10n ** 18n))
    liar.fail(fault)
    await node.mine(LAG + 1)
    await wallet.round()
    expectOpen(wallet, sent.txId)
    expect(wallet.chain.state.phase).toEqual({ is: 'disagreeing' })
    liar.heal()
    await wallet.round()
    expect(wallet.get(sent.txId).state).toBe('final')
  })

  it.each([
    ['who got it', lie('walletsolidity/gettransactioninfobyid', 'log.0.topics.2', '00'.repeat(32))],
    ['how much', lie('walletsolidity/gettransactioninfobyid', 'log.0.data', '00'.repeat(32))],
    ['of what', lie('walletsolidity/gettransactioninfobyid', 'log.0.address', '00'.repeat(20))],
    ['what happened', lie('walletsolidity/gettransactioninfobyid', 'log.0.topics.0', '00'.repeat(32))],
    ['whether anything did', lie('walletsolidity/gettransactioninfobyid', 'log', [])],
  ])('about a transfer’s event, %s, ends nothing, and the truth is seen afterwards', async (_what, fault) => {
    const { node, liar, wallet } = await table(true)
    await wallet.round()
    const sent = await wallet.send(wallet.draft(bob, `trc20:${node.tokens.btt}`, 10n ** 18n))
    liar.fail(fault)
    await node.mine(LAG + 1)
    await wallet.round()
    expectOpen(wallet, sent.txId)
    expect(wallet.chain.state.phase).toEqual({ is: 'disagreeing' })
    liar.heal()
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'final', failure: null })
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
  })

  it.each([
    ['whether it is there', lie('gettransactioninfobyid', 'id', undefined)],
    ['its result', lie('walletsolidity/gettransactioninfobyid', 'result', undefined)],
    ['the contract’s result', lie('walletsolidity/gettransactioninfobyid', 'receipt.result', 'SUCCESS')],
    ['the transaction’s outcome', lie('walletsolidity/gettransactionbyid', 'ret.0.contractRet', 'SUCCESS')],
  ])('about a transfer that failed, %s, ends nothing, and the truth is seen afterwards', async (_what, fault) => {
    const { node, liar, wallet } = await table(true)
    await wallet.round()
    const draft = wallet.draft(bob, `trc20:${node.tokens.btt}`, 10n ** 18n)
    // Too little energy is allowed for.
    liar.fail({ kind: 'lie', path: 'triggerconstantcontract', field: 'energy_used', value: 900n, times: 2 })
    const sent = await wallet.send(draft)
    liar.fail(fault)
    await node.mine(LAG + 1)
    await wallet.round()
    expectOpen(wallet, sent.txId)
    liar.heal()
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'failed', failure: 'out-of-energy' })
  })

  it('about what things cost, does not keep what was paid from being believed afterwards', async () => {
    const { node, liar, wallet } = await table(true)
    const at = Object.keys(mainParams).indexOf('getMemoFee')
    liar.fail(lie('getchainparameters', `chainParameter.${at}.value`, 5n))
    await wallet.round()
    const sent = await wallet.send(wallet.draft(bob, 'trx', 5_000_000n, 'thanks'))
    expect(sent.most).toBeLessThan(1_000_000n)
    liar.heal()
    await node.mine(LAG + 1)
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'final', fee: 1_000_000n })
  })

  it('about a broadcast it threw away, is not taken for having sent it', async () => {
    const { node, liar, wallet } = await table(true)
    await wallet.round()
    liar.fail({ kind: 'lie', path: 'broadcasthex', field: 'txid', value: 'ab'.repeat(32), times: 9 })
    const sent = await wallet.send(wallet.draft(bob, 'trx', 5_000_000n))
    expect(['sending', 'pooled']).toContain(sent.state)
    await node.mine(LAG + 1)
    await wallet.round()
    expect(wallet.get(sent.txId).state).toBe('final')
  })
})

describe('a node that lies beside an honest one', () => {
  it.each([
    ['a receipt that is not there', lie('walletsolidity/gettransactioninfobyid', 'id', undefined)],
    ['its fee', lie('walletsolidity/gettransactioninfobyid', 'fee', 1n)],
    ['its block', lie('walletsolidity/gettransactioninfobyid', 'blockNumber', 2n)],
    ['its outcome', lie('walletsolidity/gettransactioninfobyid', 'result', 'FAILED')],
  ])('about %s, keeps it from being called final, and the user is told', async (_what, fault) => {
    const { node, liar, wallet } = await table(false)
    await wallet.round()
    const sent = await wallet.send(wallet.draft(bob, 'trx', 5_000_000n))
    liar.fail(fault)
    await node.mine(LAG + 1)
    await wallet.round()
    expectOpen(wallet, sent.txId)
    expect(wallet.chain.state.phase).toEqual({ is: 'disagreeing' })
    expect(wallet.chain.world()).toEqual({ ok: false, error: { code: 'chain', fault: 'disagreeing' } })
    liar.heal()
    await wallet.round()
    expect(wallet.get(sent.txId).state).toBe('final')
    expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
  })

  it.each([
    ['a balance of nothing', lie('walletsolidity/getaccount', 'balance', undefined)],
    ['a great balance', lie('walletsolidity/getaccount', 'balance', 10n ** 15n)],
    ['another key of the account', lie('walletsolidity/getaccount', 'owner_permission.keys.0.address', bob)],
  ])('about %s, changes nothing of what is shown', async (_what, fault) => {
    const { node, liar, wallet } = await table(false)
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_000n)
    liar.fail(fault)
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_000n)
    expect(wallet.chain.state.accounts[0]?.permission).toEqual({ is: 'alone' })
    await node.give(wallet.own, { trx: 7n })
    await node.mine(LAG + 1)
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_000n)
    liar.heal()
    await wallet.round()
    expect(trx(wallet)).toBe(1_000_000_007n)
  })

  it('about the energy a call takes, cannot make it fail: the most that any says counts', async () => {
    const { node, liar, wallet } = await table(false)
    await wallet.round()
    liar.fail(lie('triggerconstantcontract', 'energy_used', 900n))
    const sent = await wallet.send(wallet.draft(bob, `trc20:${node.tokens.btt}`, 10n ** 18n))
    await node.mine(LAG + 1)
    await wallet.round()
    expect(wallet.get(sent.txId)).toMatchObject({ state: 'final' })
  })
})
