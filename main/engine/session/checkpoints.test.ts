import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, vi } from 'vitest'
import { Checkpoints } from './checkpoints.ts'
import { Transactions } from './transaction.ts'

it('keep the log short however much is committed, and lose nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-checkpoints-'))
  const path = join(folder, 'session.db')
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER, b BLOB)')
    const transactions = new Transactions(db, `${path}-wal`, new Checkpoints(path))
    const put = db.prepare('INSERT INTO t VALUES (?, zeroblob(8000))')
    const wal = (): number => statSync(`${path}-wal`).size
    let commits = 0
    const commitSome = (): void => {
      for (let n = 0; n < 100; n++) transactions.run('soon', () => put.run(commits++))
    }
    // Without checkpoints the file of the database stays as it is, and SQLite never begins the log anew.
    for (let round = 0; round < 8; round++) {
      const before = statSync(path).size
      const takenOver = (): void => {
        commitSome()
        expect(statSync(path).size).toBeGreaterThan(before)
      }
      await vi.waitFor(takenOver, { timeout: 20_000, interval: 20 })
    }
    expect(wal()).toBeLessThan(commits * 4_000)
    expect(db.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: commits })
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  } finally {
    db.close()
    rmSync(folder, { recursive: true })
  }
})
