// What is believed of a deposit: what a quorum of the nodes says of settled blocks, of a contract that is our vault
// byte for byte.

import { afterEach, describe, expect, it } from 'vitest'
import { PRACTICE_VAULT } from '../../../app/tron/networks.ts'
import type { Fault } from '../practice/http/faults.ts'
import type { NodeAt, PracticeNode, PracticeOptions } from '../practice/practice.ts'
import { addressIn, addressOfKey, keyOf, type Desk } from '../testing/desk.ts'
import { BTT, vaultUser, type VaultUser } from '../testing/vault-user.ts'
import { LAG, openWorld, type World } from '../testing/world.ts'

const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

interface Table extends World {
  readonly carol: VaultUser
  payer(lanes?: readonly bigint[], fresh?: boolean): ReturnType<ReturnType<Desk['vaults']>['payer']>
}

const table = async (
  options: PracticeOptions = {},
  nodes?: (node: PracticeNode) => Promise<readonly NodeAt[]>,
): Promise<Table> => {
  const here = await openWorld(options, nodes)
  ending.push(() => here[Symbol.asyncDispose]())
  const carol = vaultUser(here.node, keyOf(3))
  await here.node.give(carol.address, { trx: 1_000_000_000n, btt: 100n * BTT })
  await here.later(3_000)
  const payer: Table['payer'] = (lanes = [0n], fresh = true) =>
    here.wallet.vaults().payer({ payer: carol.address, payee: here.wallet.own, lanes }, fresh)
  return { ...here, carol, payer }
}

const lie = (path: string, field: string, value: Extract<Fault, { kind: 'lie' }>['value']): Fault => ({
  kind: 'lie',
  path,
  field,
  value,
  times: 100_000,
})

const word = (units: bigint): string => units.toString(16).padStart(64, '0')
/** As `standing` answers. */
const standing = (free: bigint): string =>
  [32n, free, 0n, 0n, 0n, 0n, 0n, 0n, 256n, 1n, 0n].map((one) => word(one)).join('')

describe('the vault of the network', () => {
  it('is ready when its code is ours, for its token, its chain and its own address', async () => {
    const { node, wallet } = await table({ exitDelay: 600 })
    expect(node.vault).toBe(PRACTICE_VAULT)
    expect(wallet.chain.state.vault).toEqual({
      is: 'ready',
      address: node.vault,
      token: node.tokens.btt,
      delayMs: 600_000,
    })
  })

  it.each([
    ['another contract', (here: World) => ({ vault: addressIn(here.node.tokens.btt) })],
    ['no contract at all', () => ({ vault: addressOfKey(keyOf(7)) })],
    [
      'a vault of another token',
      // Of the network's assets nothing but TRX is left.
      ({ wallet }: World) => ({ assets: wallet.profile.assets?.filter(({ kind }) => kind === 'trx') }),
    ],
  ] as const)('is refused when it is %s, and everything else goes on', async (_what, change) => {
    const here = await table()
    const { wallet } = here
    const profile = { ...wallet.profile, ...change(here) } as Desk['profile']
    wallet.chain.configure({ profile, accounts: [wallet.own], watched: [], prices: null })
    await wallet.round()
    expect(wallet.chain.state).toMatchObject({ vault: { is: 'refused' }, phase: { is: 'ready' } })
    expect(await wallet.vaults().account({ account: wallet.own, payees: [] })).toMatchObject({ error: 'no-vault' })
  })
})

