// Orders to the vault from the wallet's chain client over HTTP, on the contract's own code: what they cost and what
// stands in their way, each brought to its end, and what the ledger is told of it.

import { afterEach, describe, expect, it } from 'vitest'
import type { PracticeOptions } from '../practice/practice.ts'
import { settledCalls, withLocked } from '../store/settled-calls.ts'
import { timeline } from '../store/timeline.ts'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { amount as base } from '../../../app/money/amount.ts'
import { signWith } from '../../../app/speed/testing/keys.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import type { Address } from '../../../app/tron/address.ts'
import { MOST_VOUCHERS } from '../../../app/speed/vault-call.ts'
import { heldBy, vaultOwner, type VaultOwner } from '../testing/vault-owner.ts'
import { BTT, vaultUser, type VaultUser } from '../testing/vault-user.ts'
import { openWorld, type World } from '../testing/world.ts'

const ending: (() => PromiseLike<void>)[] = []
const dave = addressOfKey(keyOf(4))

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

interface Table extends World {
  readonly owner: VaultOwner
  readonly carol: VaultUser
  account(): Promise<object>
}

const table = async (options: PracticeOptions = {}): Promise<Table> => {
  const here = await openWorld({ exitDelay: 600, ...options })
  ending.push(() => here[Symbol.asyncDispose]())
  const carol = vaultUser(here.node, keyOf(3))
  await here.node.give(carol.address, { trx: 1_000_000_000n, btt: 100n * BTT })
  await here.later(3_000)
  const account = async () => {
    const read = await here.wallet.vaults().account({ account: here.wallet.own, payees: [{ payee: dave, lanes: [] }] })
    if (!read.ok) throw new Error(read.error)
    return read.value
  }
  return { ...here, owner: vaultOwner(here), carol, account }
}

const lines = ({ wallet, node }: World) => {
  const own = new Set([wallet.own])
  return timeline(wallet.sends, wallet.records, { chain: Number(node.chainId), accounts: own, own }).toSorted(
    (a, b) => b.at - a.at,
  )
}

const settled = ({ wallet, node }: World) => settledCalls(wallet.sends, Number(node.chainId))

