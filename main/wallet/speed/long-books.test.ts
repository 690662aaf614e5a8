import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'

const LINES = 30_000
const all = { range: 'all', torrent: null, counterparty: null, kinds: null } as const

it('of years are read in parts, to the last line, while spending can be stopped in between', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-books-'))
  const rig = new SpeedRig(folder)
  await rig.call('speed.use', { vault, account: ACCOUNT })
  const db = new DatabaseSync(join(folder, 'speed.db'))
  const line = db.prepare(
    `INSERT INTO journal (book, at, kind, direction, amount, torrent, counterparty, is_open)
     VALUES (1, ?, ?, ?, ?, ?, ?, 0)`,
  )
  db.exec('BEGIN')
  for (let n = 0; n < LINES; n++) {
    const earned = n % 3 === 0
    const torrent = String(n % 7).padStart(40, 'a')
    const at = rig.clock.wall() - n * 600_000
    line.run(at, earned ? 'earn' : 'pay', earned ? 'in' : 'out', String(n + 1), torrent, peer(100 + (n % 5)))
  }
  db.exec('COMMIT')
  db.close()
  const order: string[] = []
  const reading = rig.call('speed.books', { range: 'all' }).then((books) => (order.push('books'), books))
  const stopping = rig.call('speed.stopSpending', { stopped: true }).then(() => order.push('stopped'))
  const books = await reading
  await stopping
  expect(order).toEqual(['stopped', 'books'])
  const numbers = Array.from({ length: LINES }, (_, n) => BigInt(n + 1))
  const sumOf = (fits: (n: number) => boolean) =>
    numbers.filter((_, n) => fits(n)).reduce((sum, each) => sum + each, 0n)
  expect(books.totals.earned).toBe(sumOf((n) => n % 3 === 0))
  expect(books.totals.spent).toBe(sumOf((n) => n % 3 !== 0))
  expect(books.byTorrent).toHaveLength(7)
  expect(books.byTorrent.reduce((sum, each) => sum + each.spent, 0n)).toBe(books.totals.spent)
  expect(books.byCounterparty.reduce((sum, each) => sum + each.earned, 0n)).toBe(books.totals.earned)
  expect(books.series.reduce((sum, each) => sum + each.spent, 0n)).toBe(books.totals.spent)
  const table = await rig.call('speed.csv', all)
  expect(table.trimEnd().split('\r\n')).toHaveLength(LINES + 1)
  rig.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)
