import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultOptions } from '../../../app/torrent/options.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { ManualClock } from '../storage/testing/manual-clock.ts'
import { databasePath } from './database.ts'
import { migrate } from './schema.ts'
import { openSession } from './session-db.ts'
import type { Session, StoredTorrent } from './session.ts'

const idOf = (n: number): TorrentId => n.toString(16).padStart(40, '0') as TorrentId

const torrentOf = (n: number): StoredTorrent => ({
  id: idOf(n),
  name: `torrent ${n} ☂`,
  info: Uint8Array.of(n, 2, 3),
  isPrivate: n % 2 === 1,
  folder: '/save',
  root: `/save/torrent ${n}`,
  wantsToRun: n % 2 === 0,
  trackers: [['http://a/announce', 'udp://b:1'], ['http://c/announce']],
  webSeeds: ['http://d/'],
  priorities: [2, 0, 3, 1],
  addedAt: 1_700_000_000_000 + n,
  doneAt: null,
  downloaded: 2 ** 52 + n,
  uploaded: 5,
  activeSeconds: 1.5,
  comment: null,
  createdBy: 'somebody',
  createdAt: 1_600_000_000_000,
  rank: 1,
  forced: false,
  options: defaultOptions,
  seedingSeconds: 0,
  goal: null,
  check: null,
  peers: [],
  kept: [1, 300],
})

let folder = ''
let clock = new ManualClock()
let session: Session

const reopen = (): void => {
  session.close()
  session = openSession(folder, clock)
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swiftseed-session-'))
  clock = new ManualClock()
  session = openSession(folder, clock)
})

afterEach(async () => {
  session.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
})

describe('the list of torrents', () => {
  it('comes back as it was, the newest first', () => {
    const torrents = [3, 1, 2].map(torrentOf)
    for (const torrent of torrents) session.put(torrent)
    reopen()
    expect(session.restored).toBe(false)
    expect([...session.torrents()]).toEqual(torrents.toReversed())
  })

  it('knows nothing as well as something', () => {
    const bare: StoredTorrent = {
      ...torrentOf(1),
      info: null,
      isPrivate: null,
      priorities: null,
      trackers: [],
      webSeeds: [],
      createdBy: null,
      createdAt: null,
    }
    session.put(bare)
    reopen()
    expect([...session.torrents()]).toEqual([bare])
  })

  it('takes changes one by one', () => {
    session.put({ ...torrentOf(1), info: null })
    session.update(idOf(1), { info: Uint8Array.of(9), name: 'found', wantsToRun: true, doneAt: 12 })
    session.update(idOf(1), { priorities: null })
    reopen()
    expect([...session.torrents()]).toEqual([
      { ...torrentOf(1), info: Uint8Array.of(9), name: 'found', wantsToRun: true, doneAt: 12, priorities: null },
    ])
  })

  it('keeps the place in the queue and what was chosen for the torrent alone', () => {
    const chosen: StoredTorrent = {
      ...torrentOf(1),
      rank: -7,
      forced: true,
      options: {
        limits: { down: 10_240, up: null, weight: 9, connections: 12 },
        order: { sequential: true, firstLast: true },
        goals: { ratio: 1.5, minutes: null, action: 'remove' },
      },
      seedingSeconds: 77,
      goal: 'overruled',
      check: 'held',
    }
    session.put(chosen)
    reopen()
    expect([...session.torrents()]).toEqual([chosen])
  })

  it('brings up a list of the first version, queued in the order it had', () => {
    session.close()
    const file = databasePath(folder)
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
    const old = new DatabaseSync(file)
    migrate(old, 1)
    const insert = old.prepare(
      `INSERT INTO torrents (id, name, folder, root, wants_to_run, trackers, web_seeds, added_at, downloaded, uploaded,
       active_seconds) VALUES (?, 'a', '/f', '/f/a', 1, '[]', '[]', 1, 2, 3, 4)`,
    )
    for (const n of [2, 1]) insert.run(idOf(n))
    old.close()
    session = openSession(folder, clock)
    const fresh = { forced: false, options: defaultOptions, seedingSeconds: 0, goal: null, check: null, kept: [] }
    expect([...session.torrents()]).toMatchObject([
      { id: idOf(1), rank: 2, uploaded: 3, ...fresh },
      { id: idOf(2), rank: 1, uploaded: 3, ...fresh },
    ])
  })

  it('writes counters in batches, and at the end', async () => {
    session.put(torrentOf(1))
    session.update(idOf(1), { downloaded: 10 })
    session.update(idOf(1), { uploaded: 20, activeSeconds: 2.5, seedingSeconds: 1.5 })
    const other = openSession(folder, new ManualClock())
    expect([...other.torrents()][0]).toMatchObject({ downloaded: 2 ** 52 + 1, uploaded: 5 })
    expect([...session.torrents()][0]).toMatchObject({ downloaded: 10, uploaded: 20, activeSeconds: 2.5 })
    await clock.advance(5000)
    expect([...other.torrents()][0]).toMatchObject({
      downloaded: 10,
      uploaded: 20,
      activeSeconds: 2.5,
      seedingSeconds: 1.5,
    })
    session.update(idOf(1), { uploaded: 30 })
    other.close()
    reopen()
    expect([...session.torrents()][0]).toMatchObject({ uploaded: 30 })
  })

  it('forgets a torrent with all that was known of it', () => {
    for (const n of [1, 2]) session.put(torrentOf(n))
    const { journal } = session
    journal.durable(idOf(1), [0], { count: 8, stamps: new Map([[0, { size: 1, mtimeMs: 2 }]]), aside: [0] })
    journal.ours(idOf(1), new Map([[0, 'a']]))
    journal.writing(idOf(1), 3)
    session.remove(idOf(1))
    reopen()
    expect([...session.torrents()].map(({ id }) => id)).toEqual([idOf(2)])
    expect(session.journal.state(idOf(1))).toEqual({
      durable: null,
      suspect: [],
      partials: [],
      ours: new Map(),
      renaming: new Map(),
      stamps: new Map(),
      aside: new Set(),
      rootMade: false,
      clean: true,
    })
  })
})

