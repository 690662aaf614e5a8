// What a network refuses, and what strangers do to an account: each driven to its end by the wallet's chain client over
// HTTP, with the money counted at the node afterwards.

import type { TronWeb } from 'tronweb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Address } from '../../app/tron/address.ts'
import type { ActivityFilter } from '../../app/wallet/activity.ts'
import { pageOf } from '../../app/wallet/activity-rules.ts'
import type { SendDraft } from '../../app/wallet/send-preview.ts'
import { playBtt } from './practice/artifacts/play-btt.ts'
import type { Fault } from './practice/http/faults.ts'
import type { PracticeNode } from './practice/practice.ts'
import { connect, deploy, methodsOf, post } from './practice/testing/tronweb.ts'
import { previewSend } from './sending/preview.ts'
import { LIFETIME_MS } from './sending/transaction.ts'
import type { Send } from './store/sends.ts'
import { timeline } from './store/timeline.ts'
import { addressOfKey, keyOf, signWith, type Desk } from './testing/desk.ts'
import { bob, LAG, openWorld, type World } from './testing/world.ts'

const carol = addressOfKey(keyOf(3))
const mallory = keyOf(9)
const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const world = async (): Promise<World> => {
  const opened = await openWorld()
  ending.push(() => opened[Symbol.asyncDispose]())
  return opened
}

interface AccountJson {
  readonly address?: string
  readonly balance?: number
  readonly assetV2?: readonly { key: string; value: number }[]
}

const accountAt = (node: PracticeNode, address: Address): Promise<AccountJson> =>
  post<AccountJson>(node, '/walletsolidity/getaccount', { address, visible: true })

const tokensOf = async (node: PracticeNode, address: Address, contract: string): Promise<bigint> => {
  const tronWeb = connect(node, Buffer.from(keyOf(2)).toString('hex'))
  return BigInt(String(await methodsOf(tronWeb, playBtt.abi, contract)['balanceOf']?.(address).call()))
}

/** A draft built and signed, not yet let out. */
const signed = async (wallet: Desk, draft: SendDraft) => {
  const built = await wallet.sender.build({ draft, most: (10n ** 9n) as never })
  if (!built.ok) throw new Error(JSON.stringify(built.error))
  const { ref, prepare } = built.value
  return { ref, signed: signWith(wallet.key, prepare.rawData) }
}

const submitted = async (wallet: Desk, one: Awaited<ReturnType<typeof signed>>): Promise<Send> => {
  const result = wallet.sender.submit(one.ref, one.signed)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  await wallet.round()
  return wallet.get(result.value.id)
}

const codes = async (wallet: Desk, draft: SendDraft): Promise<string[]> => {
  const found = wallet.chain.world()
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return (await previewSend(draft, found.value.world)).problems.map(({ code }) => code)
}

const broadcasts = ({ requests }: PracticeNode): number =>
  requests.filter((path) => path.endsWith('/broadcasthex')).length

const always = { times: 100_000 } as const
const lie = (path: string, field: string, value: Extract<Fault, { kind: 'lie' }>['value']): Fault => ({
  kind: 'lie',
  path,
  field,
  value,
  ...always,
})

/** Until it cannot happen any more, whatever it is. */
const untilOver = async ({ later }: World): Promise<void> => {
  await later(LIFETIME_MS + 65_000)
  await later(65_000)
  await later(3_000)
}