describe('a deposit', () => {
  it('is an approval of exactly that and a deposit, each final, and nothing stays approved', async () => {
    const here = await table()
    const { owner, account, wallet, node } = here
    const preview = await owner.preview({ do: 'deposit', amount: 30n * BTT })
    expect(preview).toMatchObject({ problem: null, value: null, advice: null })
    expect(preview.steps.map(({ call }) => call)).toEqual(['approve', 'deposit'])
    // What can be tried out was; what builds on it can't be, and says so.
    expect(preview.steps[0]?.energy).toBeGreaterThan(20_000n)
    expect(preview.steps[1]?.energy).toBeNull()
    const [approved, deposited] = await owner.make({ do: 'deposit', amount: 30n * BTT })
    expect(approved).toMatchObject({ state: 'final', call: { call: 'approve', amount: 30n * BTT }, failure: null })
    expect(deposited).toMatchObject({ state: 'final', call: { call: 'deposit', amount: 30n * BTT }, failure: null })
    for (const [at, send] of [approved, deposited].entries()) {
      expect(send?.fee ?? 0n).toBeLessThanOrEqual(preview.steps[at]?.mostFee ?? 0n)
      expect(send?.fee ?? 0n).toBeLessThanOrEqual(send?.most ?? 0n)
    }
    expect(await account()).toMatchObject({ free: 30n * BTT, approved: 0n })
    const facts = { vault: { chainId: Number(node.chainId), address: node.vault }, account: wallet.own }
    expect(settled(here)).toMatchObject([
      { ...facts, txId: approved?.txId, outcome: 'final', events: [] },
      {
        ...facts,
        txId: deposited?.txId,
        outcome: 'final',
        fee: deposited?.fee,
        events: [{ is: 'deposited', payer: wallet.own, from: wallet.own, amount: 30n * BTT }],
      },
    ])
    expect(lines(here).map(({ call, direction, amount }) => [call, direction, amount])).toEqual([
      ['deposit', 'out', 30n * BTT],
      ['approve', 'own', 30n * BTT],
      ...lines(here)
        .slice(2)
        .map(({ call, direction, amount }) => [call, direction, amount]),
    ])
    expect(wallet.chain.familiar().paid.has(deposited?.recipient ?? wallet.own)).toBe(false)
  })

  it('of which only the approval got through is shown as such, and goes on from there', async () => {
    const { owner, account, later } = await table()
    await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    await later(3_000)
    expect(await account()).toMatchObject({ free: 0n, approved: 30n * BTT })
    const again = await owner.preview({ do: 'deposit', amount: 30n * BTT })
    expect(again.steps.map(({ call, energy }) => [call, energy !== null])).toEqual([['deposit', true]])
    // Another amount is approved anew: exactly what is deposited, and nothing left over.
    const other = await owner.preview({ do: 'deposit', amount: 20n * BTT })
    expect(other.steps.map(({ call }) => call)).toEqual(['approve', 'deposit'])
    await owner.make({ do: 'deposit', amount: 20n * BTT })
    expect(await account()).toMatchObject({ free: 20n * BTT, approved: 0n })
  })

  it('that was approved and given up is taken back', async () => {
    const { owner, account, later } = await table()
    expect(await owner.preview({ do: 'revoke' })).toMatchObject({ problem: 'nothing-approved' })
    await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    await later(3_000)
    const [back] = await owner.make({ do: 'revoke' })
    expect(back).toMatchObject({ state: 'final', call: { call: 'approve', amount: 0n } })
    expect(await account()).toMatchObject({ free: 0n, approved: 0n })
  })

  it('is not built on an approval that is not in a block, and is when it is', async () => {
    const here = await table()
    const { owner, wallet, later } = here
    const { send } = await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    const landed = wallet.chain.landed(send.txId)
    await later(3_000, 1)
    expect(await landed).toBe('in-block')
    expect((await owner.step({ do: 'deposit', amount: 30n * BTT }, send.txId)).send.call).toMatchObject({
      call: 'deposit',
    })
  })

  it('takes from what can be spent as soon as it is on disk, and an approval takes nothing but its fee', async () => {
    const { owner, wallet, later } = await table()
    const spendable = () =>
      wallet.chain.state.accounts[0]?.balances.find(({ asset }) => asset.symbol === 'BTT')?.spendable
    const before = spendable() ?? 0n
    const { send } = await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    expect(spendable()).toBe(before)
    await later(3_000, 1)
    await owner.step({ do: 'deposit', amount: 30n * BTT }, send.txId)
    expect(spendable()).toBe(before - 30n * BTT)
  })

  it('that the contract undoes has failed, and the ledger hears of its fee alone', async () => {
    const here = await table()
    const { owner, node, later, account } = here
    await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    await later(3_000)
    // Too little energy is allowed for.
    node.fail({ kind: 'lie', path: 'triggerconstantcontract', field: 'energy_used', value: 900n, times: 100 })
    const { send } = await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    node.heal()
    await later(3_000)
    expect(settled(here).at(-1)).toMatchObject({ txId: send.txId, outcome: 'failed', events: [] })
    expect(settled(here).at(-1)?.fee).toBeGreaterThan(0n)
    expect(await account()).toMatchObject({ free: 0n, approved: 30n * BTT })
  })
})

describe('what stands in the way of an order', () => {
  it.each([
    [{ do: 'deposit', amount: 0n }, 'amount-zero'],
    [{ do: 'deposit', amount: 2n ** 128n }, 'amount-too-large'],
    [{ do: 'deposit', amount: 6_000n * BTT }, 'not-enough-btt'],
    [{ do: 'lock', payee: dave, amount: BTT }, 'not-enough-free'],
    [{ do: 'requestUnlock', payee: dave }, 'nothing-locked'],
    [{ do: 'unlock', payee: dave }, 'nothing-locked'],
    [{ do: 'withdraw', amount: BTT }, 'no-exit'],
    [{ do: 'cancelExit' }, 'no-exit'],
    [{ do: 'setSigner' }, 'locked'],
    [{ do: 'cash', payers: [dave], to: 'wallet' }, 'nothing-to-cash'],
  ] as const)('%o: %s', async (wish, problem) => {
    const { owner, wallet } = await table()
    expect(await owner.preview(wish)).toMatchObject({ problem })
    const built = await wallet.sender.buildCall(owner.request(wish), null)
    expect(built).toEqual({ ok: false, error: { code: 'vault-refused', problem } })
  })

  it('is a wallet that is not backed up, an account without a key here, or too little TRX', async () => {
    const { owner, wallet, node, later, carol } = await table()
    const deposit = { do: 'deposit', amount: BTT } as const
    expect(await owner.preview(deposit, { backedUp: false })).toMatchObject({ problem: 'not-backed-up' })
    const theirs = { order: { ...owner.request(deposit).order, from: carol.address } }
    expect(await owner.preview(deposit, theirs)).toMatchObject({ problem: 'watch-only' })
    const all = wallet.chain.state.accounts[0]?.balances[0]?.amount ?? 0n
    await wallet.send(wallet.draft(carol.address, 'trx', all - 3_000_000n))
    await later(3_000)
    expect(await owner.preview(deposit)).toMatchObject({ problem: 'not-enough-trx' })
    expect(node.damaged).toBe(false)
  })
})