describe('the journal', () => {
  const id = idOf(7)

  it('moves pieces from suspect to durable', () => {
    const { journal } = session
    journal.opened(id)
    for (const piece of [0, 5, 9]) journal.writing(id, piece)
    expect(journal.state(id)).toMatchObject({ durable: null, suspect: [0, 5, 9], clean: false })
    const stamps = new Map([[2, { size: 3, mtimeMs: 4.5 }]])
    journal.durable(id, [0, 9], { count: 10, stamps, aside: [9] })
    reopen()
    expect(session.journal.state(id)).toMatchObject({
      durable: Uint8Array.of(0b1000_0000, 0b0100_0000),
      suspect: [5],
      stamps,
      aside: new Set([9]),
      clean: false,
    })
  })

  it('remembers what is lost, placed, checked and ours', async () => {
    const { journal } = session
    journal.durable(id, [0, 1, 2], { count: 8, stamps: new Map(), aside: [1, 2] })
    journal.writing(id, 4)
    journal.lost(id, [0, 1, 4])
    journal.placed(id, [2])
    expect(journal.state(id)).toMatchObject({ durable: Uint8Array.of(0b0010_0000), suspect: [], aside: new Set() })
    journal.writing(id, 5)
    journal.replace(id, Uint8Array.of(0b1111_0000), { count: 8, stamps: new Map(), aside: [3] })
    journal.ours(id, new Map([[0, 'a.part']]))
    journal.ours(id, new Map([[0, 'a'], [1, 'b']])) // prettier-ignore
    journal.notOurs(id, [1])
    journal.ours(id, new Map([[2, 'c.part']]))
    await journal.renaming(id, new Map([[2, 'c']]))
    journal.rootMade(id)
    journal.closed(id)
    reopen()
    expect(session.journal.state(id)).toMatchObject({
      durable: Uint8Array.of(0b1111_0000),
      suspect: [],
      aside: new Set([3]),
      ours: new Map([
        [0, 'a'],
        [2, 'c.part'],
      ]),
      renaming: new Map([[2, 'c']]),
      rootMade: true,
      clean: true,
    })
  })
})