describe('a send that the network refuses', () => {
  it('as a duplicate was sent already: by whoever, once, and it becomes final', async () => {
    const here = await world()
    const { node, wallet, later } = here
    const one = await signed(wallet, wallet.draft(bob, 'trx', 5_000_000n))
    const transaction = Buffer.from(one.signed.bytes).toString('hex')
    // The first broadcast got through, and nobody heard of it.
    expect(await post(node, '/wallet/broadcasthex', { transaction })).toMatchObject({ result: true })
    expect(await post(node, '/wallet/broadcasthex', { transaction })).toMatchObject({ code: 'DUP_TRANSACTION_ERROR' })
    const before = broadcasts(node)
    expect(await submitted(wallet, one)).toMatchObject({ state: 'pooled', refusal: null })
    expect(broadcasts(node)).toBe(before + 1)
    await later(3_000)
    expect(wallet.get(one.signed.txId)).toMatchObject({ state: 'final', failure: null })
    expect((await accountAt(node, bob)).balance).toBe(6_000_000)
  })

  it('as a duplicate, when it is sent again because no node seemed to know it, stays one send', async () => {
    const { node, wallet, later } = await world()
    node.fail({ kind: 'drop-after', path: 'broadcasthex' })
    for (const path of ['gettransactionbyid', 'gettransactioninfobyid']) {
      for (const field of ['txID', 'id', 'raw_data_hex']) node.fail(lie(path, field, undefined))
    }
    const one = await submitted(wallet, await signed(wallet, wallet.draft(bob, 'trx', 5_000_000n)))
    for (let round = 0; round < 3; round++) await later(5_000)
    expect(broadcasts(node)).toBeGreaterThan(1)
    expect(wallet.get(one.txId)).toMatchObject({ state: 'pooled', refusal: null })
    node.heal()
    await later(5_000)
    expect(wallet.get(one.txId).state).toBe('final')
    expect((await accountAt(node, bob)).balance).toBe(6_000_000)
  })

  it('for want of bandwidth says so, and in the end that nothing left the wallet', async () => {
    const here = await world()
    const { node, wallet, later } = here
    // All TRX away, and the day's free bandwidth with it.
    for (const _ of [1, 2]) {
      await submitted(wallet, await signed(wallet, wallet.draft(bob, 'trx', 1_000_000n)))
      await later(3_000)
    }
    await submitted(wallet, await signed(wallet, wallet.draft(bob, 'trx', 'max')))
    await later(3_000)
    expect((await accountAt(node, wallet.own)).balance ?? 0).toBe(0)
    const draft = wallet.draft(bob, 'trc10:1002000', 2_000_000n)
    expect(await codes(wallet, draft)).toContain('fee-too-low')
    // A node that says there is bandwidth gets it built; the network's answer stands.
    node.fail(lie('getaccountresource', 'freeNetUsed', 0n))
    await wallet.round()
    const one = await submitted(wallet, await signed(wallet, draft))
    expect(one).toMatchObject({ state: 'sending', refusal: 'bandwidth' })
    await untilOver(here)
    expect(wallet.get(one.txId)).toMatchObject({ state: 'not-sent', refusal: 'bandwidth', fee: null })
    expect((await accountAt(node, wallet.own)).assetV2).toContainEqual({ key: '1002000', value: 9_000_000 })
  })

  it('for want of energy fails with its fee gone and no token moved', async () => {
    const { node, wallet, later } = await world()
    const before = (await accountAt(node, wallet.own)).balance ?? 0
    node.fail({ ...lie('triggerconstantcontract', 'energy_used', 900n), times: 2 })
    const one = await submitted(wallet, await signed(wallet, wallet.draft(bob, `trc20:${node.tokens.btt}`, 10n ** 18n)))
    await later(3_000)
    const failed = wallet.get(one.txId)
    expect(failed).toMatchObject({ state: 'failed', failure: 'out-of-energy' })
    expect(BigInt(before) - BigInt((await accountAt(node, wallet.own)).balance ?? 0)).toBe(failed.fee)
    expect(await tokensOf(node, wallet.own, node.tokens.btt)).toBe(5_000n * 10n ** 18n)
    expect(await tokensOf(node, bob, node.tokens.btt)).toBe(0n)
  })

  it('because it is too late is not sent, and never is', async () => {
    const here = await world()
    const { node, wallet, later } = here
    const slow = await signed(wallet, wallet.draft(bob, 'trx', 5_000_000n))
    await later(LIFETIME_MS + 30_000)
    const one = await submitted(wallet, slow)
    expect(one).toMatchObject({ state: 'sending', refusal: 'expired' })
    await untilOver(here)
    expect(wallet.get(one.txId)).toMatchObject({ state: 'not-sent', refusal: 'expired' })
    expect((await accountAt(node, bob)).balance).toBe(1_000_000)
  })

  it('because its account was never activated says so', async () => {
    const here = await world()
    const { node, later } = here
    const wallet = here.open(keyOf(5))
    await wallet.round()
    const draft = wallet.draft(bob, 'trx', 1_000_000n)
    expect(await codes(wallet, draft)).toContain('sender-not-activated')
    expect(await wallet.sender.build({ draft, most: (10n ** 9n) as never })).toEqual({
      ok: false,
      error: { code: 'send-refused', problem: 'sender-not-activated' },
    })
    // A node that says otherwise gets it built; the network's answer stands.
    node.fail(lie('getaccount', 'address', wallet.own))
    node.fail(lie('getaccount', 'balance', 50_000_000n))
    await wallet.round()
    node.heal()
    const one = await submitted(wallet, await signed(wallet, draft))
    expect(one).toMatchObject({ state: 'sending', refusal: 'sender-not-activated' })
    for (const ms of [LIFETIME_MS + 65_000, 65_000, 3_000]) {
      await later(ms)
      await wallet.round()
    }
    expect(wallet.get(one.txId)).toMatchObject({ state: 'not-sent', refusal: 'sender-not-activated' })
    expect((await accountAt(node, wallet.own)).address).toBeUndefined()
  })

  it('never happens for a new account: it is activated by TRX for 1.1 TRX, and not by a token', async () => {
    const { node, wallet, later } = await world()
    const token = wallet.draft(carol, `trc20:${node.tokens.btt}`, 10n ** 18n)
    const first = await submitted(wallet, await signed(wallet, token))
    await later(3_000)
    expect(wallet.get(first.txId).state).toBe('final')
    expect((await accountAt(node, carol)).address).toBeUndefined()
    expect(await tokensOf(node, carol, node.tokens.btt)).toBe(10n ** 18n)
    expect(await codes(wallet, wallet.draft(carol, 'trx', 1_000_000n))).toContain('recipient-not-activated')
    const second = await submitted(wallet, await signed(wallet, wallet.draft(carol, 'trx', 1_000_000n)))
    await later(3_000)
    expect(wallet.get(second.txId)).toMatchObject({ state: 'final', fee: 1_100_000n })
    expect((await accountAt(node, carol)).balance).toBe(1_000_000)
  })

  it.each([
    ['TRX', 'trx', 5_000_000n],
    ['BTTOLD', 'trc10:1002000', 2_000_000n],
    ['BTT', 'trc20:btt', 10n ** 18n],
    ['USDT', 'trc20:usdt', 3_000_000n],
  ] as const)('is none of these: %s goes out once and is final', async (symbol, kind, units) => {
    const { node, wallet, later } = await world()
    const asset = kind.replace('btt', node.tokens.btt).replace('usdt', node.tokens.usdt)
    const one = await submitted(wallet, await signed(wallet, wallet.draft(bob, asset, units)))
    expect(one).toMatchObject({ state: 'pooled', symbol })
    await later(3_000)
    expect(wallet.get(one.txId)).toMatchObject({ state: 'final', amount: units, recipient: bob })
    const left = wallet.chain.state.accounts[0]?.balances.find((balance) => balance.key === asset)
    const had = { TRX: 1_000_000_000n, BTTOLD: 9_000_000n, BTT: 5_000n * 10n ** 18n, USDT: 7_000_000n }[symbol]
    expect(left?.amount).toBe(had - units)
  })
})

