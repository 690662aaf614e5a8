// The deposit's identity and the earnings' identity over whatever happens on the chain, in whatever order and however
// often it is told.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import type { JournalEntry } from '../../../app/speed/speed-state.ts'
import type { VaultEvent } from '../../../app/speed/settled.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig, type SpeedOutput } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const all = { range: 'all', torrent: null, counterparty: null, kinds: null } as const
const payee = peer(1)
const payer = peer(60)
let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-settled-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const begin = async (): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await rig.approve(allowance({ perDay: btt(1e9), perPeer: btt(1e9), total: btt(1e9) }))
  await rig.call('speed.setTorrent', { id: torrent, name: 'A film', on: true, budget: btt(1e9) })
  return rig
}

const callOf = (id: number, events: readonly VaultEvent[]) => ({
  txId: id.toString(16).padStart(64, '0'),
  ...owner,
  block: id,
  at: id,
  fee: amount(7n),
  outcome: 'final' as const,
  events: [...events],
})

const entries = async (rig: SpeedRig): Promise<readonly JournalEntry[]> =>
  (await rig.call('speed.entries', { filter: all, before: null })).entries

const sumOf = (lines: readonly JournalEntry[], kind: string, direction: string): bigint =>
  lines
    .filter((line) => line.kind === kind && line.direction === direction)
    .reduce((sum, line) => sum + line.amount, 0n)

/** What happens to a deposit: each takes a share of what there is to take. */
const happening = fc.record({
  do: fc.constantFrom('deposit', 'withdraw', 'lock', 'unlock', 'cash'),
  share: fc.integer({ min: 1, max: 100 }),
  told: fc.integer({ min: 1, max: 2 }),
})

