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
      const opened = await rig.call('speed.open', { torrent, vault, payee, price: btt(1) })
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