describe('what is locked', () => {
  it('is read for whom it is, though nothing is promised to them', async () => {
    const here = await table()
    const { owner, wallet, node } = here
    const asking = { account: wallet.own, payees: [] }
    const read = async () => {
      const told = await wallet.vaults().account(withLocked(asking, wallet.sends, Number(node.chainId)))
      return told.ok ? told.value.locks : told.error
    }
    await owner.make({ do: 'deposit', amount: 30n * BTT })
    expect(await read()).toEqual([])
    await owner.make({ do: 'lock', payee: dave, amount: 8n * BTT })
    await owner.make({ do: 'lock', payee: dave, amount: BTT })
    expect(await read()).toEqual([{ payee: dave, locked: 9n * BTT, unlockAt: null }])
    const already = { ...asking, payees: [{ payee: dave, lanes: [1n] }] }
    expect(withLocked(already, wallet.sends, Number(node.chainId))).toEqual(already)
    expect(withLocked(asking, wallet.sends, 1)).toEqual(asking)
  })
})

describe('a lock, an unlock, an exit, a withdrawal, a signer', () => {
  it('take their calls, in their time, and the ledger is told what the vault said', async () => {
    const here = await table()
    const { owner, account, later, wallet } = here
    await owner.make({ do: 'deposit', amount: 30n * BTT })
    await owner.make({ do: 'lock', payee: dave, amount: 8n * BTT })
    expect(await account()).toMatchObject({
      free: 22n * BTT,
      locks: [{ payee: dave, locked: 8n * BTT, unlockAt: null }],
    })
    await owner.make({ do: 'requestUnlock', payee: dave })
    expect(await owner.preview({ do: 'unlock', payee: dave })).toMatchObject({ problem: 'unlock-not-due' })
    expect(await owner.preview({ do: 'requestUnlock', payee: dave })).toMatchObject({ problem: 'unlock-asked' })
    await owner.make({ do: 'requestExit' })
    expect(await owner.preview({ do: 'withdraw', amount: BTT })).toMatchObject({ problem: 'exit-not-due' })
    await owner.make({ do: 'cancelExit' })
    await owner.make({ do: 'requestExit' })
    expect(await owner.preview({ do: 'requestExit' })).toMatchObject({ problem: 'exit-asked' })
    await owner.make({ do: 'setSigner' }, { signer: dave })
    expect(await owner.preview({ do: 'setSigner' }, { signer: dave })).toMatchObject({ problem: 'already-signer' })
    await owner.make({ do: 'setSigner' }, { signer: addressOfKey(keyOf(5)) })
    expect(await owner.preview({ do: 'setSigner' }, { signer: dave })).toMatchObject({ problem: 'signer-too-soon' })
    await later(700_000)
    await owner.make({ do: 'unlock', payee: dave })
    await owner.make({ do: 'withdraw', amount: 30n * BTT })
    expect(await account()).toMatchObject({ free: 0n, exitAt: null, locks: [] })
    const told = settled(here).flatMap(({ events }) => events.map(({ is }) => is))
    expect(told).toEqual([
      'deposited',
      'locked',
      'unlock-requested',
      'exit-requested',
      'exit-cancelled',
      'exit-requested',
      'signer-set',
      'signer-set',
      'unlocked',
      'withdrawn',
    ])
    const balance = wallet.chain.state.accounts[0]?.balances.find(({ asset }) => asset.symbol === 'BTT')?.amount
    expect(balance).toBe(5_000n * BTT)
    expect(lines(here)[0]).toMatchObject({ call: 'withdraw', direction: 'in', amount: 30n * BTT })
  })
})

