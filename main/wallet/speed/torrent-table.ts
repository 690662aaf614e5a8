// Which torrents may be paid for and how much each, as the user set it, and what they are called. Leaves what was spent
// on them to the till. Invariant: a budget counts all that was ever spent on the torrent.

import type { Amount } from '../../../app/money/amount.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Book } from './book.ts'
import type { Sql } from './sql.ts'

export interface TorrentSwitch {
  readonly id: TorrentId
  /** Null: what it was called before. */
  readonly name: string | null
  readonly on: boolean
  readonly budget: Amount
  /** When it was added to the list, ms since 1970. */
  readonly added?: number | null | undefined
}

export const switchTorrent = (sql: Sql, book: Book, { id, name, on, budget, added = null }: TorrentSwitch): void =>
  sql.run(
    `INSERT INTO torrents (book, torrent, name, is_on, budget, added) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = coalesce(excluded.name, name), is_on = excluded.is_on, budget = excluded.budget,
       added = excluded.added`,
    book.id,
    id,
    name,
    Number(on),
    budget.toString(),
    added,
  )

export const nameTorrent = (sql: Sql, book: Book, id: TorrentId, name: string): void =>
  sql.run('UPDATE torrents SET name = ? WHERE book = ? AND torrent = ?', name, book.id, id)
