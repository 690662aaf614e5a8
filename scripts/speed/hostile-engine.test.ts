import fc from 'fast-check'
import { laneOf } from '../../app/speed/lane.ts'
import { expect, it } from 'vitest'
import type { DeskReply } from '../../app/ipc/speed-desk.ts'
import type { Address } from '../../app/tron/address.ts'
import { btt, MIB, setUp, stateOf, twoUsers } from './two-users.ts'
import { untilTrue, valueOf } from './waiting.ts'

const ROUNDS = 60

/** Of a bid that was opened; null: the reply is another one. */
const bidOf = ({ output }: DeskReply): string | null =>
  typeof output === 'object' && output !== null && 'bid' in output ? output.bid : null

it('an engine that claims anything spends no more than the caps, and every ask of it is answered', async () => {
  await using users = await twoUsers(MIB)
  const { buyer, seller } = users
  const perPeer = btt(3)
  await setUp(users, btt(20), { perPeer, total: btt(8), perDay: btt(7), priceCeiling: btt(2) })
  const { vault } = valueOf(await buyer.chain.call('vault.account', { account: buyer.account, payees: [] }))
  const torrents = ['a', 'b', 'c'].map((digit) => digit.repeat(40))
  for (const id of torrents.slice(0, 2)) {
    const order = { id: id as never, name: null, on: true, budget: btt(4) }
    valueOf(await buyer.wallet.call('speed.setTorrent', order))
  }
  const { device = 0 } = valueOf(await buyer.wallet.call('speed.figures', undefined)) ?? {}
  const strangers: readonly Address[] = [seller.account, buyer.account, vault.address]
  const bids = new Set<string>(['00'.repeat(16)])
  const anything = fc.anything({ withBigInt: true, maxDepth: 2 })
  const opening = fc.record({
    name: fc.constant('desk.open'),
    input: fc.record({
      torrent: fc.constantFrom(...torrents),
      vault: fc.constantFrom(vault, { ...vault, chainId: 1 }),
      payee: fc.constantFrom(...strangers),
      lane: fc.constantFrom(laneOf(device, 1), laneOf(device, 1), laneOf(device, 2), 1n),
      price: fc.bigInt({ min: 0n, max: 3n * 10n ** 18n }),
    }),
  })
  const paying = (): fc.Arbitrary<{ name: string; input: unknown }> =>
    fc.record({
      name: fc.constant('desk.pay'),
      input: fc.record({
        payments: fc.array(
          fc.record({ bid: fc.constantFrom(...bids), bytes: fc.bigInt({ min: -1n, max: 2n ** 64n }) }),
          { maxLength: 4 },
        ),
      }),
    })
  const names = fc.constantFrom(
    'desk.prove',
    'desk.payer',
    'desk.last',
    'desk.close',
    'desk.resume',
    'desk.held',
    'desk.receive',
  )
  let asked = 0
  for (let round = 0; round < ROUNDS; round++) {
    const honest = {
      name: 'desk.pay',
      input: { payments: [...bids].map((bid) => ({ bid, bytes: BigInt(round) * 2n ** 18n })) },
    }
    const asks = [
      ...fc.sample(fc.oneof(opening, paying(), fc.record({ name: names, input: anything })), {
        numRuns: 12,
        seed: round,
      }),
      honest,
    ]
    for (const ask of asks) buyer.claim({ id: `hostile:${String(asked++)}`, ...ask })
    await untilTrue('each ask is answered', () => buyer.replies.length === asked)
    for (const reply of buyer.replies) {
      const bid = bidOf(reply)
      if (bid !== null) bids.add(bid)
    }
  }
  const { spentInAll, spentToday } = await stateOf(buyer)
  expect(spentInAll).toBeGreaterThan(0n)
  expect(spentInAll).toBeLessThanOrEqual(btt(7))
  expect(spentToday).toBe(spentInAll)
  const figures = valueOf(await buyer.wallet.call('speed.figures', undefined))
  for (const { spent } of figures?.torrents ?? []) expect(spent).toBeLessThanOrEqual(btt(4))
  const { byCounterparty } = valueOf(await buyer.commands['speed.books']({ range: 'all' }))
  for (const { key, spent } of byCounterparty) {
    expect(key).not.toBe(buyer.account)
    expect(spent).toBeLessThanOrEqual(perPeer)
  }
  expect(buyer.problems).toEqual([])
}, 120_000)
