// What is promised to the devices of one payee: each on a lane of its own, all within the one payee's cap.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import { laneOf } from '../../../app/speed/lane.ts'
import type { Lane } from '../../../app/speed/terms.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { peer, signedBySeed, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const payee = peer(1)
/** The seed of our own key. */
const OURS = 0x11

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-devices-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const begin = async (perPeer = btt(20)): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance({ perPeer }))
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(50) })
  return rig
}

const ask = (rig: SpeedRig, lane: Lane) => rig.call('speed.open', { torrent, vault, payee, lane, price: btt(1) })

const open = async (rig: SpeedRig, lane: Lane): Promise<BidRef> => {
  const opened = await ask(rig, lane)
  if ('refused' in opened) throw new Error(opened.refused)
  return opened.bid
}

/** Of MiB of each bid, in one go. */
const pay = async (rig: SpeedRig, ...payments: readonly (readonly [BidRef, number])[]) => {
  const answers = await rig.call('speed.pay', {
    payments: payments.map(([bid, mib]) => ({ bid, bytes: BigInt(mib) * MIB })),
  })
  return answers.map((each) => ('voucher' in each ? [each.voucher.lane, each.voucher.cumulative] : each.refused))
}

it('is counted apart, and within the cap of that payee together', async () => {
  const rig = await begin(btt(9))
  const [first, second] = [await rig.lane(1), await rig.lane(2)]
  const bids = [await open(rig, first), await open(rig, second)] as const
  expect(await pay(rig, [bids[0], 4], [bids[1], 3], [bids[0], 5])).toEqual([
    [first, btt(5)],
    [second, btt(3)],
    [first, btt(5)],
  ])
  expect(await pay(rig, [bids[1], 4], [bids[0], 6])).toEqual([[second, btt(4)], 'peer'])
  expect((await rig.call('speed.figures', undefined))?.spentInAll).toBe(btt(9))
  expect(auditLedger(folder)).toEqual([])
  rig.close()
})

it('is kept from nobody by what another device claims to hold', async () => {
  const rig = await begin()
  const [first, second] = [await rig.lane(1), await rig.lane(2)]
  expect(await rig.call('speed.resume', { vault, payee, lane: first, cumulative: btt(7), signature: null })).toBe(
    'frozen',
  )
  expect(await ask(rig, first)).toEqual({ refused: 'frozen' })
  expect(await pay(rig, [await open(rig, second), 2])).toEqual([[second, btt(2)]])
  rig.close()
})

it('is asked of the chain for each of them', async () => {
  const rig = await begin()
  const lanes = [await rig.lane(1), await rig.lane(2)]
  for (const lane of lanes) await pay(rig, [await open(rig, lane), 1])
  await open(rig, await rig.lane(3))
  const [asked] = await rig.call('speed.promised', undefined)
  expect(asked?.payee).toBe(payee)
  expect(new Set(asked?.lanes)).toEqual(new Set([...lanes, await rig.lane(3)]))
  rig.close()
})

it('is nothing where a lane is not of this ledger, or where there are more of them than anybody has', async () => {
  const rig = await begin()
  const { device } = (await rig.call('speed.figures', undefined)) ?? { device: 0 }
  expect(await ask(rig, laneOf((device + 1) % 2 ** 32, 1))).toEqual({ refused: 'off' })
  for (let at = 0; at < 64; at++) {
    const bid = await open(rig, laneOf(device, at))
    if (at % 2 === 0) await pay(rig, [bid, 0])
  }
  expect(await ask(rig, laneOf(device, 64))).toEqual({ refused: 'peer' })
  expect(await ask(rig, laneOf(device, 0))).toHaveProperty('bid')
  rig.close()
})

it('goes on being paid by a ledger of the version before, whose lane stays its own', async () => {
  const old = await begin()
  const lane = await old.lane(0x55667788)
  const bid = await open(old, lane)
  await pay(old, [bid, 3])
  old.close()
  const db = new DatabaseSync(join(folder, 'speed.db'))
  db.exec(`ALTER TABLE books ADD COLUMN lane TEXT NOT NULL DEFAULT '0'; UPDATE books SET lane = '${lane}';
    ALTER TABLE books DROP COLUMN device; ALTER TABLE bids DROP COLUMN lane; PRAGMA user_version = 5`)
  db.close()
  const rig = await begin()
  expect(await pay(rig, [bid, 4])).toEqual([[lane, btt(4)]])
  const next = await rig.lane(1)
  expect(next >> 32n).toBe(lane >> 32n)
  expect(await pay(rig, [await open(rig, next), 2])).toEqual([[next, btt(2)]])
  expect((await rig.call('speed.figures', undefined))?.spentInAll).toBe(btt(6))
  expect(auditLedger(folder)).toEqual([])
  rig.close()
})

it('is not counted here where another device of ours promised it, whatever is proved or read of it', async () => {
  const rig = await begin()
  const { device } = (await rig.call('speed.figures', undefined)) ?? { device: 0 }
  const unsigned = { payer: ACCOUNT, payee, lane: laneOf((device + 1) % 2 ** 32, 1), cumulative: btt(7) }
  const { lane, cumulative, signature } = signedBySeed(vault, unsigned, OURS)
  const before = await rig.call('speed.figures', undefined)
  expect(await rig.call('speed.resume', { vault, payee, lane, cumulative, signature })).toBe('moved-forward')
  // But it is taken from the same deposit.
  expect((await rig.call('speed.figures', undefined))?.promised).toBe(btt(7))
  // Once is hearsay, twice is sure.
  for (const readAt of [1, 120_001]) {
    await rig.call('speed.deposit', { ...deposit(), ...owner, readAt, paid: [{ payee, lane, amount: btt(9) }] })
    const after = await rig.call('speed.figures', undefined)
    expect(after).toMatchObject({ spentInAll: 0n, spentToday: 0n, left: before?.left })
  }
  rig.close()
})
