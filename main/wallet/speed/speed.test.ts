// Stories of Speed's ledger as main sees it: what is signed, what is refused, and what the books say of it.

import { describe, expect, it } from 'vitest'
import type { WalletInput } from '../../../app/ipc/wallet-contract.ts'
import { amount } from '../../../app/money/amount.ts'
import type { Voucher } from '../../../app/speed/terms.ts'
import { value } from '../testing/bench-wallet.ts'
import { OWN } from '../testing/sends.ts'
import {
  allowance,
  btt,
  buyingBench,
  deposit,
  figures,
  MIB,
  owner,
  paidBy,
  seller,
  signatory,
  speedBench,
  torrent,
  type SpeedBench,
  voucherOf,
} from '../testing/speed-bench.ts'
import { keyOf, peer, vault } from '../testing/speed-peers.ts'

const opened = async (bench: SpeedBench, over: Partial<WalletInput<'speed.open'>> = {}) =>
  value(
    await bench.call('speed.open', {
      ...{ torrent, vault, payee: seller, lane: await bench.lane(), price: btt(0.1) },
      ...over,
    }),
  )

describe('buying', () => {
  it('is refused before anything is allowed, whatever the engine asks', async () => {
    const bench = await speedBench()
    expect(await opened(bench)).toEqual({ refused: 'off' })
    value(await bench.call('speed.deposit', deposit()))
    value(await bench.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(50) }))
    expect(await opened(bench)).toEqual({ refused: 'off' })
  })

  it('keeps when the torrent that is on was added to the list, and nothing of one that is off', async () => {
    const bench = await buyingBench()
    const set = async (on: boolean, added?: number) =>
      value(await bench.call('speed.setTorrent', { id: torrent, name: null, on, budget: btt(50), added }))
    const kept = async () => (await figures(bench)).torrents.map(({ on, added }) => ({ on, added }))
    await set(true, 1_700_000_000_000)
    expect(await kept()).toEqual([{ on: true, added: 1_700_000_000_000 }])
    await set(false)
    expect(await kept()).toEqual([{ on: false, added: null }])
  })

  it('signs what the bytes cost at the price of the bid, of all bids together', async () => {
    const bench = await buyingBench()
    const bid = await bench.open(btt(0.5))
    const first = voucherOf(await bench.pay(bid, 0.25))
    expect(first).toMatchObject({ payer: OWN, payee: seller, cumulative: btt(0.125) })
    expect(signatory(first)).toBe(OWN)
    expect(voucherOf(await bench.pay(bid, 3)).cumulative).toBe(btt(1.5))
    const dearer = await bench.open(btt(1))
    expect(voucherOf(await bench.pay(dearer, 1)).cumulative).toBe(btt(2.5))
    expect(voucherOf(await bench.pay(bid, 4)).cumulative).toBe(btt(3))
    const { spentInAll, spentToday, promised, torrents } = await figures(bench)
    expect([spentInAll, spentToday, promised]).toEqual([btt(3), btt(3), btt(3)])
    expect(torrents).toEqual([
      { id: torrent, on: true, budget: btt(50), spent: btt(3), earned: 0n, left: btt(47), cap: 'torrent', added: null },
    ])
  })

  it('rounds in the buyer’s favour, and never owes twice what it rounded', async () => {
    const bench = await buyingBench()
    const bid = await bench.open(btt(0.001))
    const odd = { bid, bytes: 1_000_003n }
    const [paid] = value(await bench.call('speed.pay', { payments: [odd] }))
    if (paid === undefined || !('voucher' in paid)) throw new Error('refused')
    expect(paid.voucher.cumulative).toBe((1_000_003n * btt(0.001)) / MIB)
    expect(voucherOf(await bench.pay(bid, 1)).cumulative).toBe(btt(0.001))
  })

  it('answers the same bytes again where nothing more is owed', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    const first = voucherOf(await bench.pay(bid, 1))
    expect(await bench.pay(bid, 1)).toEqual(first)
    expect(await bench.pay(bid, 0.5)).toBe('backwards')
    value(await bench.call('speed.close', { bid, code: 'done' }))
    expect(await bench.pay(bid, 2)).toBe('unknown-session')
  })

  it('answers many payments to one payee with one voucher that is worth them all', async () => {
    const bench = await buyingBench()
    const bids = [await bench.open(), await bench.open(), await bench.open(btt(0.1), peer(9))]
    const payments = bids.map((bid) => ({ bid, bytes: 2n * MIB }))
    const paid = value(await bench.call('speed.pay', { payments }))
    const vouchers = paid.map((each) => ('voucher' in each ? each.voucher : null))
    expect(vouchers.map((each) => each?.cumulative)).toEqual([btt(2), btt(2), btt(0.2)])
    expect(vouchers[0]).toEqual(vouchers[1])
    expect(vouchers[2]?.payee).toBe(peer(9))
  })

  it('of another vault than the one in use is refused', async () => {
    const bench = await buyingBench()
    const other = { ...vault, chainId: 728_126_428 }
    expect(await opened(bench, { vault: other })).toEqual({ refused: 'off' })
    value(await bench.call('speed.use', { ...owner, vault: other }))
    // What was allowed there is not allowed here.
    expect(await opened(bench, { vault: other })).toEqual({ refused: 'off' })
    expect((await figures(bench)).allowance).toBeNull()
  })

  it('from oneself is refused', async () => {
    const bench = await buyingBench()
    expect(await opened(bench, { payee: OWN })).toEqual({ refused: 'off' })
  })
})

