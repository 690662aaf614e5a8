// Copies of the session database beside it: one soon after the list of torrents changed, and one a day, of which two
// are kept. Made on a thread of their own. Invariant: a file in the backups folder is whole and synced; an old one is
// replaced only by a new one that is.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../storage/clock.ts'
import { backupFolder, databasePath, madeAt } from './database.ts'

const SETTLE_MS = 20_000
const DAY_MS = 24 * 60 * 60 * 1000
const LATEST = 'latest.db'
const DAILY = ['daily-1.db', 'daily-2.db']

export class Backups {
  readonly #folder: string
  readonly #clock: Clock
  #cancelSettled: (() => void) | null = null
  #cancelDaily: () => void

  constructor(stateFolder: string, clock: Clock) {
    this.#folder = stateFolder
    this.#clock = clock
    mkdirSync(backupFolder(stateFolder), { recursive: true, mode: 0o700 })
    this.#cancelDaily = clock.after(Math.max(SETTLE_MS, this.#untilDue()), () => this.#daily())
  }

  /** A backup is due once nothing has changed for a while. */
  changed(): void {
    this.#cancelSettled?.()
    this.#cancelSettled = this.#clock.after(SETTLE_MS, () => {
      this.#cancelSettled = null
      this.#copySoon(LATEST)
    })
  }

  /** Makes the backup that is due, at once, if the database can be read. */
  close(readable = true): void {
    this.#cancelDaily()
    if (this.#cancelSettled === null) return
    this.#cancelSettled()
    if (!readable) return
    copyDatabase(databasePath(this.#folder), this.#path(LATEST))
  }

  #daily(): void {
    this.#copySoon(this.#oldestDaily())
    this.#cancelDaily = this.#clock.after(DAY_MS, () => this.#daily())
  }

  #untilDue(): number {
    const newest = Math.max(...DAILY.map((name) => this.#madeAt(name)))
    return Math.min(DAY_MS, newest + DAY_MS - Date.now())
  }

  #oldestDaily(): string {
    return DAILY.reduce((oldest, name) => (this.#madeAt(name) < this.#madeAt(oldest) ? name : oldest))
  }

  #madeAt(name: string): number {
    return madeAt(this.#path(name))
  }

  #copySoon(name: string): void {
    const args = JSON.stringify([databasePath(this.#folder), this.#path(name)])
    const worker = new Worker(`(${copyDatabase.toString()})(...${args})`, { eval: true })
    worker.unref()
    // The next one is not far away, and the database itself is where it was.
    worker.on('error', () => undefined)
  }

  #path(name: string): string {
    return join(backupFolder(this.#folder), name)
  }
}

/** Uses nothing from outside its own braces: its source is also what the thread runs. */
function copyDatabase(from: string, to: string): void {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const { closeSync, fsyncSync, openSync, renameSync, rmSync } = process.getBuiltinModule('node:fs')
  const unfinished = `${to}.new`
  rmSync(unfinished, { force: true })
  const db = new DatabaseSync(from, { timeout: 5000 })
  try {
    db.prepare('VACUUM INTO ?').run(unfinished)
  } finally {
    db.close()
  }
  const fd = openSync(unfinished, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(unfinished, to)
}
