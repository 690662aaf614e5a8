// Opening speed.db, whatever state it is in. WAL with full syncing: what a transaction returned from survives a power
// cut. A damaged file is set aside under another name and a new one is begun. Invariant: no file is ever deleted here.

import { closeSync, existsSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from './schema.ts'

const NAME = 'speed'
const COMPANIONS = ['', '-wal', '-shm']
/** https://www.sqlite.org/rescode.html: the image is malformed; it is no database. */
const DAMAGE = new Set([11, 26])
/** No such table or column; a value that cannot be there; one of another type. */
const MISFITS = new Set([1, 19, 20])

class DamagedLedger extends Error {}

export interface OpenedLedger {
  readonly db: DatabaseSync
  /** The file was damaged: it lies beside the new one under this name. Null: it was not. */
  readonly keptAs: string | null
}

/** Of an error of SQLite's; null: it is another's. */
export const sqliteCode = (cause: unknown): number | null =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : null

const isDamage = (cause: unknown): boolean => cause instanceof DamagedLedger || DAMAGE.has(sqliteCode(cause) ?? 0)

const TOUCH = `SELECT claimed FROM vouchers_out LIMIT 1; SELECT base FROM vouchers_in LIMIT 1;
  SELECT is_open FROM journal LIMIT 1; SELECT device FROM books LIMIT 1; SELECT spent FROM allowances LIMIT 1;
  SELECT day FROM days LIMIT 1; SELECT budget FROM torrents LIMIT 1; SELECT paid FROM bids LIMIT 1;
  SELECT free FROM deposits LIMIT 1; SELECT amount FROM locks LIMIT 1; SELECT tx FROM settled LIMIT 1;
  SELECT is_on FROM switches LIMIT 1`

/** A table that is missing, or is not what its version has, is damage too, of whatever version. */
const takeUp = (db: DatabaseSync): void => {
  try {
    migrate(db)
    db.exec(TOUCH)
  } catch (cause) {
    throw MISFITS.has(sqliteCode(cause) ?? 0) ? new DamagedLedger() : cause
  }
}

const open = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    if (db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] !== 'ok') throw new DamagedLedger()
    takeUp(db)
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}

const asideName = (folder: string): string => {
  for (let n = 1; ; n++) {
    const name = `${NAME}.damaged-${n}.db`
    if (!existsSync(join(folder, name))) return name
  }
}

/** One was begun. */
export const hasLedger = (folder: string | null): boolean => folder === null || existsSync(join(folder, `${NAME}.db`))

/** Null: in memory, gone with the process. Throws when the disk refuses, and NewerLedger. */
export const openLedger = (folder: string | null): OpenedLedger => {
  if (folder === null) return { db: open(':memory:'), keptAs: null }
  const path = join(folder, `${NAME}.db`)
  // For this user alone; its companions take after it.
  closeSync(openSync(path, 'a', 0o600))
  try {
    return { db: open(path), keptAs: null }
  } catch (cause) {
    if (!isDamage(cause)) throw cause
  }
  const keptAs = asideName(folder)
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, join(folder, keptAs) + companion)
  }
  return { db: open(path), keptAs }
}
