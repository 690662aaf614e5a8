import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, vi } from 'vitest'
import { Checkpoints } from './checkpoints.ts'
import { Transactions } from './transaction.ts'

it('let the log begin anew, and lose nothing', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-checkpoints-'))
  const path = join(folder, 'session.db')
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER, b BLOB)')
    const transactions = new Transactions(db, `${path}-wal`, new Checkpoints(path))
    const put = db.prepare('INSERT INTO t VALUES (?, zeroblob(8000))')
    const wal = (): number => statSync(`${path}-wal`).size
    let commits = 0
    const commit = (): void => transactions.run('soon', () => void put.run(commits++))
    // SQLite begins the log anew when all of it was taken over before the next commit; else its file grows.
    const isAnew = (): boolean => {
      const before = wal()
      commit()
      return wal() === before
    }
    for (let round = 0; round < 3; round++) {
      const begins = (): void => {
        const anew = isAnew()
        for (let n = 0; n < 100; n++) commit()
        expect(anew).toBe(true)
      }
      await vi.waitFor(begins, { timeout: 15_000, interval: 100 })
    }
    expect(db.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: commits })
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  } finally {
    db.close()
    rmSync(folder, { recursive: true, maxRetries: 3 })
  }
})
