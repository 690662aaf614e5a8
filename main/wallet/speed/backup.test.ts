// A ledger that was restored from a backup: the chain knows of more than it does.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import { laneOf } from '../../../app/speed/lane.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'
import { standingBy, type Told } from './forgotten.ts'
import { STANDS_MS } from './lane-in.ts'

const owner = { vault, account: ACCOUNT }
const payee = peer(1)
const DAY_MS = 86_400_000
let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-backup-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = async (rig: SpeedRig, to = payee, device = 1): Promise<BidRef> => {
  const lane = await rig.lane(device)
  const opened = await rig.call('speed.open', { lane, torrent, vault, payee: to, price: btt(1) })
  if ('refused' in opened) throw new Error(opened.refused)
  return opened.bid
}
const pay = async (rig: SpeedRig, bid: BidRef, mib: number) => {
  const [paid] = await rig.call('speed.pay', { payments: [{ bid, bytes: BigInt(mib) * MIB }] })
  return paid !== undefined && 'voucher' in paid ? paid.voucher.cumulative : paid?.refused
}

/** With five promised, of which the chain then says how much was paid. */
const begin = async (caps: Parameters<typeof allowance>[0] = {}) => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  const lane = await rig.lane()
  const says = (units: number, readAt = 1, to = payee) =>
    rig.call('speed.deposit', { ...deposit(), ...owner, readAt, paid: [{ payee: to, lane, amount: btt(units) }] })
  /** As two readings say. */
  const surely = async (units: number, readAt = 1, to = payee) => {
    await says(units, readAt, to)
    await says(units, readAt + 60_000, to)
  }
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance({ total: btt(20), perPeer: btt(19), ...caps }))
  await rig.call('speed.setTorrent', { id: torrent, name: 'A film', on: true, budget: btt(100) })
  await pay(rig, await open(rig), 5)
  return { rig, says, surely }
}
const figures = async (rig: SpeedRig) => {
  const now = await rig.call('speed.figures', undefined)
  if (now === null) throw new Error('no books')
  return now
}

describe('what the chain has paid beyond what the ledger promised', () => {
  it('was promised: it counts in every figure and cap, and nothing is signed below it', async () => {
    const { rig, surely } = await begin()
    await surely(18)
    expect(await figures(rig)).toMatchObject({
      spentInAll: btt(18),
      spentToday: btt(18),
      promised: 0n,
      left: { today: btt(2), total: btt(2) },
    })
    expect((await rig.call('speed.books', { range: 'all' })).totals.spent).toBe(btt(18))
    expect(auditLedger(folder)).toEqual([])
    const bid = await open(rig)
    expect(await pay(rig, bid, 1)).toBe(btt(19))
    expect(await pay(rig, bid, 2)).toBe('peer')
    const other = await open(rig, peer(2))
    expect(await pay(rig, other, 2)).toBe('total')
    expect(await pay(rig, other, 1)).toBe(btt(1))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is counted once, however often it is told', async () => {
    const { rig, says } = await begin()
    for (const readAt of [1, 2, STANDS_MS, 2 * STANDS_MS, 3 * STANDS_MS]) await says(18, readAt)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(18) })
    for (const readAt of [3 * STANDS_MS + 1, 4 * STANDS_MS]) await says(19, readAt)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(19) })
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('unfreezes a payee that said so without proof', async () => {
    const { rig, surely } = await begin({ total: btt(100), perPeer: btt(100) })
    const claim = { vault, payee, lane: await rig.lane(), cumulative: btt(18), signature: null }
    expect(await rig.call('speed.resume', claim)).toBe('frozen')
    await surely(18)
    expect(await pay(rig, await open(rig), 1)).toBe(btt(19))
    rig.close()
  })

  it('is asked about for a payee whom the ledger has never heard of, as soon as a bid runs there', async () => {
    const { rig, says, surely } = await begin()
    const stranger = peer(3)
    const bid = await open(rig, stranger)
    const lane = await rig.lane()
    expect(await rig.call('speed.promised', undefined)).toContainEqual({ payee: stranger, lanes: [lane] })
    await says(0, 1, stranger)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(5) })
    await surely(9, 1, stranger)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(14) })
    expect(await pay(rig, bid, 1)).toBe(btt(10))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })
})

