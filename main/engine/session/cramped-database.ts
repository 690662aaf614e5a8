// The session database on a disk without a free page. What several connections share of a write-ahead log takes a file
// of its own, for which there is no room then; a connection that locks everybody else out keeps it in memory
// (https://www.sqlite.org/wal.html, "Use of WAL Without Shared-Memory"). So the list can be read, and is written again
// as soon as there is room. Leaves noticing that to the session. Invariant: nothing committed is lost by either step.

import { statfsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

const FULL = 13
/** SQLITE_IOERR_SHMSIZE: no room for the file that connections share. */
const NO_ROOM_FOR_SHARED = 4874
/** Less is soon gone again. */
const ROOM = 1024 * 1024

export const isFull = (error: unknown): boolean => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : null
  return code === FULL || code === NO_ROOM_FOR_SHARED
}

export const openRoomy = (db: DatabaseSync): void => db.exec('PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL')

export const openCramped = (db: DatabaseSync): void =>
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL')

/** Lets other connections in again, if there is room for it by now. */
export function leaveCramped(db: DatabaseSync, folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < ROOM) return false
    // The mode of locking can be changed only without a write-ahead log: what is in it goes into the database first.
    db.exec('PRAGMA journal_mode = DELETE')
    openRoomy(db)
    return true
  } catch {
    stayCramped(db)
    return false
  }
}

/** Somebody was faster, or may use less than there is. */
function stayCramped(db: DatabaseSync): void {
  try {
    openCramped(db)
  } catch {
    // Without a write-ahead log it is as safe, and tried again as well.
  }
}