describe('the vault of a network that only the user knows', () => {
  const custom = (here: World, vault: Desk['profile']['vault'], assets: Desk['profile']['assets'] = null): void =>
    here.wallet.chain.configure({
      profile: { ...here.wallet.profile, network: 'custom', chainId: null, assets, vault },
      accounts: [here.wallet.own],
      watched: [],
      prices: null,
    })

  it('brings its BTT with it, when that calls itself so', async () => {
    const here = await table()
    const { wallet, node } = here
    custom(here, addressIn(node.vault))
    await wallet.round()
    await wallet.round()
    expect(wallet.chain.state.vault).toMatchObject({ is: 'ready', address: node.vault, token: node.tokens.btt })
    const balances = wallet.chain.state.accounts[0]?.balances.map(({ asset, amount }) => [asset.symbol, amount])
    expect(balances).toContainEqual(['BTT', 5_000n * BTT])
  })

  it('is none where the user set none, and refused where its token calls itself otherwise', async () => {
    const here = await table()
    const { wallet, node } = here
    custom(here, null)
    await wallet.round()
    expect(wallet.chain.state.vault).toEqual({ is: 'none' })
    custom(here, addressIn(node.vault))
    node.fail(lie('triggerconstantcontract', 'constant_result.0', '42545458'.padEnd(64, '0')))
    await wallet.round()
    expect(wallet.chain.state.vault).toEqual({ is: 'refused', address: node.vault })
  })
})

