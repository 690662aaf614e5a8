// What becomes of promises when the ledger is damaged, replaced by an older one, full, or of a newer version.

import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import type { Voucher } from '../../../app/speed/terms.ts'
import { auditLedger } from '../testing/speed-audit.ts'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { paidTo, peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'
import { openLedger } from './database.ts'

const owner = { vault, account: ACCOUNT }
let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-ledger-'))
  path = join(folder, 'speed.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const allowed = async (rig: SpeedRig): Promise<void> => {
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance())
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(50) })
}

const begin = async (): Promise<SpeedRig> => {
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', owner)
  await allowed(rig)
  return rig
}

const open = async (rig: SpeedRig, payee = peer(1)): Promise<BidRef> => {
  const opened = await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee, price: btt(0.5) })
  if ('refused' in opened) throw new Error(opened.refused)
  return opened.bid
}

const pay = async (rig: SpeedRig, bid: BidRef, mib: bigint): Promise<Voucher | string> => {
  const [paid] = await rig.call('speed.pay', { payments: [{ bid, bytes: mib * MIB }] })
  if (paid === undefined) throw new Error('no answer')
  return 'voucher' in paid ? paid.voucher : paid.refused
}

const signed = async (rig: SpeedRig, bid: BidRef, mib: bigint): Promise<Voucher> => {
  const paid = await pay(rig, bid, mib)
  if (typeof paid === 'string') throw new Error(paid)
  return paid
}

const earn = (rig: SpeedRig, count: number) =>
  rig.call('speed.receive', {
    vault,
    vouchers: Array.from({ length: count }, (_, n) => ({
      voucher: paidTo(ACCOUNT, 60 + n, btt(n + 1), 3n),
      torrent,
      signers: [],
    })),
  })

/** Between the tables of the vouchers and the end: they are read, the rest is not. */
const wrongPage = (): void => {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xa5, bytes.length - 2_048))
}

const WITHOUT_JOURNAL = 'DROP TRIGGER journal_stays; DROP TRIGGER journal_grows; DROP TABLE journal'
/** As the version before has it. */
const OLDER = `ALTER TABLE books ADD COLUMN lane TEXT NOT NULL DEFAULT '7'; ALTER TABLE books DROP COLUMN device;
  ALTER TABLE bids DROP COLUMN lane; PRAGMA user_version = 5;`

