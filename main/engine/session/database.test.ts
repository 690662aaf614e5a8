import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultOptions } from '../../../app/torrent/options.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { realClock } from '../storage/clock.ts'
import { ManualClock } from '../storage/testing/manual-clock.ts'
import { randomFrom } from '../storage/testing/sample-torrent.ts'
import { openSession, openSessionAside } from './session-db.ts'
import type { Session, StoredTorrent } from './session.ts'

/** A long campaign sets it to 1000. */
const CORRUPTIONS = Number(process.env['CORRUPTIONS'] ?? 40)

const mayMount = process.getuid?.() === 0 && process.platform === 'linux'

const ids = Array.from({ length: 30 }, (_, n) => n.toString(16).padStart(40, '0') as TorrentId)
const id = 'ab'.repeat(20) as TorrentId

const torrentOf = (each: TorrentId): StoredTorrent => ({
  id: each,
  name: each.slice(-2),
  info: new Uint8Array(3000).fill(1),
  isPrivate: null,
  folder: '/save',
  root: `/save/${each}`,
  wantsToRun: true,
  trackers: [['http://a/announce']],
  webSeeds: [],
  priorities: null,
  addedAt: 1,
  doneAt: null,
  downloaded: 0,
  uploaded: 0,
  activeSeconds: 0,
  comment: null,
  createdBy: null,
  createdAt: null,
  rank: 1,
  forced: false,
  options: defaultOptions,
  seedingSeconds: 0,
  goal: null,
  check: null,
  peers: [],
  kept: [],
})

let folder = ''
const path = (): string => join(folder, 'session.db')

/** Thirty torrents, all in the backup; one durable piece each. */
function fill(session: Session): void {
  for (const each of ids) {
    session.put(torrentOf(each))
    session.journal.durable(each, [0], { count: 2, stamps: new Map(), aside: [] })
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-damage-'))
  const session = openSession(folder, new ManualClock())
  fill(session)
  session.close()
})
// A backup may still be written while the folder goes.
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 10 }))

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(holds()).toBe(true)
}