describe('a payer’s deposit', () => {
  it('counts once it is settled, and not before', async () => {
    const { node, carol, payer, later } = await table()
    expect(await payer()).toMatchObject({ free: 0n, locked: 0n, exitAt: 0, signers: [] })
    await carol.deposit(40n * BTT)
    await later(3_000, 1)
    expect(await payer()).toMatchObject({ free: 0n })
    await later(3_000, LAG)
    expect(await payer()).toMatchObject({ free: 40n * BTT })
    expect(node.height()).toBeGreaterThan(node.solid())
  })

  it('that a fork takes back before it is settled never counted', async () => {
    const { node, carol, payer, later } = await table()
    await carol.deposit(40n * BTT)
    await later(3_000, 2)
    expect(await payer()).toMatchObject({ free: 0n })
    await node.reorganise(2, true)
    await later(3_000, LAG + 3)
    await later(3_000, LAG + 3)
    expect(await payer()).toMatchObject({ free: 0n })
  })

  it('is kept for ten minutes, and read anew when that is asked for', async () => {
    const { carol, payer, later, node } = await table()
    expect(await payer()).toMatchObject({ free: 0n })
    await carol.deposit(40n * BTT)
    await later(3_000)
    const before = node.requests.length
    expect(await payer([0n], false)).toMatchObject({ free: 0n })
    expect(node.requests.length).toBe(before)
    expect(await payer([0n], true)).toMatchObject({ free: 40n * BTT })
    await carol.send('requestExit')
    await later(598_000)
    expect(await payer([0n], false)).toMatchObject({ exitAt: 0 })
    await later(3_000)
    expect((await payer([0n], false))?.exitAt).toBeGreaterThan(0)
  })

  it('shows an exit, a lock for us and for nobody else, the signers, and what was paid of each lane', async () => {
    const { carol, payer, later, wallet, node } = await table({ exitDelay: 600 })
    const [dave, erin] = [addressOfKey(keyOf(4)), addressOfKey(keyOf(5))]
    await carol.deposit(40n * BTT)
    await carol.send('lock', wallet.own, (7n * BTT).toString())
    await carol.send('lock', dave, (5n * BTT).toString())
    await carol.send('setSigner', dave)
    await later(3_000)
    expect(await payer([0n, 9n])).toMatchObject({
      free: 28n * BTT,
      locked: 7n * BTT,
      exitAt: 0,
      signers: [dave],
      paid: new Map([
        [0n, 0n],
        [9n, 0n],
      ]),
    })
    const owed = carol.voucher(wallet.own, 9n, 3n * BTT)
    const signature = `0x${Buffer.from(owed.signature).toString('hex')}`
    // Anybody may send it, to the payee.
    await carol.send('cash', carol.address, wallet.own, '9', owed.cumulative.toString(), signature, wallet.own)
    await carol.send('setSigner', erin)
    await carol.send('requestExit')
    await later(3_000)
    const seen = await payer([0n, 9n])
    expect(seen).toMatchObject({ free: 28n * BTT, locked: 4n * BTT, signers: [erin, dave] })
    expect(seen?.paid).toEqual(
      new Map([
        [0n, 0n],
        [9n, 3n * BTT],
      ]),
    )
    expect(seen?.exitAt).toBeGreaterThan(0)
    // The former signer counts less long than the vault would take it: what it signed has to be cashed still.
    await later(500_000)
    expect((await payer([9n]))?.signers).toEqual([erin])
    await carol.send('requestUnlock', wallet.own)
    await later(3_000)
    expect((await payer([9n]))?.locked).toBe(0n)
    expect(node.damaged).toBe(false)
  })

  it.each([
    ['an answer too short', word(32n)],
    ['lanes that nobody asked for', standing(5n).replace(/.{128}$/, word(2n) + word(0n) + word(0n))],
    ['more than the vault can hold', standing(2n ** 128n)],
    [
      'no address for a signer',
      [32n, 5n, 0n, 0n, 0n, 2n ** 200n, 0n, 0n, 256n, 1n, 0n].map((one) => word(one)).join(''),
    ],
  ])('is not known when the only node says %s', async (_what, says) => {
    const { node, payer, later } = await table()
    await payer()
    node.fail(lie('triggerconstantcontract', 'constant_result.0', says))
    await later(700_000)
    expect(await payer()).toBeNull()
    node.heal()
    await later(5_000)
    expect(await payer()).toMatchObject({ free: 0n })
  })

  it('is not believed of a node that lies beside honest ones, whatever it says', async () => {
    const beside = async (node: PracticeNode) => [await node.peer(0), node]
    const { at, carol, payer, later } = await table({}, beside)
    const [liar] = at
    liar?.fail(lie('triggerconstantcontract', 'constant_result.0', standing(10n ** 24n)))
    await later(5_000)
    expect(await payer()).toBeNull()
    liar?.heal()
    await carol.deposit(2n * BTT)
    await later(5_000)
    expect(await payer()).toMatchObject({ free: 2n * BTT })
    liar?.fail(lie('triggerconstantcontract', 'constant_result.0', undefined))
    await later(5_000)
    expect(await payer()).toBeNull()
  })

  it('is asked of the nodes once when many ask at a time, and not for ever more payers', async () => {
    const { node, wallet, carol } = await table()
    const before = node.requests.length
    const asked = { payer: carol.address, payee: wallet.own, lanes: [0n] }
    const answers = await Promise.all(Array.from({ length: 50 }, () => wallet.vaults().payer(asked, true)))
    expect(new Set(answers).size).toBe(1)
    expect(node.requests.length - before).toBeLessThan(4)
    const many = await Promise.all(
      Array.from({ length: 300 }, (_, at) =>
        wallet.vaults().payer({ ...asked, payer: addressOfKey(keyOf(20 + (at % 200))), lanes: [BigInt(at)] }, true),
      ),
    )
    expect(many.filter((one) => one === null).length).toBe(300 - 204)
  })
})

describe('the account’s own part of the vault', () => {
  it('is what is free, what is locked for whom, what was paid to each, and what was approved and not deposited', async () => {
    const { wallet, node, later } = await table()
    const own = vaultUser(node, wallet.key)
    const dave = addressOfKey(keyOf(4))
    await own.deposit(30n * BTT)
    await own.approve(11n * BTT)
    await own.send('lock', dave, (5n * BTT).toString())
    await own.send('requestUnlock', dave)
    await later(3_000)
    const read = await wallet.vaults().account({ account: wallet.own, payees: [{ payee: dave, lanes: [3n] }] })
    if (!read.ok) throw new Error(read.error)
    expect(read.value).toMatchObject({
      vault: { chainId: Number(node.chainId), address: node.vault },
      free: 25n * BTT,
      exitAt: null,
      exitDelayMs: 120_000,
      signer: null,
      paid: [{ payee: dave, lane: 3n, amount: 0n }],
      approved: 11n * BTT,
    })
    expect(read.value.locks).toMatchObject([{ payee: dave, locked: 5n * BTT }])
    expect(read.value.locks[0]?.unlockAt).toBeGreaterThan(0)
  })
})