describe('each cap', () => {
  const caps = [
    [
      'torrent',
      async ({ call }: SpeedBench) =>
        value(await call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(2) })),
    ],
    ['day', ({ allow }: SpeedBench) => allow(allowance({ perDay: btt(2) }))],
    ['peer', ({ allow }: SpeedBench) => allow(allowance({ perPeer: btt(2) }))],
    ['total', ({ allow }: SpeedBench) => allow(allowance({ total: btt(2) }))],
    ['deposit', async ({ call }: SpeedBench) => value(await call('speed.deposit', deposit({ free: btt(2) })))],
  ] as const

  it.each(caps)('(%s) is kept to the base unit, and opens no further bid', async (cap, set) => {
    const bench = await buyingBench()
    await set(bench)
    const bid = await bench.open(btt(1))
    expect(voucherOf(await bench.pay(bid, 1)).cumulative).toBe(btt(1))
    const [over] = value(await bench.call('speed.pay', { payments: [{ bid, bytes: 2n * MIB + 1n }] }))
    expect(over).toEqual({ refused: cap })
    expect(voucherOf(await bench.pay(bid, 2)).cumulative).toBe(btt(2))
    expect(await opened(bench)).toEqual({ refused: cap })
  })

  it('counts payments that come together one after the other', async () => {
    const bench = await buyingBench()
    await bench.allow(allowance({ total: btt(1) }))
    const bids = [await bench.open(btt(1)), await bench.open(btt(1), peer(9))]
    const paid = value(await bench.call('speed.pay', { payments: bids.map((bid) => ({ bid, bytes: MIB })) }))
    expect(paid.map((each) => ('voucher' in each ? each.voucher.cumulative : each.refused))).toEqual([btt(1), 'total'])
  })

  it('(price) refuses a bid above the ceiling, and one that was open when it was lowered', async () => {
    const bench = await buyingBench()
    expect(await opened(bench, { price: amount(btt(1) + 1n) })).toEqual({ refused: 'price' })
    const bid = await bench.open(btt(1))
    await bench.allow(allowance({ priceCeiling: btt(0.5) }))
    expect(await bench.pay(bid, 1)).toBe('price')
  })

  it('of a day is not lifted by a clock that is set back, and lifted by the next day', async () => {
    const bench = await buyingBench()
    await bench.allow(allowance({ perDay: btt(1) }))
    const bid = await bench.open(btt(1))
    voucherOf(await bench.pay(bid, 1))
    bench.clock.setBack(10 * 365 * 86_400_000)
    expect(await bench.pay(bid, 2)).toBe('day')
    bench.clock.sleep(10 * 365 * 86_400_000)
    expect(await bench.pay(bid, 2)).toBe('day')
    bench.clock.sleep(86_400_000)
    expect(voucherOf(await bench.pay(bid, 2)).cumulative).toBe(btt(2))
  })

  it('of a day comes back to the calendar with a new approval, after a clock that ran ahead, and keeps what was spent', async () => {
    const bench = await buyingBench()
    await bench.allow(allowance({ perDay: btt(1) }))
    const bid = await bench.open(btt(1))
    bench.clock.sleep(10 * 365 * 86_400_000)
    voucherOf(await bench.pay(bid, 1))
    bench.clock.setBack(10 * 365 * 86_400_000)
    await bench.allow(allowance({ perDay: btt(1), total: btt(101) }))
    expect(await bench.pay(bid, 2)).toBe('day')
    bench.clock.sleep(86_400_000)
    expect(voucherOf(await bench.pay(bid, 2)).cumulative).toBe(btt(2))
  })

  it('of the deposit leaves alone what is locked for others, and what was cashed', async () => {
    const bench = await buyingBench()
    const locks = [{ payee: peer(9), locked: btt(5), unlockAt: null }]
    value(await bench.call('speed.deposit', deposit({ free: btt(2), locks })))
    const [bid, lockedBid] = [await bench.open(btt(1)), await bench.open(btt(1), peer(9))]
    expect(await bench.pay(bid, 3)).toBe('deposit')
    const first = voucherOf(await bench.pay(bid, 2))
    expect(await bench.pay(lockedBid, 6)).toBe('deposit')
    voucherOf(await bench.pay(lockedBid, 5))
    // Cashed: the promise is gone, and so is what covered it.
    const paid = [{ payee: seller, lane: first.lane, amount: btt(2) }]
    value(await bench.call('speed.deposit', deposit({ free: btt(0), locks, paid })))
    expect(await bench.pay(bid, 3)).toBe('deposit')
    value(await bench.call('speed.deposit', deposit({ free: btt(1), locks, paid })))
    expect(voucherOf(await bench.pay(bid, 3)).cumulative).toBe(btt(3))
    expect((await figures(bench)).promised).toBe(btt(6))
  })

  it('of the deposit promises nothing more once an exit was asked for', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    value(await bench.call('speed.deposit', deposit({ exitAt: 5 })))
    expect(await bench.pay(bid, 1)).toBe('deposit')
  })
})