const everything: ActivityFilter = { account: null, asset: null, direction: null, state: null, hidden: true, text: '' }

const lines = ({ sends, records, chain, own }: Desk, hidden: boolean) => {
  const accounts = new Set([own])
  const all = timeline(sends, records, { chain: chain.state.chainId ?? 0, accounts, own: accounts })
  return pageOf(all, { ...everything, hidden, skip: 0, limit: 50 }, 0)
}

describe('what strangers send', () => {
  const stranger = async ({ node, later }: World): Promise<TronWeb> => {
    await node.give(addressOfKey(mallory), { trx: 5_000_000_000n, btt: 10n ** 18n })
    await later(3_000)
    return connect(node, Buffer.from(mallory).toString('hex'))
  }

  it('as a token that calls itself BTT is shown as unknown, apart, and never summed', async () => {
    const here = await world()
    const { node, wallet, later } = here
    const tronWeb = await stranger(here)
    const made = await deploy(tronWeb, playBtt, { parameters: [addressOfKey(mallory)] })
    await later(3_000)
    const fake = tronWeb.address.fromHex(made.address)
    const methods = methodsOf(tronWeb, playBtt.abi, fake)
    expect(await methods['symbol']?.().call()).toBe('BTT')
    await methods['transfer']?.(wallet.own, '1000000000000000000').send({ feeLimit: 100_000_000 })
    await later(3_000)
    await later(31_000)
    const shown = lines(wallet, false)
    expect(shown.entries.some(({ asset }) => asset === `trc20:${fake}`)).toBe(false)
    expect(shown.hidden).toBe(1)
    const [line] = lines(wallet, true).entries.filter(({ asset }) => asset === `trc20:${fake}`)
    expect(line).toMatchObject({ known: false, hidden: 'unknown-token', symbol: 'BTT', direction: 'in' })
    const balances = wallet.chain.state.accounts[0]?.balances ?? []
    expect(balances.map(({ key }) => key)).not.toContain(`trc20:${fake}`)
    expect(balances.find(({ key }) => key === `trc20:${node.tokens.btt}`)?.amount).toBe(5_000n * 10n ** 18n)
    expect(await codes(wallet, wallet.draft(bob, `trc20:${fake}`, 1n))).toContain('unknown-asset')
  })

  it('as dust, or as nothing at all, is counted and hidden', async () => {
    const here = await world()
    const { node, wallet, later } = here
    const tronWeb = await stranger(here)
    const before = lines(wallet, false).total
    await tronWeb.trx.sendTransaction(wallet.own, 5)
    await methodsOf(tronWeb, playBtt.abi, node.tokens.btt)['transfer']?.(wallet.own, '0').send({
      feeLimit: 100_000_000,
    })
    await later(3_000)
    await later(31_000)
    expect(lines(wallet, false)).toMatchObject({ total: before, hidden: 2 })
    const hidden = lines(wallet, true).entries.filter((entry) => entry.hidden !== null)
    expect(new Set(hidden.map((entry) => entry.hidden))).toEqual(new Set(['dust', 'zero']))
    expect(wallet.chain.familiar().paid.size).toBe(0)
  })
})

