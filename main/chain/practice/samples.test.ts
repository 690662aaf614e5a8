// The shapes of the node's answers beside those of a real one, as its documentation shows them: the same names, the
// same kinds of values. What the documentation shows and the Practice network never has is named here, with its reason.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { probe } from './artifacts/probe.ts'
import { servedPaths } from './http/server.ts'
import { startPractice, type PracticeNode } from './practice.ts'
import { fixture, fixturesMissing } from './testing/fixtures.ts'
import { addressOf, connect, deploy, hexOf, keyOf, methodsOf, post } from './testing/tronweb.ts'

const [alice, bob] = [keyOf(1), keyOf(2)]
const documented = (fixturesMissing ? {} : JSON.parse(fixture('java-tron-doc-samples.json'))) as Record<
  string,
  unknown[]
>

/** Paths of every value in an answer, lists as `[]`, with the kind of value there. */
const shapeOf = (value: unknown, path = ''): Map<string, string> => {
  if (Array.isArray(value)) return new Map(value.flatMap((item) => [...shapeOf(item, `${path}[]`)]))
  if (typeof value !== 'object' || value === null) return new Map([[path, typeof value]])
  return new Map(Object.entries(value).flatMap(([key, item]) => [...shapeOf(item, `${path}.${key}`)]))
}

interface Comparison {
  readonly endpoint: string
  readonly sample?: number
  readonly ask: () => object | Promise<object>
  /** Part of the paths that only the real network has, and why. */
  readonly lacking?: readonly (readonly [path: RegExp, reason: string])[]
  /** What the sample happens not to have. */
  readonly more?: RegExp
}

let node: PracticeNode
let transactionId = ''
let callId = ''
let contract = ''

const owner = hexOf(addressOf(alice))
const staked = /^\.(frozenV2\[\]|NetUsed|NetLimit|EnergyUsed|EnergyLimit|tronPowerLimit|net_usage|latest_consume_time)/

const comparisons: readonly Comparison[] = [
  { endpoint: 'getaccount', ask: () => ({ address: owner }), more: staked },
  {
    endpoint: 'getaccountresource',
    ask: () => ({ address: owner }),
    more: staked,
  },
  { endpoint: 'getaccountnet', ask: () => ({ address: owner }), more: staked },
  { endpoint: 'validateaddress', ask: () => ({ address: owner }) },
  { endpoint: 'getnowblock', ask: () => ({}), more: /^\.transactions/ },
  { endpoint: 'getblock', ask: () => ({ detail: false }) },
  { endpoint: 'getblockbynum', ask: () => ({ num: node.height() }), more: /^\.transactions/ },
  { endpoint: 'getblockbylatestnum', ask: () => ({ num: 2 }), more: /^\.block\[\]\.transactions/ },
  { endpoint: 'getblockbylimitnext', ask: () => ({ startNum: 1, endNum: 3 }), more: /^\.block\[\]\.transactions/ },
  { endpoint: 'gettransactionbyid', ask: () => ({ value: callId }) },
  {
    endpoint: 'gettransactioninfobyid',
    ask: () => ({ value: callId }),
    more: /^\.receipt\.net_usage$/,
  },
  {
    endpoint: 'gettransactioninfobyblocknum',
    ask: async () => ({
      num: (await post(node, '/wallet/gettransactioninfobyid', { value: transactionId }))['blockNumber'],
    }),
    more: /^\[\]\.receipt\.net_usage$/,
    lacking: [[/^\[\]\.(fee|receipt\.net_fee)$/, 'this one was paid by free bandwidth']],
  },
  { endpoint: 'gettransactioncountbyblocknum', ask: () => ({ num: node.height() }) },
  { endpoint: 'getpendingsize', ask: () => ({}) },
  { endpoint: 'getchainparameters', ask: () => ({}) },
  { endpoint: 'getenergyprices', ask: () => ({}) },
  { endpoint: 'getbandwidthprices', ask: () => ({}) },
  { endpoint: 'getburntrx', ask: () => ({}) },
  { endpoint: 'getnextmaintenancetime', ask: () => ({}) },
  {
    endpoint: 'getnodeinfo',
    ask: () => ({}),
    lacking: [
      [/^\.machineInfo/, 'it says nothing of the machine it runs on'],
      [/^\.configNodeInfo\.(versionNum|p2pVersion|listenPort|discoverEnable|maxConnectCount)$/, 'it has no peers'],
    ],
  },
  {
    endpoint: 'listwitnesses',
    ask: () => ({}),
    lacking: [[/\.(totalProduced|totalMissed|latestSlotNum)$/, 'producers take turns and miss none']],
  },
  {
    endpoint: 'getassetissuebyid',
    ask: () => ({ value: '1002000' }),
    lacking: [
      [/^\.(frozen_supply|vote_score|free_asset_net_limit|public_free_asset_net_limit)/, 'zero, and so omitted'],
    ],
  },
  {
    endpoint: 'getcontract',
    ask: () => ({ value: contract }),
    more: /^\.(abi|version|consume_user_resource_percent|call_value)/,
    lacking: [[/^\.abi\.entrys\[\]\.constant$/, 'compilers of today do not write it']],
  },
  {
    endpoint: 'getcontractinfo',
    ask: () => ({ value: contract }),
    more: /^\.smart_contract\.(abi|version|consume_user_resource_percent|call_value)/,
    lacking: [[/^\.contract_state\.energy_usage$/, 'the dynamic energy factor is not modelled']],
  },
  {
    endpoint: 'triggerconstantcontract',
    ask: () => ({ owner_address: owner, contract_address: contract, function_selector: 'stored()' }),
  },
  {
    endpoint: 'estimateenergy',
    ask: () => ({ owner_address: owner, contract_address: contract, function_selector: 'stored()' }),
  },
  {
    endpoint: 'triggersmartcontract',
    ask: () => ({ owner_address: owner, contract_address: contract, function_selector: 'stored()', fee_limit: 5 }),
  },
  {
    endpoint: 'createtransaction',
    ask: () => ({ owner_address: owner, to_address: hexOf(addressOf(bob)), amount: 5 }),
  },
  {
    endpoint: 'transferasset',
    ask: () => ({
      owner_address: owner,
      to_address: hexOf(addressOf(bob)),
      asset_name: Buffer.from('1002000').toString('hex'),
      amount: 5,
    }),
  },
  { endpoint: 'createaccount', ask: () => ({ owner_address: owner, account_address: `41${'77'.repeat(20)}` }) },
  {
    endpoint: 'freezebalancev2',
    ask: () => ({ owner_address: owner, frozen_balance: 1_000_000, resource: 'ENERGY' }),
  },
  {
    endpoint: 'deploycontract',
    ask: () => ({
      owner_address: owner,
      abi: '[]',
      bytecode: '60',
      name: 'X',
      fee_limit: 5,
      origin_energy_limit: 5,
      consume_user_resource_percent: 100,
    }),
  },
]

