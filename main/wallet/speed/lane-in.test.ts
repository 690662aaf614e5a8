// What was earned on a lane and what became of it, in whatever order calls and readings of the chain are told.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import type { VaultEvent } from '../../../app/speed/settled.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { btt, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'
import { STANDS_MS } from './lane-in.ts'

const owner = { vault, account: ACCOUNT }
const payer = peer(60)
const lane = 1n
const DAY_MS = 86_400_000
let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-lane-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const begin = async (): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  return rig
}

const give = (rig: SpeedRig, units: number, more: { readonly lane?: bigint; readonly paid?: number } = {}) =>
  rig.call('speed.receive', {
    vault,
    vouchers: [
      {
        voucher: paidTo(ACCOUNT, 60, btt(units), more.lane ?? lane),
        torrent,
        signers: [],
        ...(more.paid === undefined ? {} : { paid: btt(more.paid) }),
      },
    ],
  })

const callOf = (at: number, cashed: number, missing: number) => {
  const between = { payer, payee: ACCOUNT, lane }
  const events: VaultEvent[] = []
  if (cashed > 0) events.push({ is: 'cashed', ...between, amount: btt(cashed), fromLock: btt(0), to: 'wallet' })
  if (missing > 0) events.push({ is: 'bounced', ...between, missing: btt(missing) })
  const txId = at.toString(16).padStart(64, '0')
  return { txId, ...owner, block: at, at, fee: amount(7n), outcome: 'final' as const, events }
}
const settle = (rig: SpeedRig, ...calls: ReturnType<typeof callOf>[]) => rig.call('speed.settled', { calls })
const observe = (rig: SpeedRig, units: number, readAt: number) =>
  rig.call('speed.observed', { ...owner, readAt, paid: [{ payer, lane, paid: btt(units) }] })

const totals = async (rig: SpeedRig) => {
  const { earned, cashed, uncashed, bounced } = (await rig.call('speed.books', { range: 'all' })).totals
  return { earned, cashed, uncashed, bounced }
}
const sums = (earned: number, cashed: number, uncashed: number, bounced: number) => ({
  earned: btt(earned),
  cashed: btt(cashed),
  uncashed: btt(uncashed),
  bounced: btt(bounced),
})

describe('what bounced', () => {
  it.each([
    ['', 5],
    [', also by a clock that is behind the chain’s', 0],
  ])('is no more than what is open still, where all was seen paid before the call was told%s', async (_, readAt) => {
    const rig = await begin()
    await give(rig, 10)
    await observe(rig, 10, readAt)
    await settle(rig, callOf(1, 4, 6))
    expect(await totals(rig)).toEqual(sums(10, 10, 0, 0))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is what the newest call missed, also when an older one is told after it', async () => {
    const rig = await begin()
    await give(rig, 10)
    await settle(rig, callOf(2, 6, 0), callOf(1, 4, 6))
    expect(await totals(rig)).toEqual(sums(10, 10, 0, 0))
    await give(rig, 20)
    await settle(rig, callOf(4, 3, 7), callOf(3, 0, 10))
    expect(await totals(rig)).toEqual(sums(20, 13, 0, 7))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is not paid by what somebody had cashed for us before', async () => {
    const rig = await begin()
    await give(rig, 10)
    await observe(rig, 4, 1)
    await settle(rig, callOf(5, 0, 6))
    expect(await totals(rig)).toEqual(sums(10, 4, 0, 6))
    await observe(rig, 10, 6)
    expect(await totals(rig)).toEqual(sums(10, 10, 0, 0))
    rig.close()
  })

  it('is paid by what comes later, before what was promised since', async () => {
    const rig = await begin()
    await give(rig, 10)
    await settle(rig, callOf(1, 4, 6))
    await give(rig, 12)
    await observe(rig, 10, 5)
    expect(await totals(rig)).toEqual(sums(12, 10, 2, 0))
    rig.close()
  })
})

it('is less than nothing in no part: whoever looks over the books says so', async () => {
  const rig = await begin()
  await give(rig, 10)
  await settle(rig, callOf(1, 4, 6))
  rig.close()
  const db = new DatabaseSync(join(folder, 'speed.db'))
  // As a ledger had it that took a bounce for new after all had been paid.
  db.prepare('UPDATE vouchers_in SET paid = ?').run(btt(10).toString())
  db.prepare(`INSERT INTO journal (book, at, kind, direction, amount, is_open) VALUES (1, 1, 'cash', 'in', ?, 0)`).run(
    btt(6).toString(),
  )
  db.close()
  expect(auditLedger(folder)).toEqual([`uncashed of ${payer} is -${btt(6)}`])
})

interface Fact {
  readonly at: number
  readonly tell: (rig: SpeedRig) => Promise<unknown>
}

interface Happening {
  readonly do: string
  readonly part: number
  readonly late: number
  readonly twice: boolean
}

const happening = fc.record({
  do: fc.constantFrom('give', 'cash', 'cash', 'other', 'read', 'read'),
  part: fc.integer({ min: 0, max: 4 }),
  late: fc.integer({ min: 0, max: 6 }),
  twice: fc.boolean(),
})

