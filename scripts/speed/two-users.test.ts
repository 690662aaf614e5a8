import { expect, it } from 'vitest'
import type { BooksFilter } from '../../app/ipc/speed-commands.ts'
import type { VaultOrder } from '../../app/speed/vault-order.ts'
import { isComplete, meet, MIB, setUp, stateOf, trade, twoUsers, btt, type TwoUsers } from './two-users.ts'
import { untilTrue, valueOf } from './waiting.ts'
import type { WholeUser } from './whole-user.ts'

const everything: BooksFilter = { range: 'all', torrent: null, counterparty: null, kinds: null }

/** All that the books say, without what only time changes. */
const booksOf = async ({ commands }: WholeUser) => {
  const { totals, byTorrent, byCounterparty } = valueOf(await commands['speed.books']({ range: 'all' }))
  const { entries } = valueOf(await commands['speed.entries']({ filter: everything, before: null }))
  return { totals, byTorrent, byCounterparty, entries }
}

/** What came last is paid a little after it came: until then both may agree for a moment. */
const allIsPaid = async ({ buyer, seller }: TwoUsers): Promise<void> => {
  await untilTrue('all is paid', async () => {
    const [{ phase, peers } = { phase: null, peers: [] }] = valueOf(await buyer.commands['speed.torrents'](undefined))
    const { spentInAll } = await stateOf(buyer)
    const isOver = phase?.is === 'complete' && peers.every(({ state }) => state === 'READY' || state === 'OFF')
    return isOver && (await stateOf(seller)).earnedInAll === spentInAll
  })
}

it.concurrent('what one pays the other earns, cashes in on the real chain, and both still know after a restart', async () => {
  await using users = await twoUsers((3 * MIB) / 4)
  const { buyer, seller, node } = users
  await setUp(users, btt(100))
  const made = await trade(users, 12)
  await untilTrue('it is here', () => isComplete(buyer, made), 60_000)
  await allIsPaid(users)
  const { spentInAll } = await stateOf(buyer)
  expect(spentInAll).toBeGreaterThan(btt(1))
  expect(spentInAll).toBeLessThanOrEqual(btt(12))

  const cash: VaultOrder = { do: 'cash', from: seller.account, payers: [buyer.account], to: 'vault' }
  const preview = valueOf(await seller.commands['speed.preview'](cash))
  expect(preview).toMatchObject({ problem: null, value: spentInAll, advice: { is: 'wait' } })
  valueOf(await seller.commands['speed.order'](cash))
  await untilTrue('it is in the vault', async () => (await stateOf(seller)).deposit?.free === spentInAll)
  await untilTrue('it is cashed', async () => {
    const { totals } = await booksOf(seller)
    return totals.cashed === spentInAll && totals.uncashed === 0n && totals.fees > 0n
  })
  await buyer.lookAtVault()
  await untilTrue('the buyer knows', async () => {
    const { deposit } = await stateOf(buyer)
    return deposit?.promised === 0n && deposit.free === btt(100) - spentInAll
  })
  expect((await booksOf(seller)).byTorrent).toMatchObject([{ key: made.id, name: 'album', earned: spentInAll }])
  expect((await booksOf(buyer)).byCounterparty).toMatchObject([{ key: seller.account, spent: spentInAll }])

  const before = [await booksOf(buyer), await booksOf(seller)]
  for (const user of [buyer, seller]) {
    await user.end()
    await user.begin()
    await user.person.do('unlock')
    await untilTrue('the books are open', async () => (await stateOf(user)).booksRevision > 0)
  }
  expect([await booksOf(buyer), await booksOf(seller)]).toEqual(before)
  expect([...buyer.problems, ...seller.problems]).toEqual([])
  expect(node.height()).toBeGreaterThan(0)
}, 240_000)

