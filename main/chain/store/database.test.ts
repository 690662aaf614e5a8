import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryPortPair } from '../../../app/ipc/port.ts'
import { connect } from '../../../app/ipc/rpc.ts'
import { amount } from '../../../app/money/amount.ts'
import { serveChain } from '../serve.ts'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { openDatabase } from './database.ts'
import { Records } from './records.ts'
import { NEW, Sends, type NewSend } from './sends.ts'

const bob = addressOfKey(keyOf(2))
let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-database-'))
  path = join(folder, 'chain.db')
  const { db } = openDatabase(folder)
  const records = new Records(db)
  // Several pages, so that there is a middle.
  for (let n = 0; n < 400; n++) records.putContact(addressOfKey(keyOf(n % 200)), `Somebody ${n} ${'x'.repeat(60)}`, n)
  records.putContact(bob, 'Bob', 1)
  db.close()
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const damages: readonly (readonly [string, () => void])[] = [
  ['no database at all', () => writeFileSync(path, 'something else '.repeat(500))],
  [
    'a wrong page in its middle',
    () => {
      const bytes = readFileSync(path)
      writeFileSync(path, bytes.fill(0xa5, 4_096, 12_288))
    },
  ],
  ['cut off', () => truncateSync(path, 6_000)],
]

describe('the chain’s database', () => {
  it('keeps what it was told, and is not touched when it is whole', () => {
    const { db, keptAs } = openDatabase(folder)
    expect(keptAs).toBeNull()
    expect(new Records(db).names().get(bob)).toBe('Bob')
    db.close()
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it.each(damages)('that is %s is put aside as it was, and a new one is begun', (_what, damage) => {
    damage()
    const before = readFileSync(path)
    const { db, keptAs } = openDatabase(folder)
    expect(keptAs).toBe('chain.damaged-1.db')
    expect(readFileSync(join(folder, 'chain.damaged-1.db')).equals(before)).toBe(true)
    const records = new Records(db)
    expect(records.names().size).toBe(0)
    records.putContact(bob, 'Robert', 2)
    db.close()
    const again = openDatabase(folder)
    expect(again.keptAs).toBeNull()
    expect(new Records(again.db).names().get(bob)).toBe('Robert')
    again.db.close()
  })

  it('put aside twice has two names, and neither is lost', () => {
    for (const number of [1, 2]) {
      writeFileSync(path, `damage ${number}`.repeat(500))
      const { db, keptAs } = openDatabase(folder)
      expect(keptAs).toBe(`chain.damaged-${number}.db`)
      db.close()
    }
    expect(readFileSync(join(folder, 'chain.damaged-1.db'), 'utf8')).toMatch(/^damage 1/)
  })

  it('of the version before Speed keeps its sends, which are none of the vault', () => {
    const send: NewSend = {
      txId: 'ab'.repeat(32),
      chain: 7,
      account: bob,
      asset: 'trx' as NewSend['asset'],
      symbol: 'TRX',
      decimals: 6,
      known: true,
      amount: amount(5n),
      recipient: bob,
      memo: null,
      call: null,
      signed: Uint8Array.of(1, 2, 3),
      most: amount(1n),
      createdAt: 1,
      lifetime: 2,
      expiresAt: 3,
    }
    const now = openDatabase(folder)
    new Sends(now.db).add(send)
    for (const column of ['call', 'events', 'told']) now.db.exec(`ALTER TABLE sends DROP COLUMN ${column}`)
    now.db.exec('PRAGMA user_version = 3')
    now.db.close()
    const { db, keptAs } = openDatabase(folder)
    expect(keptAs).toBeNull()
    expect(new Sends(db).all(7)).toEqual([{ ...send, ...NEW }])
    expect(new Sends(db).untold(7)).toEqual([])
    db.close()
  })

  it('of a newer version is left alone: it is not damaged', () => {
    const newer = new DatabaseSync(path)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    expect(() => openDatabase(folder)).toThrow('of another version')
    expect(existsSync(join(folder, 'chain.damaged-1.db'))).toBe(false)
  })

  it('that was put aside is told of', async () => {
    writeFileSync(path, 'something else '.repeat(500))
    const [near, far] = memoryPortPair(setImmediate, structuredClone)
    serveChain(far, () => undefined, String)
    const client = connect(near)
    const told: unknown[] = []
    client.onEvent((name, data) => told.push([name, data]))
    expect(await client.call('chain.start', { folder })).toMatchObject({ ok: true })
    expect(told).toEqual([['chain.reset', { keptAs: 'chain.damaged-1.db' }]])
    expect(await client.call('contacts.list', undefined)).toMatchObject({ ok: true, value: [] })
    // Whether something was saved in what is put aside now, nobody says.
    expect(await client.call('chain.isSaved', { txId: 'ab'.repeat(32) })).toEqual({
      ok: false,
      error: { code: 'chain', fault: 'state-disk' },
    })
    await client.call('chain.shutdown', undefined)
  })
})
