// The chain on disk, in one SQLite file: each block with its transactions and what it changed, written as it is sealed,
// and the state of all blocks that are too old to change. Invariant: what is in the file is the chain up to some block,
// whenever the process ends; the pool is not kept, as no node keeps it. A file that cannot be read is set aside.

import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import type { Block } from './block.ts'
import { REFERABLE, type Recorded } from './history.ts'

export interface Saved {
  readonly base: Map<string, unknown>
  readonly baseNumber: number
  /** One for each block above the base. */
  readonly layers: Map<string, unknown>[]
  readonly blocks: readonly { readonly block: Block; readonly contents: readonly Recorded[] }[]
  readonly branch: number
}

export interface Archive {
  load(): Saved | null
  append(block: Block, contents: readonly Recorded[], changes: ReadonlyMap<string, unknown>, branch: number): void
  /** A block's changes become part of the base. */
  settle(number: number, changes: ReadonlyMap<string, unknown>): void
  /** Blocks above this one never were. */
  rewind(height: number): void
  close(): void
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, record BLOB NOT NULL, branch INTEGER NOT NULL,
    transactions INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS change (key TEXT NOT NULL, block INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (key, block)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS base (number INTEGER NOT NULL) STRICT;
`

const INSERT_BLOCK = 'INSERT INTO block VALUES (?, ?, ?, ?)'

class SqliteArchive implements Archive {
  readonly #db: DatabaseSync

  constructor(file: string) {
    this.#db = new DatabaseSync(file)
    this.#db.exec(SCHEMA)
  }

  load(): Saved | null {
    const rows = this.#db.prepare('SELECT record, branch FROM block ORDER BY number').all()
    const last = rows.at(-1)
    if (!last) return null
    const blocks = rows.map(({ record }) => deserialize(record as Uint8Array) as Saved['blocks'][number])
    const baseNumber = Number(this.#db.prepare('SELECT max(number) AS number FROM base').get()?.['number'] ?? 0)
    const height = blocks.at(-1)?.block.number ?? 0
    const base = new Map<string, unknown>()
    const layers = Array.from({ length: height - baseNumber }, () => new Map<string, unknown>())
    for (const row of this.#db.prepare('SELECT key, block, value FROM change ORDER BY block').all()) {
      const value: unknown = deserialize(row['value'] as Uint8Array)
      const place = Number(row['block']) - baseNumber
      if (place > 0) layers[place - 1]?.set(String(row['key']), value)
      else if (value === undefined) base.delete(String(row['key']))
      else base.set(String(row['key']), value)
    }
    return { base, baseNumber, layers, blocks, branch: Number(last['branch']) }
  }

  append(block: Block, contents: readonly Recorded[], changes: ReadonlyMap<string, unknown>, branch: number): void {
    this.#whole(() => {
      this.#run(INSERT_BLOCK, block.number, serialize({ block, contents }), branch, contents.length)
      for (const [key, value] of changes) {
        this.#run('INSERT INTO change VALUES (?, ?, ?)', key, block.number, serialize(value))
      }
    })
  }

  settle(number: number, changes: ReadonlyMap<string, unknown>): void {
    this.#whole(() => {
      this.#run('DELETE FROM base')
      this.#run('INSERT INTO base VALUES (?)', number)
      this.#run('DELETE FROM block WHERE transactions = 0 AND number > 0 AND number < ?', number - REFERABLE)
      for (const [key, value] of changes) {
        this.#run('DELETE FROM change WHERE key = ? AND block < ?', key, number)
        if (value === undefined) this.#run('DELETE FROM change WHERE key = ? AND block = ?', key, number)
      }
    })
  }

  rewind(height: number): void {
    this.#whole(() => {
      this.#run('DELETE FROM block WHERE number > ?', height)
      this.#run('DELETE FROM change WHERE block > ?', height)
    })
  }

  close(): void {
    this.#db.close()
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values)
  }

  #whole(work: () => void): void {
    this.#db.exec('BEGIN')
    try {
      work()
      this.#db.exec('COMMIT')
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }
}

const FILE = 'practice.sqlite'

const readable = (file: string): SqliteArchive | null => {
  let archive: SqliteArchive | null = null
  try {
    archive = new SqliteArchive(file)
    archive.load()
    return archive
  } catch {
    archive?.close()
    return null
  }
}

/** Opens the chain kept in a folder, or begins one there. A damaged file stays beside it, as `.damaged`. */
export const openArchive = (folder: string): { archive: Archive; damaged: boolean } => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, FILE)
  const found = readable(file)
  if (found) return { archive: found, damaged: false }
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(file + end)) renameSync(file + end, `${file}.damaged${end}`)
  }
  return { archive: new SqliteArchive(file), damaged: true }
}
