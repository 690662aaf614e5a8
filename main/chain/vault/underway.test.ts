// Orders while another one of the same account is on its way: what it takes is not offered a second time, though
// settled blocks still have everything as it was before.

import { expect, it } from 'vitest'
import { keyOf } from '../testing/desk.ts'
import { heldBy } from '../testing/vault-owner.ts'
import { dave, table } from '../testing/vault-table.ts'
import { BTT, vaultUser } from '../testing/vault-user.ts'

it('vouchers that are being cashed are not cashed again before that is settled, and others are', async () => {
  const { owner, carol, wallet, later, node } = await table()
  const erin = vaultUser(node, keyOf(5))
  await node.give(erin.address, { trx: 1_000_000_000n, btt: 100n * BTT })
  await later(3_000)
  await carol.deposit(40n * BTT)
  await erin.deposit(40n * BTT)
  await later(3_000)
  const ofCarol = [carol.voucher(wallet.own, 3n, 5n * BTT), carol.voucher(wallet.own, 4n, 2n * BTT)]
  const vouchers = heldBy(wallet.own, ofCarol)
  const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
  const { send } = await owner.step(wish, null, { vouchers })
  const sent = await owner.preview(wish, { vouchers })
  expect(sent).toMatchObject({
    problem: 'underway',
    value: 0n,
    payers: [{ covered: 0n, taken: false, underway: true }],
  })
  await later(3_000, 1)
  expect(wallet.get(send.txId).state).toBe('in-block')
  // More came on one of the lanes meanwhile: how much of it is left to cash is known when the call is settled.
  const more = heldBy(wallet.own, [
    carol.voucher(wallet.own, 3n, 6n * BTT),
    ...ofCarol.slice(1),
    carol.voucher(wallet.own, 5n, BTT),
    erin.voucher(wallet.own, 1n, 3n * BTT),
  ])
  const both = { do: 'cash', payers: [carol.address, erin.address], to: 'wallet' } as const
  expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'underway' })
  expect(await owner.preview(both, { vouchers: more })).toMatchObject({ problem: null, value: 4n * BTT })
  await later(3_000)
  expect(wallet.get(send.txId).state).toBe('final')
  expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'nothing-to-cash' })
  expect(await owner.preview(both, { vouchers: more })).toMatchObject({
    problem: null,
    value: 5n * BTT,
    payers: [{ underway: false }, { underway: false }],
  })
})

it('what a call underway takes from a payer is not expected of it a second time', async () => {
  const { owner, carol, wallet, later } = await table()
  await carol.deposit(14n * BTT)
  await later(3_000)
  const [first, second] = heldBy(wallet.own, [
    carol.voucher(wallet.own, 3n, 10n * BTT),
    carol.voucher(wallet.own, 4n, 10n * BTT),
  ])
  if (first === undefined || second === undefined) throw new Error('no vouchers')
  const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
  await owner.make(wish, { vouchers: [{ ...carol.voucher(wallet.own, 3n, 6n * BTT), payee: wallet.own }] })
  // Of the first one four are due, and eight are there.
  const { send } = await owner.step(wish, null, { vouchers: [first] })
  const both = { vouchers: [first, second] }
  expect(await owner.preview(wish, both)).toMatchObject({ value: 4n * BTT, payers: [{ covered: 4n * BTT }] })
  await owner.step(wish, null, both)
  const last = { vouchers: [...both.vouchers, { ...carol.voucher(wallet.own, 5n, BTT), payee: wallet.own }] }
  expect(await owner.preview(wish, last)).toMatchObject({ problem: 'payers-empty', value: 0n })
  await later(3_000)
  expect(wallet.get(send.txId).state).toBe('final')
})

it('a deposit is not made beside one that is on its way, and is after it', async () => {
  const { owner, account, later } = await table()
  const wish = { do: 'deposit', amount: 30n * BTT } as const
  const approved = await owner.step(wish, null)
  await later(3_000, 1)
  await owner.step(wish, approved.send.txId)
  expect(await owner.preview(wish)).toMatchObject({ problem: 'underway' })
  await later(3_000, 1)
  expect(await account()).toMatchObject({ free: 0n })
  expect(await owner.preview(wish)).toMatchObject({ problem: 'underway' })
  await later(3_000)
  expect(await account()).toMatchObject({ free: 30n * BTT })
  expect(await owner.preview(wish)).toMatchObject({ problem: null })
})

it('a lock for one payee does not keep one for another waiting', async () => {
  const { owner, carol, later } = await table()
  await owner.make({ do: 'deposit', amount: 30n * BTT })
  await owner.step({ do: 'lock', payee: dave, amount: 5n * BTT }, null)
  await later(3_000, 1)
  expect(await owner.preview({ do: 'lock', payee: dave, amount: 5n * BTT })).toMatchObject({ problem: 'underway' })
  expect(await owner.preview({ do: 'lock', payee: carol.address, amount: 5n * BTT })).toMatchObject({ problem: null })
})
