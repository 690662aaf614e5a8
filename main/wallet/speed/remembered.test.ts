// Before the wallet is opened main learns for whom to watch the chain, and nothing that could be signed with.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const elsewhere = { vault: { ...vault, chainId: 1 }, account: ACCOUNT }

let folder = ''
let rig: SpeedRig
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-remembered-'))
  rig = new SpeedRig(folder)
})
afterEach(() => {
  rig.close()
  rmSync(folder, { recursive: true, force: true })
})

const remembered = async () => {
  rig.restart()
  rig.lock()
  return rig.call('speed.remembered', undefined)
}

it('names nobody while nothing is at stake, and begins no books for being asked', async () => {
  expect(await remembered()).toEqual([])
  expect(readdirSync(folder)).toEqual([])
  await rig.call('speed.use', owner)
  expect(await remembered()).toEqual([])
  expect(await rig.call('speed.figures', undefined)).toBeNull()
})

it('names those with a deposit, the one that was read last first', async () => {
  await rig.call('speed.deposit', { ...deposit(), ...owner, readAt: 1 })
  await rig.call('speed.deposit', { ...deposit(), ...elsewhere, readAt: 2 })
  expect(await remembered()).toEqual([elsewhere, owner])
  await rig.call('speed.deposit', { ...deposit(), ...owner, readAt: 3 })
  expect(await remembered()).toEqual([owner, elsewhere])
  await rig.call('speed.deposit', { ...deposit(), ...owner, free: btt(0), readAt: 4 })
  expect(await remembered()).toEqual([elsewhere])
})

it('names who is owed, and says to whoever asks then what by whom, though nobody can sign', async () => {
  await rig.call('speed.use', owner)
  const voucher = paidTo(ACCOUNT, 60, btt(3), 1n)
  await rig.call('speed.receive', { vault, vouchers: [{ voucher, torrent, signers: [] }] })
  expect(await remembered()).toEqual([owner])
  await rig.call('speed.use', owner)
  expect(await rig.call('speed.uncashed', undefined)).toMatchObject([{ voucher, paid: 0n }])
  expect(await rig.call('speed.figures', undefined)).toMatchObject({ unlocked: false, voucherKey: null })
})

it('names who promised something that is not cashed', async () => {
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance())
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(100) })
  const opened = await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee: peer(1), price: btt(1) })
  if ('refused' in opened) throw new Error(opened.refused)
  await rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: MIB }] })
  await rig.call('speed.deposit', { ...deposit(), ...owner, free: btt(0), readAt: 2 })
  expect(await remembered()).toEqual([owner])
  expect(await rig.call('speed.promised', undefined).catch(() => null)).toBeNull()
})