describe.skipIf(fixturesMissing)(`answers beside a real node’s${fixturesMissing ? `: ${fixturesMissing}` : ''}`, () => {
  beforeAll(async () => {
    node = await startPractice({ mining: 'at-once', solidLag: 1 })
    await node.give(addressOf(alice), { trx: 10_000_000_000n, bttold: 100n })
    await node.give(addressOf(bob), { trx: 1_000_000n })
    const tronWeb = connect(node, alice)
    transactionId = (await tronWeb.trx.sendTransaction(addressOf(bob), 5)).txid
    contract = (await deploy(tronWeb, probe, { callValue: 50 })).address
    const pay = methodsOf(tronWeb, probe.abi, contract)['makeAt']
    callId = String(await pay?.(`0x${'01'.repeat(32)}`, 5).send({ feeLimit: 100_000_000 }))
  })

  afterAll(() => node?.[Symbol.asyncDispose]())

  it.each(comparisons)('$endpoint', async ({ endpoint, sample = 0, ask, lacking = [], more }) => {
    const ours = shapeOf(await post<unknown>(node, `/wallet/${endpoint}`, await ask()))
    const theirs = shapeOf(documented[endpoint]?.[sample])
    const missing = [...theirs.keys()].filter(
      (path) => !ours.has(path) && !lacking.some(([pattern]) => pattern.test(path)),
    )
    expect(missing).toEqual([])
    for (const [path, kind] of theirs) if (ours.has(path)) expect([path, ours.get(path)]).toEqual([path, kind])
    const extra = [...ours.keys()].filter((path) => !theirs.has(path) && !(more?.test(path) ?? false))
    expect(extra).toEqual([])
  })

  it('are given at paths a real node has, and at no others', () => {
    const real = ['endpoints-fullnode.txt', 'endpoints-walletsolidity.txt'].flatMap((name) =>
      fixture(name)
        .split('\n')
        .map((path) => path.trim().toLowerCase()),
    )
    expect(servedPaths().filter((path) => !real.includes(path))).toEqual([])
  })

  it('have integers as text for who asks for it', async () => {
    const path = `/wallet/getaccount?visible=true&int64_as_string=true&address=${addressOf(alice)}`
    expect(await (await fetch(node.url + path)).json()).toMatchObject({ balance: expect.stringMatching(/^\d+$/) })
  })
})
