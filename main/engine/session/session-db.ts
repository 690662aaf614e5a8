// The session on disk: the list of torrents, their counters and the journal, in one SQLite file with backups beside
// it. One process has it open. Leaves tables to TorrentTable and JournalDb, opening what is damaged to database.ts.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Clock } from '../storage/clock.ts'
import { realClock } from '../storage/clock.ts'
import { faultOf } from '../storage/disk-fault.ts'
import { Backups } from './backups.ts'
import { leaveCramped } from './cramped-database.ts'
import { databasePath, openDatabase, type OpenedDatabase } from './database.ts'
import { Checkpoints } from './checkpoints.ts'
import { JournalDb } from './journal-db.ts'
import { PartialsFolder } from './partials-file.ts'
import type { Journal, Session, StoredPatch, StoredTorrent } from './session.ts'
import { isSound } from './soundness.ts'
import { SuspectLog } from './suspect-log.ts'
import { TorrentTable } from './torrent-table.ts'
import { Transactions } from './transaction.ts'

/** Counters are written this long after the first of them changed. */
const COUNTERS_MS = 5000
/** Between two looks whether a full disk has room again. */
const ROOM_MS = 2000

export function openSession(stateFolder: string, clock: Clock = realClock, sound = false): Session {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const opened = openDatabase(stateFolder, sound)
  if (opened.restored) doubtUnfinished(opened.db)
  return new SessionDb(stateFolder, clock, opened)
}

/** The same, but a large database is looked over on a thread before it is opened here. */
export const openSessionAside = async (stateFolder: string, clock: Clock = realClock): Promise<Session> =>
  openSession(stateFolder, clock, await isSound(databasePath(stateFolder)))

class SessionDb implements Session {
  readonly journal: Journal
  readonly restored: boolean
  readonly #stateFolder: string
  #cramped: boolean
  readonly #clock: Clock
  readonly #db: DatabaseSync
  readonly #journal: JournalDb
  readonly #table: TorrentTable
  readonly #transactions: Transactions
  readonly #suspects: SuspectLog
  readonly #backups: Backups
  #cancelCounters: (() => void) | null = null
  #cancelRoom: (() => void) | null = null

  constructor(stateFolder: string, clock: Clock, { db, restored, cramped }: OpenedDatabase) {
    this.#stateFolder = stateFolder
    this.#cramped = cramped
    this.#clock = clock
    this.#db = db
    this.restored = restored
    const path = databasePath(stateFolder)
    this.#transactions = new Transactions(db, `${path}-wal`, new Checkpoints(path))
    this.#suspects = new SuspectLog(join(stateFolder, 'suspects.log'))
    this.#journal = new JournalDb({
      db,
      transactions: this.#transactions,
      suspects: this.#suspects,
      partials: new PartialsFolder(join(stateFolder, 'partials')),
    })
    this.journal = this.#journal
    this.#table = new TorrentTable(db, this.#transactions)
    this.#backups = new Backups(stateFolder, clock)
    if (cramped) this.#awaitRoom()
  }

  get cramped(): boolean {
    return this.#cramped
  }

  *torrents(): Generator<StoredTorrent> {
    this.#journal.recall()
    yield* this.#table.all()
  }

  put(torrent: StoredTorrent): void {
    this.putAll([torrent])
  }

  putAll(torrents: readonly StoredTorrent[]): void {
    this.#table.put(torrents)
    this.#backups.changed()
  }

  update(id: TorrentId, patch: StoredPatch): void {
    this.updateAll(new Map([[id, patch]]))
  }

  updateAll(patches: ReadonlyMap<TorrentId, StoredPatch>): void {
    if (this.#table.update(patches)) this.#backups.changed()
    else this.#cancelCounters ??= this.#clock.after(COUNTERS_MS, () => this.#flushCounters())
  }

  remove(id: TorrentId): void {
    this.#transactions.run('kept', () => {
      this.#table.remove(id)
      this.#journal.remove(id)
    })
    this.#backups.changed()
  }

  close(): void {
    this.#cancelCounters?.()
    this.#cancelRoom?.()
    this.#flushCounters()
    // Nobody else can read it while it is cramped, not even to copy it.
    this.#quietly(() => this.#backups.close(!this.#cramped))
    this.#quietly(() => this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
    this.#db.close()
    this.#suspects.close()
  }

  #awaitRoom(): void {
    this.#cancelRoom = this.#clock.after(ROOM_MS, () => {
      this.#cramped = !leaveCramped(this.#db, this.#stateFolder)
      if (this.#cramped) return this.#awaitRoom()
      this.#cancelRoom = null
      this.#backups.changed()
    })
  }

  /** What a full disk has no room for now: the database is whole without it. */
  #quietly(act: () => void): void {
    try {
      act()
    } catch (error) {
      if (faultOf(error) === null) throw error
    }
  }

  #flushCounters(): void {
    this.#cancelCounters = null
    try {
      this.#table.flush()
    } catch {
      // A full state disk: they stay in memory, and the next change tries again.
    }
  }
}

/** A backup's word on a torrent that was not complete is old: what is on disk says more. */
function doubtUnfinished(db: DatabaseSync): void {
  const rows = db.prepare('SELECT id, durable, pieces FROM journal').all()
  const doubt = db.prepare('UPDATE journal SET durable = NULL, clean = 0 WHERE id = ?')
  for (const { id, durable, pieces } of rows) {
    const complete = durable instanceof Uint8Array && typeof pieces === 'number' && countOf(durable) === pieces
    if (typeof id === 'string' && !complete) doubt.run(id)
  }
  db.exec('UPDATE journal SET clean = 0')
}

function countOf(bits: Uint8Array): number {
  let count = 0
  for (const byte of bits) for (let rest = byte; rest !== 0; rest &= rest - 1) count++
  return count
}