/** What happens on the chain, and when each thing is told: what a peer gives at once, all else now or later. */
const historyOf = (steps: readonly Happening[]) => {
  const facts: Fact[] = []
  const chain = { held: 4, paid: 0, missing: 0, others: false }
  for (const [index, { do: what, part, late, twice }] of steps.entries()) {
    const now = index + 1
    const due = chain.held - chain.paid
    const cashed = Math.floor((due * part) / 4)
    if (what === 'give') {
      const held = (chain.held += part)
      facts.push({ at: now, tell: (rig) => give(rig, held) })
    } else if (what === 'read') {
      const { paid } = chain
      facts.push({ at: now + late, tell: (rig) => observe(rig, paid, now) })
    } else {
      chain.paid += cashed
      if (what === 'other') {
        chain.others ||= cashed > 0
        continue
      }
      chain.missing = due - cashed
      const call = callOf(now, cashed, due - cashed)
      facts.push({ at: now + late, tell: (rig) => settle(rig, call) })
      if (twice) facts.push({ at: now + 2 * late, tell: (rig) => settle(rig, call, call) })
    }
  }
  return { facts: facts.toSorted((a, b) => a.at - b.at), chain, end: steps.length + 1 }
}

it('adds up after each thing that is told, in any order, and in the end is what the chain has', async () => {
  let bounces = 0
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (steps) => {
      folder = mkdtempSync(join(tmpdir(), 'swiftseed-lane-'))
      const rig = await begin()
      const { facts, chain, end } = historyOf(steps)
      await give(rig, 4)
      for (const { tell } of facts) {
        await tell(rig)
        expect(auditLedger(folder)).toEqual([])
        const { earned, cashed, uncashed, bounced } = await totals(rig)
        expect(cashed + uncashed + bounced).toBe(earned)
      }
      await observe(rig, chain.paid, end)
      expect(auditLedger(folder)).toEqual([])
      const now = await totals(rig)
      expect(now).toMatchObject({ earned: btt(chain.held), cashed: btt(chain.paid) })
      // Whether another’s payment came before or after a call cannot always be known.
      if (!chain.others) expect(now.bounced).toBe(btt(chain.missing))
      if (chain.missing > 0) bounces++
      rig.close()
      rmSync(folder, { recursive: true, force: true })
    }),
    { numRuns: 120 },
  )
  expect(bounces).toBeGreaterThan(20)
}, 60_000)

describe('what a reading of the chain said', () => {
  it('is as of the last one: vouchers that one node called cashed come back', async () => {
    const rig = await begin()
    const now = rig.clock.wall()
    await give(rig, 10)
    await settle(rig, callOf(1, 3, 0))
    await observe(rig, 50, now)
    expect(await totals(rig)).toEqual(sums(10, 10, 0, 0))
    expect(await rig.call('speed.uncashed', undefined)).toMatchObject([])
    await observe(rig, 4, now + STANDS_MS)
    expect(await totals(rig)).toEqual(sums(10, 4, 6, 0))
    expect(await rig.call('speed.uncashed', undefined)).toMatchObject([{ paid: btt(4) }])
    // What our own transaction took is no matter of readings.
    await observe(rig, 0, now + 2 * STANDS_MS)
    expect(await totals(rig)).toEqual(sums(10, 3, 7, 0))
    await observe(rig, 10, now + 2 * STANDS_MS)
    expect(await totals(rig)).toEqual(sums(10, 10, 0, 0))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is not taken back by one that is hardly later: that may be a node behind the others', async () => {
    const rig = await begin()
    const now = rig.clock.wall()
    await give(rig, 10)
    await observe(rig, 6, now)
    await observe(rig, 6, now + STANDS_MS)
    await observe(rig, 2, now + 2 * STANDS_MS - 1)
    expect(await totals(rig)).toEqual(sums(10, 6, 4, 0))
    rig.close()
  })

  it('of a clock that was years ahead is taken back all the same', async () => {
    const rig = await begin()
    await give(rig, 10)
    await observe(rig, 10, 1e13)
    await observe(rig, 0, 1_000)
    expect(await totals(rig)).toEqual(sums(10, 0, 10, 0))
    rig.close()
  })

  it('before a voucher came is earned after all when it was not cashed', async () => {
    const rig = await begin()
    await give(rig, 10, { paid: 50 })
    expect(await totals(rig)).toEqual(sums(0, 0, 0, 0))
    await observe(rig, 2, rig.clock.wall() + STANDS_MS)
    expect(await totals(rig)).toEqual(sums(8, 0, 8, 0))
    expect(await rig.call('speed.uncashed', undefined)).toMatchObject([{ paid: btt(2) }])
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is asked about again after a day, a few at a time, where no transaction says the same', async () => {
    const rig = await begin()
    for (let other = 2n; other < 32n; other++) await give(rig, 10, { lane: other, paid: 10 })
    await give(rig, 10)
    await settle(rig, callOf(1, 10, 0))
    expect(await rig.call('speed.uncashed', undefined)).toEqual([])
    rig.clock.sleep(DAY_MS)
    const again = await rig.call('speed.uncashed', undefined)
    expect(again).toHaveLength(20)
    expect(again.map(({ voucher, paid }) => [voucher.lane === lane, voucher.cumulative - paid])).toEqual(
      again.map(() => [false, 0n]),
    )
    const paid = again.map(({ voucher }) => ({ payer, lane: voucher.lane, paid: btt(10) }))
    await rig.call('speed.observed', { ...owner, readAt: rig.clock.wall(), paid })
    expect(await rig.call('speed.uncashed', undefined)).toHaveLength(10)
    rig.close()
  })
})