it.concurrent('once spending is stopped nothing more is paid, also after a restart; who leaves is seen by who is owed, whose wallet nobody opened since', async () => {
  await using users = await twoUsers(MIB / 2)
  const { buyer, seller } = users
  await setUp(users, btt(100))
  const made = await trade(users, 12)
  await untilTrue('it pays', async () => (await stateOf(buyer)).spentInAll > btt(1))
  valueOf(await buyer.commands['speed.stopSpending']({ stopped: true }))
  const { spentInAll } = await stateOf(buyer)
  const served = buyer.rows.get(made.id)?.progress ?? 0
  await untilTrue('more has come', () => (buyer.rows.get(made.id)?.progress ?? 0) > served + 0.2, 40_000)
  expect(await stateOf(buyer)).toMatchObject({ spentInAll, spendingStopped: true })
  expect((await stateOf(seller)).earnedInAll).toBe(spentInAll)
  await buyer.end()
  await buyer.begin()
  await buyer.person.do('unlock')
  await untilTrue('the books are open', async () => (await stateOf(buyer)).booksRevision > 0)
  await meet(users, made)
  await untilTrue('it is here, free of charge', () => isComplete(buyer, made), 60_000)
  expect(await stateOf(buyer)).toMatchObject({ spentInAll, spendingStopped: true })

  await seller.end()
  valueOf(await buyer.commands['speed.order']({ do: 'requestExit', from: buyer.account }))
  await untilTrue('it leaves', async () => (await stateOf(buyer)).deposit?.exitAt !== null)
  await seller.begin()
  await untilTrue('it is seen', async () => (await stateOf(seller)).cashNow !== null)
  const cashNow = { because: 'exit-asked', payers: [buyer.account], owes: spentInAll }
  expect(await stateOf(seller)).toMatchObject({ obstacle: 'locked', booksOpen: true, cashNow, earnedInAll: spentInAll })
  expect([...buyer.problems, ...seller.problems]).toEqual([])
}, 240_000)

it.concurrent('a wallet process that ends in the middle loses nothing and doubles nothing; paying goes on when it is open again', async () => {
  await using users = await twoUsers(MIB / 2)
  const { buyer } = users
  await setUp(users, btt(100))
  const made = await trade(users, 12)
  await untilTrue('it pays', async () => (await stateOf(buyer)).spentInAll > btt(1))
  await buyer.endWallet()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  await buyer.beginWallet()
  await buyer.person.do('unlock')
  const { spentInAll } = await stateOf(buyer)
  await untilTrue('it pays again', async () => (await stateOf(buyer)).spentInAll > spentInAll + btt(1), 40_000)
  await untilTrue('it is here', () => isComplete(buyer, made), 60_000)
  await allIsPaid(users)
  expect((await stateOf(buyer)).spentInAll).toBeLessThanOrEqual(btt(12))
}, 240_000)

it.concurrent('while the wallet is locked the voucher key that the vault knows goes on paying, up to the budget, which is told once', async () => {
  await using users = await twoUsers(MIB / 2)
  const { buyer, seller } = users
  await setUp(users, btt(100), { whileLocked: true })
  valueOf(await buyer.commands['speed.order']({ do: 'setSigner', from: buyer.account }))
  const knows = async (): Promise<boolean> => {
    const figures = valueOf(await buyer.wallet.call('speed.figures', undefined))
    const account = valueOf(await buyer.chain.call('vault.account', { account: buyer.account, payees: [] }))
    return figures?.voucherKey !== null && account.signer === figures?.voucherKey
  }
  await untilTrue('the vault knows the key', knows)
  valueOf(await buyer.wallet.call('wallet.lock', undefined))
  await untilTrue('it can pay while locked', async () => (await stateOf(buyer)).obstacle === null)
  const made = await trade(users, 14, btt(3))
  await untilTrue('the budget is spent', async () => {
    const [torrent] = valueOf(await buyer.commands['speed.torrents'](undefined))
    return torrent?.phase.is === 'capped' && torrent.phase.cap === 'torrent'
  })
  await untilTrue('it is here all the same', () => isComplete(buyer, made), 60_000)
  const { spentInAll } = await stateOf(buyer)
  expect(spentInAll).toBeGreaterThan(btt(3) - btt(1) / 4n)
  expect(spentInAll).toBeLessThanOrEqual(btt(3))
  expect((await stateOf(seller)).earnedInAll).toBe(spentInAll)
  expect(buyer.told.notice?.filter(({ kind }) => kind === 'speed-capped')).toEqual([
    { kind: 'speed-capped', cap: 'torrent', id: expect.any(String), name: 'album' },
  ])
  expect([...buyer.problems, ...seller.problems]).toEqual([])
}, 240_000)