describe('an allowance', () => {
  it('that allows more waits for a person, and is taken once', async () => {
    const bench = await speedBench()
    const waiting = value(await bench.call('speed.allow', { ...allowance(), network: 'practice' }))
    if (waiting === null) throw new Error('taken without a person')
    expect((await figures(bench as SpeedBench)).allowance).toBeNull()
    expect(value(await bench.key.call('key.allowance', undefined))).toMatchObject({
      token: waiting.token,
      account: OWN,
      chainId: vault.chainId,
      // Whatever main calls it: this is the chain.
      network: 'nile',
      now: null,
      next: allowance(),
    })
    value(await bench.key.call('key.answerAllowance', { token: waiting.token, approve: true }))
    expect((await figures(bench as SpeedBench)).allowance).toEqual(allowance())
    expect(bench.events).toContainEqual({ name: 'wallet.answered', data: { token: waiting.token, answer: 'approved' } })
    expect(await bench.key.call('key.answerAllowance', { token: waiting.token, approve: true })).toMatchObject({
      error: { fault: 'not-waiting' },
    })
  })

  it('that was refused, superseded or cut off by a lock is not taken', async () => {
    const bench = await buyingBench()
    const more = allowance({ total: btt(101) })
    const ask = async () => value(await bench.call('speed.allow', more))?.token ?? ''
    value(await bench.key.call('key.answerAllowance', { token: await ask(), approve: false }))
    const superseded = await ask()
    await ask()
    expect((await bench.key.call('key.answerAllowance', { token: superseded, approve: true })).ok).toBe(false)
    const cut = await ask()
    bench.wallet.lock()
    expect((await bench.key.call('key.answerAllowance', { token: cut, approve: true })).ok).toBe(false)
    expect(await bench.call('speed.allow', more)).toMatchObject({ error: { fault: 'locked' } })
    expect((await figures(bench)).allowance).toEqual(allowance())
  })

  it('waits on when the books in use are named again, and not when others are', async () => {
    const bench = await buyingBench()
    const ask = async () => value(await bench.call('speed.allow', allowance({ total: btt(101) })))?.token ?? ''
    const token = await ask()
    value(await bench.call('speed.use', owner))
    value(await bench.key.call('key.answerAllowance', { token, approve: true }))
    expect((await figures(bench)).allowance?.total).toBe(btt(101))
    value(await bench.call('speed.allow', allowance()))
    const ended = await ask()
    value(await bench.call('speed.use', { ...owner, account: seller }))
    expect((await bench.key.call('key.answerAllowance', { token: ended, approve: true })).ok).toBe(false)
  })

  it('that is tighter in all is taken at once, and does not let the count begin anew', async () => {
    const bench = await buyingBench()
    const bid = await bench.open(btt(1))
    voucherOf(await bench.pay(bid, 10))
    expect(value(await bench.call('speed.allow', allowance({ total: btt(11) })))).toBeNull()
    expect(await bench.pay(bid, 12)).toBe('total')
    voucherOf(await bench.pay(bid, 11))
    await bench.allow(allowance({ total: btt(12) }))
    expect(await bench.pay(bid, 24)).toBe('total')
    expect(voucherOf(await bench.pay(bid, 23)).cumulative).toBe(btt(23))
  })

  it('that is the same waits for a person, who sees what was spent, and lets the count begin anew', async () => {
    const bench = await buyingBench()
    await bench.allow(allowance({ total: btt(2) }))
    const bid = await bench.open(btt(1))
    voucherOf(await bench.pay(bid, 2))
    expect(await bench.pay(bid, 3)).toBe('total')
    const same = allowance({ total: btt(2) })
    const waiting = value(await bench.call('speed.allow', same))
    expect(value(await bench.key.call('key.allowance', undefined))).toMatchObject({
      now: same,
      next: same,
      spent: btt(2),
    })
    expect(await bench.pay(bid, 3)).toBe('total')
    value(await bench.key.call('key.answerAllowance', { token: waiting?.token ?? '', approve: true }))
    expect((await figures(bench)).left?.total).toBe(btt(2))
    voucherOf(await bench.pay(bid, 4))
    expect(await bench.pay(bid, 5)).toBe('total')
  })
})

