// Whether SQLite finds a database whole, asked on a thread: it reads every page, for thousands of torrents a tenth of a
// second. Leaves opening it, and everything about one that is not, to database.ts. Invariant: only yes means anything;
// whatever else happens here, whoever opens the database looks for itself.

import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

/** Bytes that are looked over in the time a thread takes to begin. */
const SMALL = 4 * 1024 * 1024

/** False: it is not, it is not there, nobody could tell, or telling takes so little that it was not tried. */
export const isSound = (path: string): Promise<boolean> => {
  const size = ['', '-wal'].reduce((sum, end) => sum + (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0), 0)
  if (size < SMALL) return Promise.resolve(false)
  const worker = new Worker(`(${lookOver.toString()})(${JSON.stringify(path)})`, { eval: true })
  return new Promise((resolve) => {
    worker.on('message', (sound: unknown) => resolve(sound === true))
    worker.on('error', () => resolve(false))
    worker.on('exit', () => resolve(false))
  })
}

/** Uses nothing from outside its own braces: its source is also what the thread runs. */
function lookOver(path: string): void {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const { parentPort } = process.getBuiltinModule('node:worker_threads')
  const db = new DatabaseSync(path, { timeout: 5000 })
  let sound = false
  try {
    sound = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok'
  } finally {
    db.close()
  }
  parentPort?.postMessage(sound)
}
