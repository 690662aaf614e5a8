// The chain's database: sends with their signed bytes, what came in, who was paid, names. SQLite in WAL with full
// syncing: what a call returned from survives a power cut. A damaged file is put aside and never deleted. Invariant:
// amounts are decimal text, because they are longer than SQLite's integers.

import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SCHEMA = `
  CREATE TABLE sends (
    tx_id TEXT PRIMARY KEY, chain INTEGER NOT NULL, account TEXT NOT NULL, asset TEXT NOT NULL, symbol TEXT NOT NULL,
    decimals INTEGER NOT NULL, known INTEGER NOT NULL, amount TEXT NOT NULL, recipient TEXT NOT NULL, memo TEXT,
    signed BLOB NOT NULL, most TEXT NOT NULL, created_at INTEGER NOT NULL, lifetime INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, state TEXT NOT NULL, refusal TEXT, block INTEGER, block_at INTEGER, fee TEXT,
    failure TEXT, missing_since INTEGER, checked_at INTEGER, call TEXT, events TEXT, told INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX sends_underway ON sends (chain, state);
  CREATE TABLE received (
    id TEXT PRIMARY KEY, tx_id TEXT NOT NULL, chain INTEGER NOT NULL, account TEXT NOT NULL, asset TEXT NOT NULL,
    symbol TEXT NOT NULL, decimals INTEGER NOT NULL, known INTEGER NOT NULL, amount TEXT NOT NULL, payer TEXT NOT NULL,
    payee TEXT NOT NULL, made TEXT NOT NULL, block INTEGER NOT NULL, at INTEGER NOT NULL, failure TEXT
  ) STRICT;
  CREATE INDEX received_of ON received (chain, account, at);
  CREATE TABLE paid (
    chain INTEGER NOT NULL, address TEXT NOT NULL, first_at INTEGER NOT NULL, PRIMARY KEY (chain, address)
  ) STRICT;
  CREATE TABLE contacts (address TEXT PRIMARY KEY, name TEXT NOT NULL, added_at INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE compared (address TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (address, other)) STRICT;
  CREATE TABLE cursors (
    chain INTEGER NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (chain, account, kind)
  ) STRICT;
`
const VERSION = 5
/** From version n, its index plus one, to the next. */
const STEPS = [
  // What came in is read from the chain again, because who made it was not kept.
  `ALTER TABLE received ADD COLUMN made TEXT NOT NULL DEFAULT 'others'; DELETE FROM received; DELETE FROM cursors;
   CREATE TABLE compared (address TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (address, other)) STRICT;`,
  'ALTER TABLE contacts ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0;',
  `ALTER TABLE sends ADD COLUMN call TEXT; ALTER TABLE sends ADD COLUMN events TEXT;
   ALTER TABLE sends ADD COLUMN told INTEGER NOT NULL DEFAULT 0;`,
  // What came in is read again, because who signed it was not looked at.
  'DELETE FROM received; DELETE FROM cursors;',
] as const
const COMPANIONS = ['', '-wal', '-shm']

export interface Opened {
  readonly db: DatabaseSync
  /** The file was damaged: it lies beside the new one under this name. Null: it was not. */
  readonly keptAs: string | null
}

const open = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    if (db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') throw new Error('damaged')
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > VERSION) throw new Error('of another version')
    const change = version === 0 ? SCHEMA : STEPS.slice(version - 1).join(' ')
    if (version < VERSION) db.exec(`BEGIN IMMEDIATE; ${change} PRAGMA user_version = ${VERSION}; COMMIT`)
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}

const NOT_A_DATABASE = new Set([11, 26])

const isDamage = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false
  const code = (cause as Error & { errcode?: number }).errcode
  return cause.message === 'damaged' || (code !== undefined && NOT_A_DATABASE.has(code & 0xff))
}

/** Throws when the disk refuses, or the file is of a newer version. */
export const openDatabase = (folder: string): Opened => {
  const path = join(folder, 'chain.db')
  try {
    return { db: open(path), keptAs: null }
  } catch (cause) {
    if (!isDamage(cause)) throw cause
  }
  let number = 1
  const aside = (): string => `chain.damaged-${number}.db`
  while (existsSync(join(folder, aside()))) number++
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, join(folder, aside()) + companion)
  }
  return { db: open(path), keptAs: aside() }
}

/** All of it or nothing, on disk when it returns. */
export const inTransaction = <T>(db: DatabaseSync, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw cause
  }
}