describe('cashing', () => {
  it('pays one voucher to the wallet, at a cost known before, and nothing a second time', async () => {
    const here = await table()
    const { owner, carol, wallet, later } = here
    await carol.deposit(40n * BTT)
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    const vouchers = heldBy(wallet.own, [carol.voucher(wallet.own, 3n, 5n * BTT)])
    const preview = await owner.preview(wish, { vouchers })
    expect(preview).toMatchObject({ problem: null, value: 5n * BTT, advice: { is: 'wait', because: 'no-price' } })
    const [send] = await owner.make(wish, { vouchers })
    expect(send).toMatchObject({ state: 'final', amount: 5n * BTT })
    expect(settled(here)).toMatchObject([
      {
        outcome: 'final',
        events: [
          {
            is: 'cashed',
            payer: carol.address,
            payee: wallet.own,
            lane: 3n,
            amount: 5n * BTT,
            fromLock: 0n,
            to: 'wallet',
          },
        ],
      },
    ])
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'nothing-to-cash', value: 0n })
    expect(lines(here)[0]).toMatchObject({ call: 'cash', direction: 'in', amount: 5n * BTT, known: true })
  })

  it('pays many at once, what is covered of each, and says what bounced', async () => {
    const here = await table()
    const { owner, carol, wallet, later, node } = here
    const erin = vaultUser(node, keyOf(5))
    await node.give(erin.address, { trx: 1_000_000_000n, btt: 100n * BTT })
    await later(3_000)
    await carol.deposit(40n * BTT)
    await erin.deposit(4n * BTT)
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address, erin.address], to: 'wallet' } as const
    const vouchers = heldBy(wallet.own, [
      carol.voucher(wallet.own, 3n, 5n * BTT),
      carol.voucher(wallet.own, 4n, 2n * BTT),
      erin.voucher(wallet.own, 1n, 9n * BTT),
    ])
    const preview = await owner.preview(wish, { vouchers })
    expect(preview).toMatchObject({
      problem: null,
      value: 11n * BTT,
      advice: { is: 'now', because: 'payer-runs-dry', payers: [erin.address] },
    })
    const [send] = await owner.make(wish, { vouchers })
    expect(send).toMatchObject({ state: 'final' })
    expect(settled(here)[0]?.events).toEqual([
      expect.objectContaining({ is: 'cashed', payer: carol.address, lane: 3n, amount: 5n * BTT }),
      expect.objectContaining({ is: 'cashed', payer: carol.address, lane: 4n, amount: 2n * BTT }),
      expect.objectContaining({ is: 'cashed', payer: erin.address, lane: 1n, amount: 4n * BTT }),
      expect.objectContaining({ is: 'bounced', payer: erin.address, lane: 1n, missing: 5n * BTT }),
    ])
    // The rest stays claimable, and is worth a call once it is covered.
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'nothing-to-cash' })
    await erin.deposit(BTT)
    await later(3_000)
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: null, value: BTT })
  })

  it('to the vault adds to one’s own deposit, and a batch goes on where another cashed first', async () => {
    const here = await table()
    const { owner, carol, wallet, later, account } = here
    await carol.deposit(40n * BTT)
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address], to: 'vault' } as const
    const [three, four] = [carol.voucher(wallet.own, 3n, 5n * BTT), carol.voucher(wallet.own, 4n, 2n * BTT)]
    const { send } = await owner.step(wish, null, { vouchers: heldBy(wallet.own, [three, four]) })
    // Somebody else cashes one of them in the block before.
    const signature = `0x${Buffer.from(three.signature).toString('hex')}`
    const first = await carol.send('cash', carol.address, wallet.own, '3', (5n * BTT).toString(), signature, wallet.own)
    expect(first).toHaveLength(64)
    await later(3_000)
    await later(3_000)
    expect(wallet.get(send.txId)).toMatchObject({ state: 'final' })
    const events = settled(here)[0]?.events ?? []
    expect(events.map(({ is }) => is).toSorted()).toEqual(['cashed', 'cashed'])
    expect(await account()).toMatchObject({ free: 7n * BTT })
    expect(lines(here)[0]).toMatchObject({ call: 'cash', direction: 'own', amount: 7n * BTT })
  })

  it('takes as many vouchers as fit into one call, and leaves the others for the next', async () => {
    const { owner, carol, wallet, later } = await table()
    await carol.deposit(90n * BTT)
    await later(3_000)
    const lanes = Array.from({ length: MOST_VOUCHERS }, (_, at) => BigInt(at))
    const vouchers = heldBy(
      wallet.own,
      lanes.map((lane) => carol.voucher(wallet.own, lane, BTT)),
    )
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    const [send] = await owner.make(wish, { vouchers })
    expect(send).toMatchObject({ state: 'final', amount: 50n * BTT })
    // What the wallet process takes at most (wallet-contract.ts).
    expect(send?.signed.length ?? 0).toBeLessThan(16_384)
    const more = [...vouchers, ...heldBy(wallet.own, [carol.voucher(wallet.own, 99n, BTT)])]
    expect(await owner.preview(wish, { vouchers: more })).toMatchObject({ problem: null, value: BTT })
  })

  it('of a payer who asked to leave is advised at once', async () => {
    const { owner, carol, wallet, later } = await table()
    await carol.deposit(40n * BTT)
    await carol.send('requestExit')
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    const vouchers = heldBy(wallet.own, [carol.voucher(wallet.own, 3n, 5n * BTT)])
    expect(await owner.preview(wish, { vouchers })).toMatchObject({
      advice: { is: 'now', because: 'exit-asked', payers: [carol.address] },
    })
  })

  it('of a payer who changed its signer is advised while the former one counts, and costs nobody a fee afterwards', async () => {
    const { owner, carol, wallet, later, node } = await table()
    await carol.deposit(40n * BTT)
    const [first, second] = [keyOf(6), keyOf(7)]
    await carol.send('setSigner', addressOfKey(first))
    await later(3_000)
    await carol.send('setSigner', addressOfKey(second))
    await later(3_000)
    const terms = { payer: carol.address, payee: wallet.own, lane: 3n, cumulative: base(5n * BTT) }
    const digest = voucherDigest({ chainId: Number(node.chainId), address: node.vault as Address }, terms)
    const vouchers = [{ ...terms, signature: signWith({ secret: first, address: addressOfKey(first) }, digest) }]
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    expect(await owner.preview(wish, { vouchers })).toMatchObject({
      problem: null,
      value: 5n * BTT,
      advice: { is: 'now', because: 'signer-changed', payers: [carol.address] },
    })
    await later(700_000)
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'nothing-to-cash', value: 0n })
  })
})