describe('what one reading alone says was paid beyond that', () => {
  it('is believed for caution: nothing is signed below it, and the caps count it, until another one says so too', async () => {
    const { rig, says } = await begin()
    const [bid, other] = [await open(rig), await open(rig, peer(2))]
    await says(18)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(5), left: { today: btt(2), total: btt(2) } })
    expect((await rig.call('speed.books', { range: 'all' })).totals.spent).toBe(btt(5))
    expect(await pay(rig, bid, 1)).toBe('frozen')
    expect(await pay(rig, other, 3)).toBe('total')
    // Of the same minute: it may be the same block.
    await says(18, 59_999)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(5) })
    expect(await rig.call('speed.promised', undefined)).toMatchObject([{ payee }, { payee: peer(2) }])
    expect(auditLedger(folder)).toEqual([])
    await says(18, 60_001)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(18), left: { today: btt(2), total: btt(2) } })
    expect(await pay(rig, bid, 1)).toBe(btt(19))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('keeps anything more from being signed for that payee, on a lane with another device of it too', async () => {
    const { rig, says } = await begin({ total: btt(100), perPeer: btt(20) })
    const [second, third] = [await open(rig, payee, 2), await rig.lane(3)]
    expect(await pay(rig, second, 1)).toBe(btt(1))
    await says(18)
    expect(await pay(rig, second, 2)).toBe('frozen')
    const more = { lane: third, torrent, vault, payee, price: btt(1) }
    expect(await rig.call('speed.open', more)).toEqual({ refused: 'frozen' })
    // What was promised there before is as good as it was.
    const last = await rig.call('speed.last', { vault, payee, lane: await rig.lane(2) })
    expect(last).toMatchObject({ cumulative: btt(1) })
    await says(18, 60_001)
    expect(await pay(rig, second, 2)).toBe(btt(2))
    expect(await pay(rig, second, 3)).toBe('peer')
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(20) })
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('counts in the cap of that payee where another device of ours promised it, and keeps nothing back', async () => {
    const { rig } = await begin({ total: btt(100), perPeer: btt(20) })
    const { device } = await figures(rig)
    const lane = laneOf((device + 1) % 2 ** 32, 1)
    const theirs = (readAt: number) =>
      rig.call('speed.deposit', { ...deposit(), ...owner, readAt, paid: [{ payee, lane, amount: btt(9) }] })
    const bid = await open(rig)
    await theirs(1)
    expect(await pay(rig, bid, 6)).toBe(btt(11))
    expect(await pay(rig, bid, 7)).toBe('peer')
    await theirs(60_001)
    expect(await pay(rig, bid, 7)).toBe('peer')
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is forgotten when a later one does not say so: all is as it was, and buying goes on', async () => {
    const { rig, says } = await begin()
    const bid = await open(rig)
    const before = await figures(rig)
    await says(500)
    expect((await figures(rig)).left).toEqual({ today: 0n, total: 0n })
    await says(0, STANDS_MS + 1)
    expect(await figures(rig)).toMatchObject({ spentInAll: btt(5), promised: before.promised, left: before.left })
    expect(await pay(rig, bid, 1)).toBe(btt(6))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('never counts unless two of them apart said at least so much, with none between that said less', () => {
    let counted = 0
    const reading = fc.record({ paid: fc.integer({ min: 0, max: 9 }), gap: fc.integer({ min: 0, max: 90_000 }) })
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 12 }), (readings) => {
        let [known, alone, now]: [Amount, Told | null, number] = [amount(3n), null, 0]
        const heard: Told[] = []
        for (const { paid, gap } of readings) {
          now += gap
          const told = { paid: amount(BigInt(paid)), readAt: now }
          heard.push(told)
          const next = standingBy(known, alone, told)
          if (next.sure > known) {
            counted++
            const fits = heard.findLastIndex(({ readAt }) => now - readAt >= 60_000)
            const first = heard.findLastIndex((each) => each.paid < next.sure) + 1
            expect(first).toBeLessThanOrEqual(fits)
          }
          // Nothing is signed at or below what the last one said.
          expect(next.sure >= told.paid || (next.open !== null && next.open.paid > next.sure)).toBe(true)
          ;[known, alone] = [next.sure, next.open]
        }
      }),
      { numRuns: 2_000 },
    )
    expect(counted).toBeGreaterThan(100)
  })
})

it('counts as paid what the last reading said, and asks again after a day', async () => {
  const { rig, says } = await begin()
  const now = rig.clock.wall()
  await says(5, now)
  expect(await figures(rig)).toMatchObject({ promised: 0n })
  await says(2, now + 1_000)
  expect(await figures(rig)).toMatchObject({ promised: 0n })
  expect(await rig.call('speed.promised', undefined)).toEqual([])
  rig.clock.sleep(DAY_MS)
  expect(await rig.call('speed.promised', undefined)).toMatchObject([{ payee }])
  await says(2, rig.clock.wall())
  expect(await figures(rig)).toMatchObject({ promised: btt(3), spentInAll: btt(5) })
  expect(auditLedger(folder)).toEqual([])
  rig.close()
})