const change = (sql: string): void => {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

const damages: readonly (readonly [string, () => void])[] = [
  ['no database at all', () => writeFileSync(path, 'something else '.repeat(900))],
  ['wrong in its last page', wrongPage],
  ['cut off', () => truncateSync(path, 9_000)],
  ['without a table', () => change(WITHOUT_JOURNAL)],
  ['of the version before, without a table', () => change(`${OLDER} DROP TABLE bids`)],
  ['of the version before, with a lane that is none', () => change(`${OLDER} UPDATE books SET lane = 'seven'`)],
  ['of a version that is not what it says', () => change('PRAGMA user_version = 1')],
]

describe('a ledger that is damaged', () => {
  it.each(damages)(
    '(%s) is set aside; the new one promises on a lane of its own, and nothing unasked',
    async (_what, damage) => {
      const before = await begin()
      const old = await signed(before, await open(before), 20n)
      before.close()
      damage()
      const rig = new SpeedRig(folder)
      const figures = await rig.call('speed.use', owner)
      expect(rig.damages).toEqual(['speed.damaged-1.db'])
      expect(readdirSync(folder)).toContain('speed.damaged-1.db')
      expect(figures).toMatchObject({ allowance: null, spentInAll: 0n, setAside: 'speed.damaged-1.db' })
      expect(
        await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee: peer(1), price: btt(0.5) }),
      ).toEqual({
        refused: 'off',
      })
      await allowed(rig)
      const next = await signed(rig, await open(rig), 1n)
      expect(next.lane).not.toBe(old.lane)
      // What the old one promised is told by who holds it, and takes from the same deposit.
      const { payee, lane, cumulative, signature } = old
      expect(await rig.call('speed.resume', { vault, payee, lane, cumulative, signature })).toBe('moved-forward')
      expect((await rig.call('speed.figures', undefined))?.promised).toBe(old.cumulative + next.cumulative)
      expect(auditLedger(folder)).toEqual([])
      rig.close()
      // Over restarts, until the user has said to know of it.
      const again = new SpeedRig(folder)
      expect(await again.call('speed.use', owner)).toMatchObject({ setAside: 'speed.damaged-1.db' })
      await again.call('speed.forgetSetAside', undefined)
      again.close()
      const last = new SpeedRig(folder)
      expect(await last.call('speed.use', owner)).toMatchObject({ setAside: null, stopped: false })
      last.close()
    },
  )

  it('is set aside whichever of its tables is missing', async () => {
    ;(await begin()).close()
    const db = new DatabaseSync(path)
    const names = (type: string): string[] =>
      db
        .prepare(`SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite%'`)
        .all(type)
        .map(({ name }) => String(name))
    const [tables, triggers] = [names('table'), names('trigger')]
    db.exec(triggers.map((name) => `DROP TRIGGER ${name};`).join(''))
    db.close()
    const whole = readFileSync(path)
    expect(tables).toHaveLength(12)
    const taken = tables.filter((table) => {
      writeFileSync(path, whole)
      change(`PRAGMA foreign_keys = OFF; DROP TABLE ${table}`)
      const { db: opened, keptAs } = openLedger(folder)
      opened.close()
      return keptAs === null
    })
    expect(taken).toEqual([])
  })

  it.each([
    ['', 'DROP TRIGGER in_grows'],
    [', of the version before too', `${OLDER} DROP TABLE bids; DROP TRIGGER in_grows`],
  ])('gives up the vouchers of others that can be read and prove themselves%s', async (_what, damage) => {
    const before = await begin()
    await earn(before, 5)
    before.close()
    const db = new DatabaseSync(path)
    db.exec(`${damage}; ${WITHOUT_JOURNAL}`)
    // One that is worth nothing, and one that was made larger by whoever could write to the file.
    db.prepare('UPDATE vouchers_in SET cumulative = ? WHERE payer = ?').run(String(btt(900)), peer(62))
    db.prepare('UPDATE vouchers_in SET cumulative = ?, own = ? WHERE payer = ?').run('7', '8', peer(63))
    db.close()
    const rig = new SpeedRig(folder)
    await rig.call('speed.use', owner)
    const uncashed = await rig.call('speed.uncashed', undefined)
    expect(uncashed.map(({ voucher }) => voucher.payer).sort()).toEqual([60, 61, 62, 64].map(peer).sort())
    // As its payer signed it.
    expect(uncashed.find(({ voucher }) => voucher.payer === peer(62))?.voucher.cumulative).toBe(btt(3))
    const kept = uncashed.reduce((sum, { voucher }) => sum + voucher.cumulative, 0n)
    expect((await rig.call('speed.figures', undefined))?.earnedInAll).toBe(kept)
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })
})

describe('what is saved of a damaged ledger', () => {
  it('is the payer’s own voucher too, beside a signer’s, and is earned when it came', async () => {
    const before = await begin()
    const give = (units: number, signer: number) =>
      before.call('speed.receive', {
        vault,
        vouchers: [{ voucher: paidTo(ACCOUNT, 60, btt(units), 3n, signer), torrent, signers: [peer(61)] }],
      })
    before.clock.setBack(40 * 86_400_000)
    await give(10, 60)
    await give(30, 61)
    before.close()
    change(WITHOUT_JOURNAL)
    const rig = new SpeedRig(folder)
    await rig.call('speed.use', owner)
    expect(await rig.call('speed.figures', undefined)).toMatchObject({ earnedToday: 0n, earnedInAll: btt(30) })
    const kept = new DatabaseSync(path)
    const rows = kept.prepare('SELECT cumulative, signer, own, own_signature IS NOT NULL AS has FROM vouchers_in').all()
    kept.close()
    expect(rows).toEqual([{ cumulative: String(btt(30)), signer: peer(61), own: String(btt(10)), has: 1 }])
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })
})

describe('a ledger of a newer version', () => {
  it('is left alone, and nothing is promised', async () => {
    const before = await begin()
    const bid = await open(before)
    before.close()
    const newer = new DatabaseSync(path)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    const bytes = readFileSync(path)
    const rig = new SpeedRig(folder)
    await expect(rig.call('speed.use', owner)).rejects.toThrow('wallet-disk')
    rig.clock.advance(2_000)
    expect(await pay(rig, bid, 1n)).toBe('disk')
    expect(readFileSync(path).equals(bytes)).toBe(true)
    expect(readdirSync(folder).some((name) => name.includes('damaged'))).toBe(false)
    rig.close()
  })
})