describe('what the ledger is told', () => {
  it('is told until it says that it has it, also after a restart', async () => {
    const here = await table()
    const { owner, wallet, open } = here
    await owner.make({ do: 'deposit', amount: 30n * BTT })
    const first = settled(here)
    expect(first).toHaveLength(2)
    const again = open()
    expect(settledCalls(again.sends, Number(here.node.chainId))).toEqual(first)
    wallet.sends.noteTold(first.map(({ txId }) => txId))
    expect(settled(here)).toEqual([])
    expect(settledCalls(open().sends, Number(here.node.chainId))).toEqual([])
  })

  it.each([
    ['who deposited', 'log.0.topics.1', '00'.repeat(32)],
    ['how much', 'log.0.data', '00'.repeat(32)],
    ['at which vault', 'log.0.address', '00'.repeat(20)],
    ['whether anything was moved', 'log.1.topics.0', '00'.repeat(32)],
    ['whether anything happened', 'log', []],
  ])('is nothing while a node lies about %s', async (_what, field, value) => {
    const here = await table()
    const { owner, node, later, wallet } = here
    const { send: first } = await owner.step({ do: 'deposit', amount: 30n * BTT }, null)
    await later(3_000)
    const { send } = await owner.step({ do: 'deposit', amount: 30n * BTT }, first.txId)
    node.fail({ kind: 'lie', path: 'walletsolidity/gettransactioninfobyid', field, value, times: 100_000 })
    await later(3_000)
    await later(3_000)
    expect(['pooled', 'in-block']).toContain(wallet.get(send.txId).state)
    expect(wallet.chain.state.phase).toEqual({ is: 'disagreeing' })
    expect(settled(here).map(({ txId }) => txId)).toEqual([first.txId])
    node.heal()
    await later(3_000)
    expect(settled(here).map(({ txId }) => txId)).toEqual([first.txId, send.txId])
  })
})