describe('what settled', () => {
  it('adds up: deposited is free, locked, withdrawn and cashed, whatever happened and however often it was told', async () => {
    const rig = await begin()
    const chain = { free: 0n, locked: 0n, paid: 0n, promised: 0n, lane: 0n, calls: 0 }
    const tellState = () =>
      rig.call('speed.deposit', {
        ...deposit(),
        ...owner,
        free: amount(chain.free),
        locks: [{ payee, locked: amount(chain.locked), unlockAt: null }],
        paid: [{ payee, lane: chain.lane, amount: amount(chain.paid) }],
      })
    const opened = async () => {
      await tellState()
      const bid = await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee, price: btt(0.01) })
      return 'bid' in bid ? bid.bid : null
    }
    const step = async ({ do: what, share, told }: { do: string; share: number; told: number }): Promise<void> => {
      const part = (whole: bigint): bigint => (whole * BigInt(share)) / 100n
      const events: VaultEvent[] = []
      if (what === 'deposit') {
        const value = BigInt(share) * btt(1)
        chain.free += value
        events.push({ is: 'deposited', payer: ACCOUNT, from: ACCOUNT, amount: amount(value) })
      }
      if (what === 'withdraw' || what === 'lock') {
        const value = part(chain.free)
        chain.free -= value
        if (what === 'lock') chain.locked += value
        if (what === 'lock') events.push({ is: 'locked', payer: ACCOUNT, payee, amount: amount(value) })
        else events.push({ is: 'withdrawn', payer: ACCOUNT, amount: amount(value) })
      }
      if (what === 'unlock') {
        events.push({ is: 'unlocked', payer: ACCOUNT, payee, amount: amount(chain.locked) })
        chain.free += chain.locked
        chain.locked = 0n
      }
      if (what === 'cash') {
        const bid = await opened()
        if (bid === null) return
        const [paid] = await rig.call('speed.pay', { payments: [{ bid, bytes: BigInt(share) * MIB }] })
        if (paid === undefined || 'refused' in paid) return
        chain.lane = paid.voucher.lane
        const due = paid.voucher.cumulative - chain.paid
        const fromLock = due < chain.locked ? due : chain.locked
        chain.locked -= fromLock
        chain.free -= due - fromLock
        chain.paid += due
        await tellState()
        return
      }
      const calls = [callOf(++chain.calls, events)]
      for (let time = 0; time < told; time++) await rig.call('speed.settled', { calls })
    }
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 6 }), async (steps) => {
        for (const each of steps) await step(each)
        await tellState()
        const lines: JournalEntry[] = []
        for (let before: number | null = null, more = true; more;) {
          const page: SpeedOutput<'speed.entries'> = await rig.call('speed.entries', { filter: all, before })
          lines.push(...page.entries)
          more = page.more
          before = page.entries.at(-1)?.index ?? 0
        }
        const deposited = sumOf(lines, 'deposit', 'out')
        const gone = sumOf(lines, 'withdraw', 'in') + sumOf(lines, 'cash', 'out')
        expect(deposited).toBe(chain.free + chain.locked + gone)
        expect(sumOf(lines, 'lock', 'out') - sumOf(lines, 'lock', 'in')).toBeGreaterThanOrEqual(0n)
        expect(sumOf(lines, 'fee', 'out')).toBe(7n * BigInt(chain.calls))
        expect(auditLedger(folder)).toEqual([])
      }),
      { numRuns: 40 },
    )
    expect(chain.calls).toBeGreaterThan(20)
    expect(chain.paid).toBeGreaterThan(0n)
    rig.close()
  }, 60_000)

  it('pays in part, bounces, and is cashed later: earned is cashed, uncashed and bounced all the while', async () => {
    const rig = await begin()
    const give = (cumulative: number) =>
      rig.call('speed.receive', {
        vault,
        vouchers: [{ voucher: paidTo(ACCOUNT, 60, btt(cumulative), 1n), torrent, signers: [] }],
      })
    const between = { payer, payee: ACCOUNT, lane: 1n }
    const cashed = (value: number, to: 'wallet' | 'vault' = 'wallet'): VaultEvent => ({
      is: 'cashed',
      ...between,
      amount: btt(value),
      fromLock: btt(0),
      to,
    })
    const bounced = (missing: number): VaultEvent => ({ is: 'bounced', ...between, missing: btt(missing) })
    const totals = async () => (await rig.call('speed.books', { range: 'all' })).totals
    await give(10)
    expect(await totals()).toMatchObject({ earned: btt(10), cashed: 0n, uncashed: btt(10), bounced: 0n })
    await rig.call('speed.settled', { calls: [callOf(1, [cashed(4), bounced(6)])] })
    expect(await totals()).toMatchObject({ earned: btt(10), cashed: btt(4), uncashed: 0n, bounced: btt(6) })
    await give(12)
    expect(await totals()).toMatchObject({ earned: btt(12), cashed: btt(4), uncashed: btt(2), bounced: btt(6) })
    // Nothing was there at all.
    await rig.call('speed.settled', { calls: [callOf(2, [bounced(8)])] })
    expect(await totals()).toMatchObject({ earned: btt(12), cashed: btt(4), uncashed: 0n, bounced: btt(8) })
    await rig.call('speed.settled', { calls: [callOf(3, [cashed(8, 'vault')])] })
    expect(await totals()).toMatchObject({ earned: btt(12), cashed: btt(12), uncashed: 0n, bounced: 0n })
    const lines = await entries(rig)
    expect(sumOf(lines, 'deposit', 'out')).toBe(btt(8))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('seen on the chain first, or sent by somebody else, is cashed once', async () => {
    const rig = await begin()
    const voucher = paidTo(ACCOUNT, 60, btt(10), 1n)
    await rig.call('speed.receive', { vault, vouchers: [{ voucher, torrent, signers: [] }] })
    await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer, lane: 1n, paid: btt(6) }] })
    await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer, lane: 1n, paid: btt(6) }] })
    const cash: VaultEvent = {
      is: 'cashed',
      payer,
      payee: ACCOUNT,
      lane: 1n,
      amount: btt(6),
      fromLock: btt(0),
      to: 'wallet',
    }
    await rig.call('speed.settled', { calls: [callOf(1, [cash])] })
    const { totals } = await rig.call('speed.books', { range: 'all' })
    expect(totals).toMatchObject({ earned: btt(10), cashed: btt(6), uncashed: btt(4) })
    expect(await rig.call('speed.uncashed', undefined)).toMatchObject([{ voucher, paid: btt(6) }])
    // More than was ever held is somebody else's matter: it is not ours to book.
    await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer, lane: 1n, paid: btt(50) }] })
    expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({ cashed: btt(10), uncashed: 0n })
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })
})

