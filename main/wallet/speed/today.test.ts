// What is said of today is the sum of the rows that are shown of it, whatever the clock did.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const payee = peer(1)
const HOUR_MS = 3_600_000

it('agrees, earned and spent, over all jumps of the clock, while the cap’s own day never goes back', async () => {
  let backwards = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 8 }), async (jumps) => {
      const folder = mkdtempSync(join(tmpdir(), 'swiftseed-today-'))
      const rig = new SpeedRig(folder)
      rig.clock.sleep(100 * 24 * HOUR_MS)
      await rig.call('speed.use', owner)
      await rig.call('speed.deposit', { ...deposit(), ...owner })
      await rig.approve(allowance())
      await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(100) })
      const opened = await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee, price: btt(1) })
      if ('refused' in opened) throw new Error(opened.refused)
      for (const [index, hours] of jumps.entries()) {
        if (hours > 0) rig.clock.sleep(hours * HOUR_MS)
        else rig.clock.setBack(-hours * HOUR_MS)
        if (hours < -24) backwards++
        const voucher = paidTo(ACCOUNT, 60, btt(index + 1), 1n)
        await rig.call('speed.receive', { vault, vouchers: [{ voucher, torrent, signers: [] }] })
        await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: BigInt(index + 1) * MIB }] })
        const figures = await rig.call('speed.figures', undefined)
        const { totals } = await rig.call('speed.books', { range: 'today' })
        expect(figures).toMatchObject({ earnedToday: totals.earned, spentToday: totals.spent })
        const left = figures?.left?.today ?? 0n
        expect(left).toBeLessThanOrEqual(btt(99))
      }
      rig.close()
      rmSync(folder, { recursive: true, force: true })
    }),
    { numRuns: 40 },
  )
  expect(backwards).toBeGreaterThan(5)
}, 60_000)

const DAY_MS = 24 * HOUR_MS
const filter = (range: 'today' | 'week' | 'all') => ({ range, torrent: null, counterparty: null, kinds: null })

it('ends today: what a clock ten years off wrote is of that day, in all and of no other stretch', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-today-'))
  const rig = new SpeedRig(folder)
  rig.clock.sleep(20 * 365 * DAY_MS)
  await rig.call('speed.use', owner)
  let lane = 0n
  const earn = (units: number) =>
    rig.call('speed.receive', {
      vault,
      vouchers: [{ voucher: paidTo(ACCOUNT, 60, btt(units), ++lane), torrent, signers: [] }],
    })
  const at = async (jumpMs: number, units: number): Promise<void> => {
    if (jumpMs > 0) rig.clock.sleep(jumpMs)
    else rig.clock.setBack(-jumpMs)
    await earn(units)
    if (jumpMs > 0) rig.clock.setBack(jumpMs)
    else rig.clock.sleep(-jumpMs)
  }
  const earned = async (range: 'today' | 'week' | 'all'): Promise<bigint> => {
    const { totals } = await rig.call('speed.books', { range })
    const { entries } = await rig.call('speed.entries', { filter: filter(range), before: null })
    expect(entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(totals.earned)
    expect((await rig.call('speed.csv', filter(range))).split('\r\n')).toHaveLength(entries.length + 2)
    return totals.earned
  }
  await at(3_650 * DAY_MS, 12)
  await at(-3_650 * DAY_MS, 5)
  await at(365 * DAY_MS, 3)
  await earn(1)
  for (const days of [0, 1, 10, 300]) {
    rig.clock.sleep(days * DAY_MS)
    const [now, week, all] = [days === 0 ? btt(1) : 0n, days < 2 ? btt(1) : 0n, btt(21)]
    expect([await earned('today'), await earned('week'), await earned('all')]).toEqual([now, week, all])
    expect(await rig.call('speed.figures', undefined)).toMatchObject({ earnedToday: now, earnedInAll: all })
  }
  rig.close()
  rmSync(folder, { recursive: true, force: true })
})