describe('an account whose permissions were changed', () => {
  const permission = (type: number, keys: readonly Address[], threshold: number) => ({
    type,
    permission_name: type === 0 ? 'owner' : 'active',
    threshold,
    ...(type === 2 && { operations: `7fff1fc0033e${'0'.repeat(52)}` }),
    keys: keys.map((address) => ({ address, weight: 1 })),
  })

  /** By whoever has the key, with another program. */
  const change = async ({ node, wallet }: World, owner: object, active: object): Promise<void> => {
    const tronWeb = connect(node, Buffer.from(wallet.key).toString('hex'))
    type Given = Parameters<TronWeb['transactionBuilder']['updateAccountPermissions']>
    const built = await tronWeb.transactionBuilder.updateAccountPermissions(wallet.own, owner as Given[1], null, [
      active,
    ] as unknown as Given[3])
    const answer = await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(built))
    expect(answer).toMatchObject({ result: true })
  }

  it('to another’s key cannot be spent from: it is said, and nothing is built', async () => {
    const here = await world()
    const { wallet, later, node } = here
    const thief = addressOfKey(mallory)
    await change(here, permission(0, [thief], 1), permission(2, [thief], 1))
    await later(3_000)
    await later(31_000)
    const [account] = wallet.chain.state.accounts
    expect(account?.permission).toMatchObject({ is: 'others', threshold: 1, keys: [{ address: thief, weight: 1 }] })
    const draft = wallet.draft(bob, 'trx', 1_000_000n)
    expect(await codes(wallet, draft)).toContain('not-alone')
    expect(await wallet.sender.build({ draft, most: (10n ** 9n) as never })).toEqual({
      ok: false,
      error: { code: 'send-refused', problem: 'not-alone' },
    })
    expect(broadcasts(node)).toBe(0)
  })

  it('so that two keys are needed cannot be spent from alone; so that another may too, it can', async () => {
    const here = await world()
    const { wallet, later } = here
    await change(here, permission(0, [wallet.own, carol], 1), permission(2, [wallet.own, carol], 1))
    await later(3_000)
    await later(31_000)
    expect(wallet.chain.state.accounts[0]?.permission.is).toBe('shared')
    const one = await submitted(wallet, await signed(wallet, wallet.draft(bob, 'trx', 1_000_000n)))
    await later(3_000)
    expect(wallet.get(one.txId).state).toBe('final')
    await change(here, permission(0, [wallet.own, carol], 2), permission(2, [wallet.own, carol], 2))
    await later(3_000)
    await later(31_000)
    expect(wallet.chain.state.accounts[0]?.permission).toMatchObject({ is: 'others', threshold: 2 })
    expect(await codes(wallet, wallet.draft(bob, 'trx', 1_000_000n))).toContain('not-alone')
  })

  it('between the review and the send is refused by the network, and nothing is sent', async () => {
    const here = await world()
    const { node, wallet, later } = here
    const late = await signed(wallet, wallet.draft(bob, 'trx', 5_000_000n))
    const thief = addressOfKey(mallory)
    await change(here, permission(0, [thief], 1), permission(2, [thief], 1))
    await node.mine(LAG + 2)
    const one = await submitted(wallet, late)
    expect(one).toMatchObject({ state: 'sending', refusal: 'signature' })
    await untilOver(here)
    expect(wallet.get(one.txId)).toMatchObject({ state: 'not-sent', refusal: 'signature' })
    expect((await accountAt(node, bob)).balance).toBe(1_000_000)
    await later(1_000)
  })
})
