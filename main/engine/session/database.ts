// Opening the session database, whatever state it is in. A damaged one is kept under another name, and the newest
// backup that opens takes its place; failing all, an empty one. On a disk without a free page it is opened cramped.
// Leaves what is in it to others. Invariant: no file is ever deleted here, and what is answered has passed an integrity
// check.

import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isFull, openCramped, openRoomy } from './cramped-database.ts'
import { ForeignDatabaseError, migrate } from './schema.ts'

export interface OpenedDatabase {
  readonly db: DatabaseSync
  /** It is not what the last run left. */
  readonly restored: boolean
  /** The disk is full: nobody else can open it until `leaveCramped`. */
  readonly cramped: boolean
}

export const databasePath = (folder: string): string => join(folder, 'session.db')
export const backupFolder = (folder: string): string => join(folder, 'backups')

/** Clocks of file systems are coarse, and those of other computers a little off. */
const LATER_MS = 3_600_000
const COMPANIONS = ['', '-wal', '-shm']
// https://www.sqlite.org/rescode.html: out of memory, busy, locked, no permission, read-only, disk full,
// cannot open
const NOT_DAMAGE = new Set([3, 5, 6, 7, 8, 13, 14])
const IO_ERROR = 10
/** Of the failed system calls only reads, short reads and a corrupt file system; a write fails on a full disk too. */
const IO_DAMAGE = new Set([266, 522, 8458])

/** `sound`: it has just passed the check, and is not checked again. */
export function openDatabase(folder: string, sound: boolean): OpenedDatabase {
  const path = databasePath(folder)
  const existed = existsSync(path)
  const backups = backupsIn(folder)
  if (existed || backups.length === 0) {
    try {
      return { ...openWhole(path, sound), restored: false }
    } catch (error) {
      if (!isDamage(error)) throw error
      putAside(path)
    }
  }
  for (const backup of backups) {
    const opened = openBackup(path, backup)
    if (opened !== null) return { ...opened, restored: true }
  }
  return { ...openWhole(path), restored: true }
}

/** ms since the epoch; 0: there is none, or its date is yet to come, made while the clock was wrong. */
export const madeAt = (path: string): number => {
  const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return at > Date.now() + LATER_MS ? 0 : at
}

/** Newest first. */
function backupsIn(folder: string): string[] {
  if (!existsSync(backupFolder(folder))) return []
  return readdirSync(backupFolder(folder))
    .filter((name) => name.endsWith('.db'))
    .map((name) => join(backupFolder(folder), name))
    .toSorted((a, b) => madeAt(b) - madeAt(a))
}

function openBackup(path: string, backup: string): Whole | null {
  const copy = `${path}.restoring`
  try {
    for (const companion of COMPANIONS) rmSync(copy + companion, { force: true })
    copyFileSync(backup, copy)
    openWhole(copy).db.close()
  } catch (error) {
    if (!isDamage(error)) throw error
    return null
  }
  renameSync(copy, path)
  return openWhole(path)
}

type Whole = Omit<OpenedDatabase, 'restored'>

/** What is empty and cannot be filled is no database: on a full disk only one that is there is opened. */
function openWhole(path: string, sound = false): Whole {
  try {
    return { db: checked(path, openRoomy, sound), cramped: false }
  } catch (error) {
    if (!isFull(error)) throw error
    return { db: checked(path, openCramped, sound), cramped: true }
  }
}

function checked(path: string, open: (db: DatabaseSync) => void, sound: boolean): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 })
  try {
    open(db)
    if (!sound && !isWhole(db)) throw new ForeignDatabaseError('damaged')
    migrate(db)
    // Touches every table: one that is missing or not ours shows here.
    db.exec(`BEGIN IMMEDIATE; UPDATE journal SET id = id WHERE 0; ROLLBACK;
             SELECT seq, wants_to_run FROM torrents LIMIT 1; SELECT sum FROM metainfo LIMIT 1;
             SELECT clean FROM journal LIMIT 1; SELECT next, mtime FROM journal_files LIMIT 1;
             SELECT piece FROM journal_aside LIMIT 1`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const isWhole = (db: DatabaseSync): boolean =>
  db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok'

function putAside(path: string): void {
  let n = 1
  while (existsSync(damagedPath(path, n))) n++
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, damagedPath(path, n) + companion)
  }
}

const damagedPath = (path: string, n: number): string => path.replace(/\.db$/, `.damaged-${n}.db`)

function isDamage(error: unknown): boolean {
  if (error instanceof ForeignDatabaseError) return true
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  const primary = error.errcode & 0xff
  return primary === IO_ERROR ? IO_DAMAGE.has(error.errcode) : !NOT_DAMAGE.has(primary)
}
