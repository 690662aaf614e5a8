// An engine gone bad: it names payees of its own, claims bytes that nobody sent, and asks from all sides at once. What
// it can cause to be spent ends at the caps, to the base unit; and off is off while it asks.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import { amount } from '../../../app/money/amount.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { allowance, btt, deposit, MIB } from '../testing/speed-bench.ts'
import { peer, vault } from '../testing/speed-peers.ts'
import { randomOf } from '../testing/speed-random.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const RUNS = 100
const torrents = ['aa', 'bb', 'cc'].map((two) => two.repeat(20) as TorrentId)
const payees = [1, 2, 3, 4, 5, 6].map(peer)
const owner = { vault, account: ACCOUNT }
const BUDGET = btt(3)
const caps = { perDay: btt(4), perPeer: btt(1.5), total: btt(5) }
const HUGE = 2n ** 64n - 1n

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-hostile-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const begin = async (): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance(caps))
  for (const id of torrents)
    await rig.call('speed.setTorrent', { id, name: null, on: id !== torrents[2], budget: BUDGET })
  return rig
}

/** Opens what it can; most of it is refused once the caps are reached. */
const openSome = async (
  rig: SpeedRig,
  random: (below: number) => number,
): Promise<readonly { bid: BidRef; payee: string; torrent: string }[]> => {
  const bids: { bid: BidRef; payee: string; torrent: string }[] = []
  for (let count = 0; count < 8; count++) {
    const [torrent, payee] = [torrents[random(3)], payees[random(payees.length)]]
    if (torrent === undefined || payee === undefined) continue
    const opened = await rig.call('speed.open', {
      torrent,
      vault,
      payee,
      lane: await rig.lane(random(2)),
      price: amount(btt(1) - BigInt(random(1_000))),
    })
    if ('bid' in opened) bids.push({ bid: opened.bid, payee, torrent })
  }
  return bids
}

const most = (values: Iterable<bigint>): bigint => [...values].reduce((top, each) => (each > top ? each : top), 0n)

describe('a hostile engine', () => {
  it(`loses no more than the caps, ${RUNS} of ${RUNS} times`, async () => {
    const rig = await begin()
    for (let run = 1; run <= RUNS; run++) {
      const random = randomOf(run)
      // Each run has a day, an allowance and budgets of its own, as a person would give them.
      rig.clock.sleep(86_400_000)
      const before = await rig.call('speed.figures', undefined)
      const spent = new Map(before?.torrents.map((each) => [each.id, each.spent]))
      const promised = new Map<string, bigint>()
      for (const id of torrents)
        await rig.call('speed.setTorrent', {
          id,
          name: null,
          on: id !== torrents[2],
          budget: amount((spent.get(id) ?? 0n) + BUDGET),
        })
      const perPeer = amount(btt(1.5) * BigInt(run))
      await rig.approve(allowance({ ...caps, perPeer, total: amount(caps.total + BigInt(run)) }))
      const bids = await openSome(rig, random)
      const asks = Array.from({ length: 12 }, () => {
        const payments = Array.from({ length: 1 + random(5) }, () => {
          const bid = bids[random(Math.max(1, bids.length))]?.bid ?? ('0'.repeat(32) as BidRef)
          return { bid, bytes: random(6) === 0 ? HUGE : BigInt(random(4_000_000)) }
        })
        return rig.call('speed.pay', { payments })
      })
      for (const answers of await Promise.all(asks))
        for (const answer of answers)
          if ('voucher' in answer) promised.set(answer.voucher.payee, answer.voucher.cumulative)
      const after = await rig.call('speed.figures', undefined)
      const lost = (after?.spentInAll ?? 0n) - (before?.spentInAll ?? 0n)
      expect(lost).toBeLessThanOrEqual(caps.perDay)
      expect(after?.spentToday).toBe(lost)
      expect(most(promised.values())).toBeLessThanOrEqual(perPeer)
      for (const each of after?.torrents ?? [])
        expect(each.spent - (spent.get(each.id) ?? 0n)).toBeLessThanOrEqual(each.id === torrents[2] ? 0n : BUDGET)
    }
    // It did get something: else this test would hold whatever the caps do.
    expect((await rig.call('speed.figures', undefined))?.spentInAll).toBeGreaterThan(btt(50))
    rig.close()
  }, 120_000)

  it(`gets no voucher once spending is off, ${RUNS} of ${RUNS} times, also after a restart`, async () => {
    const rig = await begin()
    await rig.approve(allowance({ perDay: btt(1_000), perPeer: btt(1_000), total: btt(1_000) }))
    await rig.call('speed.setTorrent', { id: torrents[0] as TorrentId, name: null, on: true, budget: btt(1_000) })
    const opened = await rig.call('speed.open', {
      torrent: torrents[0] as TorrentId,
      vault,
      payee: peer(1),
      lane: await rig.lane(),
      price: btt(0.01),
    })
    if ('refused' in opened) throw new Error(opened.refused)
    let bytes = 0n
    let late = 0
    let signed = 0
    for (let run = 0; run < RUNS; run++) {
      let isOff = false
      const load = Array.from({ length: 30 }, async () => {
        const answers = await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: (bytes += MIB) }] })
        if (!('voucher' in (answers[0] ?? {}))) return
        if (isOff) late++
        else signed++
      })
      // Somewhere amid the load.
      for (let turn = 0; turn < run % 4; turn++) await new Promise((resolve) => setImmediate(resolve))
      const off = run % 2 === 0
      if (off) await rig.call('speed.stopSpending', { stopped: true })
      else
        await rig.call('speed.setTorrent', { id: torrents[0] as TorrentId, name: null, on: false, budget: btt(1_000) })
      isOff = true
      await Promise.all(load)
      rig.restart()
      await rig.call('speed.use', owner)
      const [again] = await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: (bytes += MIB) }] })
      expect(again).toEqual({ refused: 'off' })
      await rig.call('speed.stopSpending', { stopped: false })
      await rig.call('speed.setTorrent', { id: torrents[0] as TorrentId, name: null, on: true, budget: btt(1_000) })
    }
    expect(late).toBe(0)
    expect(signed).toBeGreaterThan(0)
    rig.close()
  }, 120_000)
})

describe('off', () => {
  it('holds although the disk refuses to keep it', async () => {
    const rig = await begin()
    const opened = await rig.call('speed.open', {
      torrent: torrents[0] as TorrentId,
      vault,
      payee: peer(1),
      lane: await rig.lane(),
      price: btt(0.01),
    })
    if ('refused' in opened) throw new Error(opened.refused)
    rig.fault = 'before'
    await expect(rig.call('speed.stopSpending', { stopped: true })).rejects.toThrow('wallet-disk')
    rig.clock.advance(2_000)
    expect(await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: MIB }] })).toEqual([{ refused: 'off' }])
    rig.close()
  })

  it('of a key that may stay is heard at once, and on is not taken before it is kept', async () => {
    const rig = await begin()
    rig.fault = 'before'
    await expect(rig.approve(allowance({ whileLocked: true }))).rejects.toThrow('not taken')
    rig.clock.advance(2_000)
    rig.lock()
    expect(rig.keys.voucherKey.address).toBeNull()
    rig.unlock()
    await rig.approve(allowance({ whileLocked: true }))
    rig.lock()
    expect(rig.keys.voucherKey.address).not.toBeNull()
    rig.fault = 'before'
    await expect(rig.call('speed.allow', allowance())).rejects.toThrow('wallet-disk')
    expect(rig.keys.voucherKey.address).toBeNull()
    rig.close()
  })
})
