// Takes what the session's write-ahead log holds over into the database, on a thread of its own: SQLite's own
// checkpoints wait for the disk in the middle of a commit (https://www.sqlite.org/wal.html, "Checkpointing"). Leaves
// the last one to whoever closes the database. Invariant: one at a time; nothing waits for it.

import { Worker } from 'node:worker_threads'

/** Commits between two: a commit writes a few pages of 4 KiB, more for torrents of very many pieces. */
const COMMITS = 250

export class Checkpoints {
  readonly #path: string
  #commits = 0
  #running = false

  constructor(path: string) {
    this.#path = path
  }

  committed(): void {
    this.#commits++
    if (this.#running || this.#commits < COMMITS) return
    this.#commits = 0
    this.#running = true
    const worker = new Worker(`(${checkpoint.toString()})(${JSON.stringify(this.#path)})`, { eval: true })
    worker.unref()
    // What it could not take over stays in the log, which counts as much.
    worker.on('error', () => undefined)
    worker.on('exit', () => (this.#running = false))
  }
}

/** Uses nothing from outside its own braces: its source is also what the thread runs. */
function checkpoint(path: string): void {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const db = new DatabaseSync(path, { timeout: 1000 })
  try {
    db.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE)')
  } finally {
    db.close()
  }
}
