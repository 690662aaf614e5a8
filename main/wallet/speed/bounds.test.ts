// Bounds that hold within one transaction, over the parts of a long ask, over the lanes of one payer, and of a reading.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MOST_PAYEES_READ } from '../../../app/speed/settled.ts'
import { MOST_LANES } from '../../../app/speed/lane.ts'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const PRICE = btt(1)

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-bounds-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const begin = async (over: Parameters<typeof deposit>[0] = {}): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(over), ...owner })
  await rig.approve(allowance())
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(100) })
  return rig
}

const open = async (rig: SpeedRig, seed: number) => {
  const opened = await rig.call('speed.open', {
    lane: await rig.lane(),
    torrent,
    vault,
    payee: peer(seed),
    price: PRICE,
  })
  if ('refused' in opened) throw new Error(opened.refused)
  return opened.bid
}

const said = (answers: readonly object[]): readonly string[] =>
  answers.map((answer) => ('refused' in answer ? String(answer.refused) : 'voucher'))

it('payments that come together do not promise the same deposit to two payees', async () => {
  const rig = await begin({ free: btt(3), locks: [{ payee: peer(2), locked: btt(1), unlockAt: null }] })
  const [one, two] = [await open(rig, 1), await open(rig, 2)]
  const paid = await rig.call('speed.pay', {
    payments: [
      { bid: one, bytes: 2n * MIB },
      // One of it from what is locked for it alone, one from what is free.
      { bid: two, bytes: 2n * MIB },
      { bid: one, bytes: 3n * MIB },
      { bid: two, bytes: 3n * MIB },
    ],
  })
  expect(said(paid)).toEqual(['voucher', 'voucher', 'deposit', 'deposit'])
  const figures = await rig.call('speed.figures', undefined)
  expect([figures?.promised, figures?.funds]).toEqual([btt(4), 0n])
  rig.close()
})

it('of an ask that is worked through in parts nothing is answered with a voucher once spending was stopped', async () => {
  const rig = await begin()
  const bid = await open(rig, 1)
  const payments = Array.from({ length: 80 }, (_, at) => ({ bid, bytes: (BigInt(at + 1) * MIB) / 4n }))
  const paying = rig.call('speed.pay', { payments })
  const spent = async () => (await rig.call('speed.figures', undefined))?.spentInAll ?? 0n
  while ((await spent()) === 0n) await new Promise((resolve) => setImmediate(resolve))
  await rig.call('speed.stopSpending', { stopped: true })
  expect(new Set(said(await paying))).toEqual(new Set(['off']))
  // A part of it was signed, and stays within the caps; none of it was let out.
  expect(await spent()).toBeLessThan(btt(20))
  rig.close()
})

it('so many lanes of a payer are taken, and those that are taken go on', async () => {
  const rig = await begin()
  const receive = async (lane: bigint, amount: number) => {
    const voucher = paidTo(ACCOUNT, 60, btt(amount), lane)
    const [receipt] = await rig.call('speed.receive', { vault, vouchers: [{ voucher, torrent, signers: [] }] })
    return receipt !== undefined && 'accepted' in receipt ? 'accepted' : receipt?.refused
  }
  for (let lane = 0; lane < MOST_LANES; lane++) expect(await receive(BigInt(lane), 1)).toBe('accepted')
  expect(await receive(999n, 1)).toBe('signature')
  expect(await receive(0n, 2)).toBe('accepted')
  const figures = await rig.call('speed.figures', undefined)
  expect(figures?.earnedInAll).toBe(btt(MOST_LANES + 1))
  rig.close()
})

it('a reading of as many payees and lanes as there can be is taken', async () => {
  const rig = await begin()
  const all = Array.from({ length: MOST_PAYEES_READ * MOST_LANES }, (_, at) => BigInt(at))
  const own = await rig.lane(0)
  const paid = all.map((at) => ({
    payee: peer(100 + (Number(at) % MOST_PAYEES_READ)),
    lane: own + at / BigInt(MOST_PAYEES_READ),
    amount: btt(1),
  }))
  await rig.call('speed.deposit', { ...deposit(), ...owner, paid })
  expect((await rig.call('speed.figures', undefined))?.left).toMatchObject({ total: 0n })
  const promised = await rig.call('speed.promised', undefined)
  expect(promised.map(({ lanes }) => lanes.length)).toEqual(Array(MOST_PAYEES_READ).fill(MOST_LANES))
  rig.close()
})
