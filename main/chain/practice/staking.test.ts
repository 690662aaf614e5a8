import type { TronWeb } from 'tronweb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startPractice, type PracticeNode } from './practice.ts'
import { addressOf, connect, keyOf, post, textOfHex } from './testing/tronweb.ts'

const key = keyOf(1)
const owner = addressOf(key)
/** And a minute: blocks made at once run ahead of the clock. */
const WAIT_MS = 14 * 86_400_000 + 60_000
let node: PracticeNode
let tronWeb: TronWeb

beforeEach(async () => {
  node = await startPractice({ mining: 'at-once', solidLag: 1 })
  await node.give(owner, { trx: 1_000_000_000n })
  tronWeb = connect(node, key)
})

afterEach(() => node[Symbol.asyncDispose]())

type Built = Parameters<TronWeb['trx']['sign']>[0]

const send = async (built: Promise<unknown>): Promise<unknown> =>
  tronWeb.trx.sendRawTransaction((await tronWeb.trx.sign((await built) as Built)) as never)

/** TronWeb builds these itself, so the node says no only when they are sent. */
const refusal = async (built: Promise<unknown>): Promise<string> =>
  textOfHex(((await send(built)) as { message?: string }).message ?? '')

const balance = (): Promise<number> => tronWeb.trx.getUnconfirmedBalance(owner)

const expectWhole = async (): Promise<void> => {
  const { held, staked, burned, genesis } = await node.audit()
  expect(held + staked + burned).toBe(genesis)
}

describe('staked TRX', () => {
  it('comes back after fourteen days, to the sun, and gives nothing from the moment it leaves', async () => {
    const { transactionBuilder: build } = tronWeb
    expect(await send(build.freezeBalanceV2(300_000_000, 'ENERGY', owner))).toMatchObject({ result: true })
    const gave = await tronWeb.trx.getAccountResources(owner)
    expect(gave.EnergyLimit).toBeGreaterThan(0)
    expect(await send(build.unfreezeBalanceV2(300_000_000, 'ENERGY', owner))).toMatchObject({ result: true })
    expect((await tronWeb.trx.getAccountResources(owner)).EnergyLimit ?? 0).toBe(0)
    expect(await balance()).toBe(700_000_000)
    await expectWhole()
    const shown = await post<{ unfrozenV2: object[] }>(node, '/wallet/getaccount', { address: owner, visible: true })
    expect(shown.unfrozenV2).toMatchObject([{ type: 'ENERGY', unfreeze_amount: 300_000_000 }])
    expect(await refusal(build.withdrawExpireUnfreeze(owner))).toMatch(/no unFreeze balance to withdraw/)
    node.pass(WAIT_MS)
    await node.mine()
    expect(await tronWeb.trx.getCanWithdrawUnfreezeAmount(owner, Date.now() + WAIT_MS)).toMatchObject({
      amount: 300_000_000,
    })
    expect(await send(build.withdrawExpireUnfreeze(owner))).toMatchObject({ result: true })
    expect(await balance()).toBe(1_000_000_000)
    await expectWhole()
  })

  it('is staked again when unstaking is called off, and what is over comes back by the way', async () => {
    const { transactionBuilder: build } = tronWeb
    await send(build.freezeBalanceV2(300_000_000, 'BANDWIDTH', owner))
    await send(build.unfreezeBalanceV2(100_000_000, 'BANDWIDTH', owner))
    node.pass(WAIT_MS)
    await node.mine()
    await send(build.unfreezeBalanceV2(50_000_000, 'BANDWIDTH', owner))
    expect(await balance()).toBe(800_000_000)
    expect(await send(build.cancelUnfreezeBalanceV2(owner))).toMatchObject({ result: true })
    const { frozenV2 } = await post<{ frozenV2: object[] }>(node, '/wallet/getaccount', {
      address: owner,
      visible: true,
    })
    expect(frozenV2[0]).toEqual({ amount: 200_000_000 })
    expect(await balance()).toBe(800_000_000)
    await expectWhole()
  })

  it('cannot be taken out twice, nor more of it than there is, nor in more than 32 parts', async () => {
    const { transactionBuilder: build } = tronWeb
    expect(await refusal(build.unfreezeBalanceV2(1_000_000, 'ENERGY', owner))).toMatch(/no frozenBalance\(Energy\)/)
    await send(build.freezeBalanceV2(40_000_000, 'ENERGY', owner))
    expect(await refusal(build.unfreezeBalanceV2(40_000_001, 'ENERGY', owner))).toMatch(/Invalid unfreeze_balance/)
    expect(await refusal(build.cancelUnfreezeBalanceV2(owner))).toMatch(/no unfreezeV2 list to cancel/)
    for (let part = 1; part <= 32; part++) await send(build.unfreezeBalanceV2(1_000_000 + part, 'ENERGY', owner))
    expect(await tronWeb.trx.getAvailableUnfreezeCount(owner)).toMatchObject({ count: 0 })
    expect(await refusal(build.unfreezeBalanceV2(1_000_000, 'ENERGY', owner))).toMatch(/over limit/)
    await expectWhole()
  })

  it('earns nothing, and says so', async () => {
    expect(await tronWeb.trx.getReward(owner)).toBe(0)
    expect(await tronWeb.trx.getUnconfirmedReward(owner)).toBe(0)
    expect(await tronWeb.trx.getBrokerage(owner)).toBe(20)
  })
})