describe('books that are older than what the chain has paid', () => {
  const give = (rig: SpeedRig, cumulative: number, paid: number) =>
    rig.call('speed.receive', {
      vault,
      vouchers: [{ voucher: paidTo(ACCOUNT, 60, btt(cumulative), 1n), torrent, signers: [], paid: btt(paid) }],
    })

  it('earn of a voucher what goes beyond that, and book as cashed what they held of it', async () => {
    const rig = await begin()
    await give(rig, 10, 0)
    expect(await give(rig, 25, 20)).toEqual([{ accepted: btt(25), uncashed: btt(5) }])
    expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({
      earned: btt(15),
      cashed: btt(10),
      uncashed: btt(5),
      bounced: 0n,
    })
    expect(await rig.call('speed.uncashed', undefined)).toMatchObject([{ paid: btt(20) }])
    // The one who asks may have read the chain before we did.
    await give(rig, 27, 20)
    await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer, lane: 1n, paid: btt(26) }] })
    await give(rig, 30, 20)
    expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({
      earned: btt(20),
      cashed: btt(16),
      uncashed: btt(4),
    })
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('earn nothing of one that was cashed whole, also where they were lost', async () => {
    const rig = await begin()
    expect(await give(rig, 10, 50)).toEqual([{ accepted: btt(10), uncashed: 0n }])
    await give(rig, 40, 50)
    const { totals } = await rig.call('speed.books', { range: 'all' })
    expect(totals).toMatchObject({ earned: 0n, cashed: 0n, uncashed: 0n })
    await give(rig, 51, 50)
    expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({ earned: btt(1), uncashed: btt(1) })
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })
})

describe('the books', () => {
  it('open every figure into the lines that make it, and into a table that no spreadsheet computes', async () => {
    const rig = await begin()
    await rig.call('speed.deposit', { ...deposit(), ...owner })
    await rig.call('speed.setTorrent', { id: torrent, name: '=HYPERLINK("x"),y', on: true, budget: btt(100) })
    const opened = await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee, price: btt(1) })
    if ('refused' in opened) throw new Error(opened.refused)
    await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: 3n * MIB }] })
    rig.clock.sleep(3_600_000)
    await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: 4n * MIB }] })
    await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: 5n * MIB }] })
    await rig.call('speed.receive', {
      vault,
      vouchers: [{ voucher: paidTo(ACCOUNT, 60, btt(2), 1n), torrent, signers: [] }],
    })
    await rig.call('speed.settled', { calls: [callOf(1, [])] })
    const books = await rig.call('speed.books', { range: 'week' })
    expect(books.totals).toMatchObject({ spent: btt(5), earned: btt(2), uncashed: btt(2) })
    expect(books.byTorrent).toEqual([
      { key: torrent, name: '=HYPERLINK("x"),y', spent: btt(5), earned: btt(2), uncashed: 0n, bounced: 0n },
    ])
    expect(books.byCounterparty.map(({ key, spent, uncashed }) => [key, spent, uncashed])).toEqual([
      [payee, btt(5), 0n],
      [payer, 0n, btt(2)],
    ])
    expect(books.series).toHaveLength(7)
    expect(books.series.at(-1)).toMatchObject({ spent: btt(5), earned: btt(2) })
    const ways = await rig.call('speed.entries', { filter: { ...all, kinds: ['earn:out', 'pay:out'] }, before: null })
    expect(ways.entries.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual(['pay out', 'pay out'])
    const spent = await rig.call('speed.entries', { filter: { ...all, torrent, kinds: ['pay'] }, before: null })
    // One line an hour, of all that was paid for this torrent to this peer.
    expect(spent.entries.map((line) => line.amount)).toEqual([btt(2), btt(3)])
    const older = await rig.call('speed.entries', {
      filter: { ...all, kinds: ['pay'] },
      before: spent.entries[0]?.index ?? 0,
    })
    expect(older.entries.map((line) => line.amount)).toEqual([btt(3)])
    const table = await rig.call('speed.csv', { ...all, counterparty: payee })
    expect(table.split('\r\n')).toHaveLength(4)
    expect(table).toContain(`pay,out,3,BTT,${torrent},"'=HYPERLINK(""x""),y",${payee},`)
    const fees = await rig.call('speed.csv', { ...all, kinds: ['fee'], network: 'practice' })
    expect(fees).toContain('fee,out,0.000007,TRX,,,,')
    // Whatever the asker calls it: a chain that is known has its own name.
    expect(fees).toContain(`,${ACCOUNT},nile\r\n`)
    rig.close()
  })
})
