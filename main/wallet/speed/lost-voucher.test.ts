// A voucher that was signed and reached nobody: the connection broke, or the whole program ended, before it was sent.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { voucherDigest } from '../../../app/speed/typed.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig, VOUCHER_SIGNER } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const payee = peer(1)

const open = async (rig: SpeedRig) => {
  const opened = await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee, price: btt(1) })
  if ('refused' in opened) throw new Error(opened.refused)
  return opened.bid
}

const begin = async (folder: string) => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance())
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(100) })
  return rig
}

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-lost-voucher-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('is promised in every sum that is shown, and the next one is worth both', async () => {
  const rig = await begin(folder)
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
})

describe('what was promised last', () => {
  const paid = async (rig: SpeedRig) => {
    const [answer] = await rig.call('speed.pay', { payments: [{ bid: await open(rig), bytes: 3n * MIB }] })
    if (answer === undefined || 'refused' in answer) throw new Error('not paid')
    return answer.voucher
  }
  const last = async (rig: SpeedRig, device = 1) =>
    rig.call('speed.last', { vault, payee, lane: await rig.lane(device) })

  it('is shown again after a restart, the same bytes, and costs nothing', async () => {
    const rig = await begin(folder)
    const voucher = await paid(rig)
    rig.restart()
    const before = await rig.call('speed.use', owner)
    expect(await last(rig)).toEqual(voucher)
    expect(await rig.call('speed.figures', undefined)).toEqual(before)
    rig.close()
  })

  it('is signed by another key where the vault takes the former one no more', async () => {
    const rig = await begin(folder)
    await rig.call('speed.deposit', { ...deposit({ signers: [VOUCHER_SIGNER] }), ...owner })
    const voucher = await paid(rig)
    expect(signerOf(voucherDigest(vault, voucher), voucher.signature)).toBe(VOUCHER_SIGNER)
    await rig.call('speed.deposit', { ...deposit({ signers: [] }), ...owner })
    const again = await last(rig)
    expect(again).toMatchObject({ lane: voucher.lane, cumulative: voucher.cumulative })
    if (again === null || again === 'none') throw new Error('nothing is shown')
    expect(signerOf(voucherDigest(vault, again), again.signature)).toBe(ACCOUNT)
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('is nothing that was cashed, nothing of another lane, and nothing that is claimed to be more', async () => {
    const rig = await begin(folder)
    expect(await last(rig)).toBe('none')
    const { lane } = await paid(rig)
    expect(await last(rig, 2)).toBe('none')
    expect(await rig.call('speed.last', { vault, payee, lane: 1n })).toBe('none')
    const claim = { vault, payee, lane, signature: null }
    await rig.call('speed.resume', { ...claim, cumulative: btt(4) })
    expect(await last(rig)).toBeNull()
    await rig.call('speed.resume', { ...claim, cumulative: btt(3) })
    expect(await last(rig)).toMatchObject({ cumulative: btt(3) })
    await rig.call('speed.deposit', { ...deposit({ paid: [{ payee, lane, amount: btt(3) }] }), ...owner })
    expect(await last(rig)).toBe('none')
    rig.close()
  })

  it('stays here while spending is off or nobody can sign, also after a restart', async () => {
    const rig = await begin(folder)
    await paid(rig)
    await rig.call('speed.stopSpending', { stopped: true })
    expect(await last(rig)).toBeNull()
    rig.restart()
    await rig.call('speed.use', owner)
    expect(await last(rig)).toBeNull()
    await rig.call('speed.stopSpending', { stopped: false })
    rig.lock()
    expect(await last(rig)).toBeNull()
    rig.unlock()
    expect(await last(rig)).toMatchObject({ cumulative: btt(3) })
    rig.close()
  })
})