describe('off', () => {
  it('means that the next payment is refused, for all or for the torrent', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    voucherOf(await bench.pay(bid, 1))
    value(await bench.call('speed.stopSpending', { stopped: true }))
    expect(await bench.pay(bid, 2)).toBe('off')
    value(await bench.call('speed.stopSpending', { stopped: false }))
    voucherOf(await bench.pay(bid, 2))
    value(await bench.call('speed.setTorrent', { id: torrent, name: null, on: false, budget: btt(50) }))
    expect(await bench.pay(bid, 3)).toBe('off')
    value(await bench.call('speed.use', null))
    expect(await bench.pay(bid, 3)).toBe('off')
  })

  it('overtakes payments that came before it and wait', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    const waiting = bench.call('speed.pay', { payments: [{ bid, bytes: MIB }] })
    const stopping = bench.call('speed.stopSpending', { stopped: true })
    value(await stopping)
    expect(value(await waiting)).toEqual([{ refused: 'off' }])
  })
})

describe('a locked wallet', () => {
  it('signs nothing, neither payments nor proofs, unless it was allowed', async () => {
    const bench = await buyingBench()
    const bid = await bench.open()
    const wire = { vault, infohash: keyOf(1).subarray(12), mine: keyOf(2).subarray(12), theirs: keyOf(3).subarray(12) }
    bench.wallet.lock()
    expect(await bench.pay(bid, 1)).toBe('locked')
    expect(value(await bench.call('speed.prove', { ...wire, nonce: keyOf(4) }))).toEqual({ refused: 'locked' })
    expect((await figures(bench)).voucherKey).toBeNull()
  })

  it('goes on with the voucher key where that was allowed and the vault knows it, until it may not', async () => {
    const bench = await buyingBench()
    const signer = (await figures(bench)).voucherKey
    if (signer === null) throw new Error('no voucher key')
    await bench.allow(allowance({ whileLocked: true }))
    const bid = await bench.open()
    expect(signatory(voucherOf(await bench.pay(bid, 1)))).toBe(OWN)
    value(await bench.call('speed.deposit', deposit({ signers: [signer], signer })))
    expect(signatory(voucherOf(await bench.pay(bid, 2)))).toBe(signer)
    bench.wallet.lock()
    expect(signatory(voucherOf(await bench.pay(bid, 3)))).toBe(signer)
    value(await bench.call('speed.deposit', deposit()))
    expect(await bench.pay(bid, 4)).toBe('locked')
    value(await bench.call('speed.deposit', deposit({ signers: [signer], signer })))
    expect(value(await bench.call('speed.allow', allowance()))).toBeNull()
    expect(await bench.pay(bid, 4)).toBe('locked')
    expect((await figures(bench)).voucherKey).toBeNull()
  })
})