describe('a session database', () => {
  it('that may only be read is not taken for damaged', () => {
    // What SQLite answers to the first write then, whoever asks; permissions bind no root.
    const refused = Object.assign(new Error('attempt to write a readonly database'), {
      code: 'ERR_SQLITE_ERROR',
      errcode: 8,
    })
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(() => {
      throw refused
    })
    try {
      expect(() => openSession(folder, new ManualClock())).toThrow(refused)
    } finally {
      exec.mockRestore()
    }
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
    const session = openSession(folder, new ManualClock())
    expect(session.restored).toBe(false)
    session.close()
  })

  it('is backed up once changes have settled, without holding up the engine', async () => {
    rmSync(join(folder, 'backups'), { recursive: true })
    const clock = new ManualClock()
    const session = openSession(folder, clock)
    session.put(torrentOf(id))
    await clock.advance(19_000)
    session.put({ ...torrentOf(id), name: 'later' })
    await clock.advance(19_000)
    expect(readdirSync(join(folder, 'backups'))).toEqual([])
    await clock.advance(2000)
    await until(() => existsSync(join(folder, 'backups', 'latest.db')))
    const backup = new DatabaseSync(join(folder, 'backups', 'latest.db'))
    expect(backup.prepare('SELECT count(*) AS n FROM torrents').get()).toEqual({ n: 31 })
    backup.close()
    session.close()
  })

  it('is backed up every day, and two days are kept', async () => {
    const clock = new ManualClock()
    const session = openSession(folder, clock)
    await clock.advance(60_000)
    await until(() => existsSync(join(folder, 'backups', 'daily-1.db')))
    await clock.advance(24 * 3_600_000)
    await until(() => existsSync(join(folder, 'backups', 'daily-2.db')))
    expect(readdirSync(join(folder, 'backups')).toSorted()).toEqual(['daily-1.db', 'daily-2.db', 'latest.db'])
    session.close()
  })

  it.skipIf(!mayMount)('on a disk without a free page is read, and shared again once there is room', async () => {
    rmSync(join(folder, 'backups'), { recursive: true })
    const disk = mkdtempSync(join(tmpdir(), 'swiftseed-full-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'swiftseed-test', disk])
    try {
      const before = openSession(disk, new ManualClock())
      fill(before)
      before.close()
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(join(disk, 'other'), Buffer.alloc(bavail * bsize))
      const clock = new ManualClock()
      const session = openSession(disk, clock)
      expect(session.cramped).toBe(true)
      expect([...session.torrents()]).toHaveLength(30)
      expect(() => session.put(torrentOf(id))).toThrow('full')
      await clock.advance(10_000)
      expect(session.cramped).toBe(true)
      rmSync(join(disk, 'other'))
      session.put(torrentOf(id))
      await clock.advance(2_000)
      expect(session.cramped).toBe(false)
      const other = new DatabaseSync(join(disk, 'session.db'))
      expect(other.prepare('SELECT count(*) AS n FROM torrents').get()).toEqual({ n: 31 })
      other.close()
      session.put({ ...torrentOf(id), name: 'later' })
      session.close()
      expect([...openSession(disk, new ManualClock()).torrents()].map(({ name }) => name)).toContain('later')
    } finally {
      execFileSync('umount', ['-l', disk])
      rmSync(disk, { recursive: true })
    }
  })

  it('that is damaged is kept, and the newest backup that opens takes its place', () => {
    copyFileSync(join(folder, 'backups', 'latest.db'), join(folder, 'backups', 'daily-1.db'))
    writeFileSync(join(folder, 'backups', 'latest.db'), 'broken')
    const damaged = Buffer.from('not a database at all, but long enough to be looked at'.repeat(50))
    writeFileSync(path(), damaged)
    const session = openSession(folder)
    expect(session.restored).toBe(true)
    expect([...session.torrents()]).toEqual(ids.map(torrentOf).toReversed())
    session.close()
    expect(readFileSync(join(folder, 'session.damaged-1.db'))).toEqual(damaged)
  })

  it('prefers no backup that was made while the clock was years ahead', () => {
    const ahead = join(folder, 'backups', 'daily-1.db')
    copyFileSync(join(folder, 'backups', 'latest.db'), ahead)
    const old = new DatabaseSync(ahead)
    old.exec("UPDATE torrents SET name = 'old'")
    old.close()
    const date = new Date(Date.now() + 10 * 365 * 86_400_000)
    utimesSync(ahead, date, date)
    writeFileSync(path(), 'broken, and long enough to be looked at'.repeat(50))
    const session = openSession(folder)
    expect([...session.torrents()].map(({ name }) => name)).not.toContain('old')
    session.close()
  })

  it('starts empty when nothing opens, and the damaged one is kept', () => {
    rmSync(join(folder, 'backups'), { recursive: true })
    writeFileSync(path(), Buffer.alloc(8192, 7))
    const session = openSession(folder)
    expect(session.restored).toBe(true)
    expect([...session.torrents()]).toEqual([])
    session.put(torrentOf(id))
    session.close()
    expect(existsSync(join(folder, 'session.damaged-1.db'))).toBe(true)
    expect([...openSession(folder).torrents()]).toHaveLength(1)
  })

  it('of a later version is kept for that version', () => {
    const db = new DatabaseSync(path())
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(openSession(folder).restored).toBe(true)
    const kept = new DatabaseSync(join(folder, 'session.damaged-1.db'))
    expect(kept.prepare('SELECT count(*) AS n FROM torrents').get()).toEqual({ n: 30 })
  })

  it('from a backup is not believed about pieces of unfinished torrents', () => {
    const session = openSession(folder, realClock)
    session.journal.durable(ids[0] ?? id, [1], { count: 2, stamps: new Map(), aside: [] })
    session.put(torrentOf(id))
    session.close()
    writeFileSync(path(), 'gone')
    const restored = openSession(folder)
    expect(restored.journal.state(ids[0] ?? id)).toMatchObject({ durable: Uint8Array.of(0b1100_0000), clean: false })
    expect(restored.journal.state(ids[1] ?? id)).toMatchObject({ durable: null, clean: false })
    restored.close()
  })

  it(
    'opens whatever happened to its bytes, and claims nothing it should not',
    () => {
      const whole = readFileSync(path())
      const random = randomFrom(Date.now())
      for (let run = 0; run < CORRUPTIONS; run++) {
        writeFileSync(path(), corrupted(whole, random))
        const session = openSession(folder)
        expect([...session.torrents()].length).toBeGreaterThanOrEqual(session.restored ? 30 : 0)
        for (const each of ids) expect([null, 0b1000_0000]).toContain(session.journal.state(each).durable?.[0] ?? null)
        session.close()
        for (const name of readdirSync(folder)) if (name.startsWith('session.')) rmSync(join(folder, name))
      }
    },
    CORRUPTIONS * 1000,
  )
})

describe('a large session database', () => {
  const large = Array.from({ length: 30 }, (_, n) => 'c'.repeat(38) + String(n).padStart(2, '0')) as TorrentId[]
  const reasons = (): string[] => readdirSync(folder).filter((name) => name.includes('damaged'))

  /** Opens it, and answers whether it was looked over on this thread. */
  const opened = async (): Promise<{ readonly session: Session; readonly here: boolean }> => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
    try {
      const session = await openSessionAside(folder, new ManualClock())
      return { session, here: prepare.mock.calls.some(([sql]) => sql.includes('integrity_check')) }
    } finally {
      prepare.mockRestore()
    }
  }

  beforeEach(() => {
    const session = openSession(folder, new ManualClock())
    session.putAll(large.map((each) => ({ ...torrentOf(each), info: new Uint8Array(200_000).fill(1) })))
    session.close()
  })

  it('is looked over on another thread, and opened without another look', async () => {
    const { session, here } = await opened()
    expect(here).toBe(false)
    expect(session.restored).toBe(false)
    expect([...session.torrents()]).toHaveLength(60)
    session.close()
  })

  it('that is damaged where only looking it over tells is kept, and a backup takes its place', async () => {
    const db = new DatabaseSync(path())
    db.exec('PRAGMA writable_schema = ON')
    const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'journal_aside'").get() ?? {}
    db.close()
    const bytes = readFileSync(path())
    const page = bytes.readUInt16BE(16)
    // A free block where there is none.
    bytes.writeUInt16BE(page - 8, (Number(rootpage) - 1) * page + 1)
    writeFileSync(path(), bytes)
    const { session } = await opened()
    expect(session.restored).toBe(true)
    expect([...session.torrents()]).toHaveLength(60)
    expect(reasons()).toContain('session.damaged-1.db')
    session.close()
  })
})

function corrupted(whole: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(whole)
  const at = Math.floor(random() * bytes.length)
  const length = Math.floor(random() * Math.min(5000, bytes.length - at))
  const kind = random()
  if (kind < 0.2) return bytes.subarray(0, at)
  if (kind < 0.5) bytes.fill(Math.floor(random() * 256), at, at + length)
  else if (kind < 0.8) for (let i = at; i < at + length; i++) bytes[i] = Math.floor(random() * 256)
  else bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  return bytes
}
