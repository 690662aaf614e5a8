// A voucher that was signed and reached nobody: the connection broke, or the whole program ended, before it was sent.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const payee = peer(1)

const open = async (rig: SpeedRig) => {
  const opened = await rig.call('speed.open', { torrent, vault, payee, price: btt(1) })
  if ('refused' in opened) throw new Error(opened.refused)
  return opened.bid
}

it('is promised in every sum that is shown, and the next one is worth both', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-lost-voucher-'))
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance())
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(100) })
  const bid = await open(rig)
  await rig.call('speed.pay', { payments: [{ bid, bytes: 3n * MIB }] })
  // Nobody is there any more to send it.
  rig.restart()
  await rig.call('speed.use', owner)
  const figures = await rig.call('speed.figures', undefined)
  expect(figures).toMatchObject({ promised: btt(3), spentInAll: btt(3), spentToday: btt(3), funds: btt(997) })
  expect(figures?.torrents).toMatchObject([{ id: torrent, spent: btt(3), left: btt(97) }])
  const { totals, byCounterparty } = await rig.call('speed.books', { range: 'all' })
  expect(totals).toMatchObject({ spent: btt(3), earned: 0n })
  expect(byCounterparty).toMatchObject([{ key: payee, spent: btt(3) }])
  const payments = [{ bid: await open(rig), bytes: MIB }]
  expect(await rig.call('speed.pay', { payments })).toMatchObject([{ voucher: { payee, cumulative: btt(4) } }])
  expect(await rig.call('speed.figures', undefined)).toMatchObject({ promised: btt(4), spentInAll: btt(4) })
  rig.close()
  rmSync(folder, { recursive: true, force: true })
})
