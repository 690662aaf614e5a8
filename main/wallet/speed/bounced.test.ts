import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import type { VaultEvent } from '../../../app/speed/settled.ts'
import { btt, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const between = { payer: peer(60), payee: ACCOUNT, lane: 1n }
const cashed = (units: number): VaultEvent => ({
  is: 'cashed',
  ...between,
  amount: btt(units),
  fromLock: btt(0),
  to: 'wallet',
})
const callOf = (id: number, events: readonly VaultEvent[]) => ({
  txId: id.toString(16).padStart(64, '0'),
  ...owner,
  block: id,
  at: id,
  fee: amount(7n),
  outcome: 'final' as const,
  events: [...events],
})
let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-bounced-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps what bounced beside its payer, in every stretch of time, until it is cashed after all', async () => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  const voucher = paidTo(ACCOUNT, 60, btt(12), 1n)
  await rig.call('speed.receive', { vault, vouchers: [{ voucher, torrent, signers: [] }] })
  const lines = async (range: 'today' | 'all') => (await rig.call('speed.books', { range })).byCounterparty
  await rig.call('speed.settled', {
    calls: [callOf(1, [cashed(4), { is: 'bounced', ...between, missing: btt(8) }])],
  })
  const owing = { key: peer(60), uncashed: 0n, bounced: btt(8) }
  expect(await lines('all')).toMatchObject([owing])
  rig.clock.sleep(3 * 86_400_000)
  expect(await lines('today')).toMatchObject([{ ...owing, earned: 0n }])
  await rig.call('speed.settled', { calls: [callOf(2, [cashed(8)])] })
  expect(await lines('today')).toEqual([])
  expect(await lines('all')).toMatchObject([{ key: peer(60), uncashed: 0n, bounced: 0n }])
  rig.close()
})