describe('earning', () => {
  const receive = (bench: SpeedBench, vouchers: readonly Voucher[], signers = [peer(50)]) =>
    bench.call('speed.receive', { vault, vouchers: vouchers.map((each) => ({ voucher: each, torrent, signers })) })

  it('counts what grew, once, and holds the best voucher of each lane', async () => {
    const bench = await buyingBench()
    const vouchers = [paidBy(8, btt(1)), paidBy(8, btt(3)), paidBy(8, btt(2)), paidBy(8, btt(5), 9n)]
    expect(value(await receive(bench, vouchers))).toEqual([
      { accepted: btt(3), uncashed: btt(8) },
      { accepted: btt(3), uncashed: btt(8) },
      { accepted: btt(3), uncashed: btt(8) },
      { accepted: btt(5), uncashed: btt(8) },
    ])
    expect(value(await receive(bench, [paidBy(8, btt(3))]))).toEqual([{ accepted: btt(3), uncashed: btt(8) }])
    expect(value(await receive(bench, [paidBy(8, btt(2))]))).toEqual([{ refused: 'backwards' }])
    expect(value(await bench.call('speed.held', { vault, payer: peer(8) }))).toEqual([
      paidBy(8, btt(3)),
      paidBy(8, btt(5), 9n),
    ])
    expect(await figures(bench)).toMatchObject({ earnedInAll: btt(8), earnedToday: btt(8) })
  })

  it('takes a signature of the payer or of a signer of its own, and no other', async () => {
    const bench = await buyingBench()
    const good = [paidBy(8, btt(1)), paidBy(8, btt(2), 7n, 50)]
    const bad = [
      paidBy(8, btt(9), 7n, 51),
      { ...paidBy(8, btt(9)), cumulative: btt(10) },
      { ...paidBy(8, btt(9)), payee: seller },
      { ...paidBy(8, btt(9)), lane: 8n },
      { ...paidBy(8, btt(9)), signature: new Uint8Array(65) },
    ]
    const answers = value(await receive(bench, [...bad, ...good]))
    expect(answers.slice(0, 5)).toEqual(bad.map(() => ({ refused: 'signature' })))
    expect(answers.slice(5)).toEqual(good.map(() => ({ accepted: btt(2), uncashed: btt(2) })))
    expect(await figures(bench)).toMatchObject({ earnedInAll: btt(2) })
  })

  it('does not earn again what the chain had paid before this ledger was', async () => {
    const bench = await buyingBench()
    const held = { voucher: paidBy(8, btt(10)), torrent, signers: [], paid: btt(9) }
    expect(value(await bench.call('speed.receive', { vault, vouchers: [held] }))).toEqual([
      { accepted: btt(10), uncashed: btt(1) },
    ])
    expect(await figures(bench)).toMatchObject({ earnedInAll: btt(1), cashedElsewhere: btt(9) })
  })
})