describe('a ledger restored from a backup', () => {
  const restored = async () => {
    const rig = await begin()
    const bid = await open(rig)
    await signed(rig, bid, 4n)
    rig.close()
    copyFileSync(path, join(folder, 'backup'))
    rig.restart()
    await rig.call('speed.use', owner)
    const newest = await signed(rig, bid, 20n)
    rig.close()
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true })
    copyFileSync(join(folder, 'backup'), path)
    rig.restart()
    await rig.call('speed.use', owner)
    return { rig, bid, newest }
  }

  it('is frozen towards a payee that says it holds more, until that is proved', async () => {
    const { rig, bid, newest } = await restored()
    const { payee, lane, cumulative, signature } = newest
    expect(await rig.call('speed.resume', { vault, payee, lane, cumulative, signature: null })).toBe('frozen')
    expect(await pay(rig, bid, 5n)).toBe('frozen')
    expect(await rig.call('speed.open', { lane: await rig.lane(), torrent, vault, payee, price: btt(0.5) })).toEqual({
      refused: 'frozen',
    })
    rig.restart()
    await rig.call('speed.use', owner)
    expect(await pay(rig, bid, 5n)).toBe('frozen')
    expect(await rig.call('speed.resume', { vault, payee, lane, cumulative, signature })).toBe('moved-forward')
    const next = await signed(rig, bid, 5n)
    expect(next.cumulative).toBe(cumulative + btt(0.5))
    expect(auditLedger(folder)).toEqual([])
    rig.close()
  })

  it('counts what was proved against the allowance: what was spent since the backup is spent', async () => {
    const { rig, newest } = await restored()
    const { payee, lane, cumulative, signature } = newest
    await rig.call('speed.resume', { vault, payee, lane, cumulative, signature })
    const figures = await rig.call('speed.figures', undefined)
    expect(figures).toMatchObject({ spentInAll: cumulative, spentToday: cumulative, left: { total: btt(90) } })
    rig.close()
  })
})

describe('a disk that is full', () => {
  it('lets nothing out that is not kept, and goes on when there is room', async () => {
    const rig = await begin()
    const bids = await Promise.all(Array.from({ length: 40 }, (_, n) => open(rig, peer(100 + n))))
    const [room] = [...new DatabaseSync(path).prepare('PRAGMA page_count').all()].map((row) =>
      Number(row['page_count']),
    )
    rig.mostPages = (room ?? 0) + 1
    rig.restart()
    await rig.call('speed.use', owner)
    const answers: (Voucher | string)[] = []
    for (const bid of bids) answers.push(await pay(rig, bid, 1n))
    const kept = answers.filter((answer) => typeof answer !== 'string')
    expect(answers.some((answer) => answer === 'disk')).toBe(true)
    expect(kept.length).toBeGreaterThan(0)
    expect((await rig.call('speed.figures', undefined))?.spentInAll).toBe(btt(0.5) * BigInt(kept.length))
    expect(auditLedger(folder)).toEqual([])
    rig.mostPages = null
    rig.restart()
    await rig.call('speed.use', owner)
    for (const bid of bids) expect((await signed(rig, bid, 1n)).cumulative).toBe(btt(0.5))
    rig.close()
  })
})

describe('the ledger’s file', () => {
  it('is this user’s alone, and is not made before there are books', async () => {
    const rig = new SpeedRig(folder)
    await rig.call('speed.figures', undefined)
    expect(readdirSync(folder)).toEqual([])
    await rig.call('speed.use', owner)
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o077)
    expect(modes.length).toBeGreaterThan(0)
    if (process.platform !== 'win32') expect(new Set(modes)).toEqual(new Set([0]))
    rig.close()
  })
})

describe('the database itself', () => {
  it('removes no line, changes no closed one, and lets no promise fall', async () => {
    const rig = await begin()
    await signed(rig, await open(rig), 4n)
    await earn(rig, 1)
    const db = new DatabaseSync(path)
    const refuses = (sql: string): void => expect(() => db.exec(sql)).toThrow('the ledger only grows')
    refuses('DELETE FROM journal')
    refuses(`UPDATE journal SET amount = '1'`)
    refuses(`UPDATE journal SET at = 0`)
    refuses(`UPDATE journal SET kind = 'lock'`)
    refuses(`UPDATE vouchers_out SET cumulative = '999'`)
    refuses('DELETE FROM vouchers_out')
    refuses(`UPDATE vouchers_in SET cumulative = '1'`)
    refuses('DELETE FROM vouchers_in')
    db.exec('UPDATE journal SET is_open = 0')
    refuses(`UPDATE journal SET amount = '9' || amount`)
    refuses('UPDATE journal SET is_open = 1')
    db.close()
    rig.close()
  })
})
