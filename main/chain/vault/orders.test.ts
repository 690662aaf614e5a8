// Orders to the vault from the wallet's chain client over HTTP, on the contract's own code: what they cost and what
// stands in their way, each brought to its end, and what the ledger is told of it. Leaves cashing to its own.

import { describe, expect, it } from 'vitest'
import { settledCalls, withLocked } from '../store/settled-calls.ts'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { dave, lines, settled, table } from '../testing/vault-table.ts'
import { BTT } from '../testing/vault-user.ts'

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

  it('has the free bandwidth once: what the approval takes of it is not there for the deposit', async () => {
    const { owner } = await table()
    const { steps } = await owner.preview({ do: 'deposit', amount: 30n * BTT })
    const [approve, deposit] = steps
    expect(approve?.fee).toBe((approve?.energy ?? 0n) * 100n)
    // 600 bytes a day are free, and each takes more than half of them.
    expect(deposit?.fee).toBeGreaterThan(36_000n * 100n + 300_000n)
  })

  it('is not made at a cost that no call of the vault can have, whatever a node says', async () => {
    const { owner, node } = await table()
    node.fail({ kind: 'lie', path: 'triggerconstantcontract', field: 'energy_used', value: 2_000_000n, times: 100 })
    expect(await owner.preview({ do: 'deposit', amount: 30n * BTT })).toMatchObject({ problem: 'would-fail' })
  })

  it('is made while the token’s contract is dear: the penalty is in what a call takes already', async () => {
    const { owner, node } = await table()
    node.fail({ kind: 'lie', path: 'triggerconstantcontract', field: 'energy_penalty', value: 130_000n, times: 100 })
    const { problem, steps } = await owner.preview({ do: 'deposit', amount: 30n * BTT })
    expect(problem).toBeNull()
    expect(steps[0]?.mostFee).toBeGreaterThan(130_000n * 100n)
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

describe('an announced withdrawal', () => {
  it('is told to the wallet, with its time, where a deposit or a withdrawal ends it, and nowhere else', async () => {
    const { owner, account, later } = await table()
    await owner.make({ do: 'deposit', amount: 30n * BTT })
    const announced = await owner.step({ do: 'requestExit' }, null)
    expect(announced.facts.vault).toMatchObject({ endsExit: null })
    await later(3_000)
    await later(3_000)
    const { exitAt } = (await account()) as { exitAt: number }
    expect(exitAt).toBeGreaterThan(0)
    const approved = await owner.step({ do: 'deposit', amount: BTT }, null)
    expect(approved.facts.vault).toMatchObject({ endsExit: null })
    await later(3_000, 1)
    const deposited = await owner.step({ do: 'deposit', amount: BTT }, approved.send.txId)
    expect(deposited).toMatchObject({ last: true, facts: { vault: { endsExit: exitAt } } })
    await later(3_000)
    await later(3_000)
    expect(await account()).toMatchObject({ exitAt: null, free: 31n * BTT })
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
