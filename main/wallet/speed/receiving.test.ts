// What is taken for money, and what is not, of all that peers and the engine between may hand in.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amount, type Amount } from '../../../app/money/amount.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { btt, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const owner = { vault, account: ACCOUNT }
const MOST = amount(2n ** 128n - 1n)
let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-receiving-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const begin = async (): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  return rig
}

/** As main hands it in: with the signers and the deposit that the chain has. */
const give = async (rig: SpeedRig, value: Amount, { lane = 1n, by = 60, covers = btt(100) } = {}) => {
  const voucher = paidTo(ACCOUNT, 60, value, lane, by)
  const [answer] = await rig.call('speed.receive', {
    vault,
    vouchers: [{ voucher, torrent, signers: [peer(61)], covers }],
  })
  return answer
}

const held = async (rig: SpeedRig) =>
  (await rig.call('speed.uncashed', undefined)).map(({ voucher }) => [voucher.lane, voucher.cumulative])

describe('a promise of more than the payer had in the vault', () => {
  it('is refused, stands in no figure, and blocks no lane', async () => {
    const rig = await begin()
    await give(rig, btt(10))
    expect(await give(rig, MOST)).toEqual({ refused: 'uncovered' })
    expect(await give(rig, amount(btt(100) + 1n))).toEqual({ refused: 'uncovered' })
    expect(await give(rig, btt(20))).toEqual({ accepted: btt(20), uncashed: btt(20) })
    expect(await give(rig, btt(100))).toEqual({ accepted: btt(100), uncashed: btt(100) })
    expect((await rig.call('speed.figures', undefined))?.earnedInAll).toBe(btt(100))
    rig.close()
  })

  it('is also one of more than the vault can record, whoever knows what is there', async () => {
    const rig = await begin()
    const voucher = paidTo(ACCOUNT, 60, amount(MOST + 1n), 1n)
    const vouchers = [{ voucher, torrent, signers: [] }]
    expect(await rig.call('speed.receive', { vault, vouchers })).toEqual([{ refused: 'uncovered' }])
    rig.close()
  })

  it('takes no good voucher of the same batch with it', async () => {
    const rig = await begin()
    const vouchers = [MOST, btt(7)].map((value) => ({
      voucher: paidTo(ACCOUNT, 60, value, 1n),
      torrent,
      signers: [],
      covers: btt(100),
    }))
    expect(await rig.call('speed.receive', { vault, vouchers })).toEqual([
      { refused: 'uncovered' },
      { accepted: btt(7), uncashed: btt(7) },
    ])
    rig.close()
  })

  it('is one over all lanes together, and of what is not cashed yet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ lane: fc.bigInt(0n, 2n), more: fc.nat({ max: 60 }), cash: fc.boolean() }), {
          maxLength: 8,
        }),
        async (steps) => {
          folder = mkdtempSync(join(tmpdir(), 'swiftseed-receiving-'))
          const rig = await begin()
          const lanes = new Map<bigint, { held: bigint; paid: bigint }>()
          for (const { lane, more, cash } of steps) {
            const state = lanes.get(lane) ?? { held: 0n, paid: 0n }
            lanes.set(lane, state)
            const next = amount(state.held + btt(more))
            const owed = [...lanes.values()].reduce((sum, each) => sum + each.held - each.paid, 0n) + btt(more)
            const answer = await give(rig, next, { lane })
            if (more > 0 && owed > btt(100)) expect(answer).toEqual({ refused: 'uncovered' })
            else {
              expect(answer).toEqual({ accepted: next, uncashed: owed })
              state.held = next
            }
            if (!cash || state.held === 0n) continue
            state.paid = state.held
            await rig.call('speed.observed', {
              ...owner,
              readAt: 1,
              paid: [{ payer: peer(60), lane, paid: amount(state.paid) }],
            })
          }
          expect(auditLedger(folder)).toEqual([])
          rig.close()
          rmSync(folder, { recursive: true, force: true })
        },
      ),
      { numRuns: 15 },
    )
  }, 60_000)
})

describe('what a payer signed itself', () => {
  it('stays beside what a signer of its signs later, which the vault may come to know no more', async () => {
    const rig = await begin()
    await give(rig, btt(10))
    await give(rig, btt(11), { by: 61 })
    expect(await give(rig, btt(12), { by: 61 })).toEqual({ accepted: btt(12), uncashed: btt(12) })
    expect(await held(rig)).toEqual([
      [1n, btt(12)],
      [1n, btt(10)],
    ])
    expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({
      earned: btt(12),
      uncashed: btt(12),
    })
    await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer: peer(60), lane: 1n, paid: btt(10) }] })
    expect(await held(rig)).toEqual([[1n, btt(12)]])
    await give(rig, btt(13))
    await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer: peer(60), lane: 1n, paid: btt(5) }] })
    expect(await held(rig)).toEqual([[1n, btt(13)]])
    rig.close()
  })

  it('is known of a ledger of the version before', async () => {
    const before = await begin()
    await give(before, btt(10))
    await give(before, btt(4), { lane: 2n, by: 61 })
    before.close()
    const db = new DatabaseSync(join(folder, 'speed.db'))
    for (const column of ['own', 'own_signature', 'tried', 'missing', 'seen_at', 'earlier', 'paid_at'])
      db.exec(`ALTER TABLE vouchers_in DROP COLUMN ${column}`)
    for (const column of ['paid_at', 'told', 'told_at']) db.exec(`ALTER TABLE vouchers_out DROP COLUMN ${column}`)
    db.exec('ALTER TABLE torrents DROP COLUMN added')
    db.exec(`ALTER TABLE books ADD COLUMN lane TEXT NOT NULL DEFAULT '0'; ALTER TABLE books DROP COLUMN device`)
    db.exec('ALTER TABLE bids DROP COLUMN lane')
    for (const column of ['earned_day', 'earned'])
      db.exec(`ALTER TABLE days ADD COLUMN ${column} TEXT NOT NULL DEFAULT '0'`)
    db.exec('PRAGMA user_version = 1')
    db.close()
    const rig = await begin()
    await give(rig, btt(11), { by: 61 })
    await give(rig, btt(5), { lane: 2n, by: 61 })
    expect(await held(rig)).toEqual([
      [1n, btt(11)],
      [1n, btt(10)],
      [2n, btt(5)],
    ])
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })
})

it('is booked where the chain was read for, whatever books are in use by then', async () => {
  const rig = await begin()
  await give(rig, btt(10))
  await rig.call('speed.use', { vault: { ...vault, chainId: 5 }, account: ACCOUNT })
  await rig.call('speed.observed', { ...owner, readAt: 1, paid: [{ payer: peer(60), lane: 1n, paid: btt(4) }] })
  expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({ cashed: 0n })
  await rig.call('speed.use', owner)
  expect((await rig.call('speed.books', { range: 'all' })).totals).toMatchObject({ cashed: btt(4), uncashed: btt(6) })
  rig.close()
})
