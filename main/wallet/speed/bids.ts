// Bids that were accepted, from being opened to being closed: how many bytes of each were paid for, at which price.
// Each counts from zero, and outlives a restart of this process. Leaves caps and lanes to the till. Invariant: what a
// bid has paid is what its bytes cost at its price, no more.

import { randomBytes } from 'node:crypto'
import type { BidRef, PayRefusal } from '../../../app/ipc/speed-desk.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import { payerDevice } from '../../../app/speed/lane.ts'
import { owed, type Price, type Recipient, type StopCode } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Book } from './book.ts'
import type { Moment } from './moment.ts'
import { amountAt, numberAt, textAt, type Sql } from './sql.ts'
import { moreThan, type Till } from './till.ts'

/** More than there are peers to pay at a time; each takes room on disk. */
export const MOST_OPEN_BIDS = 2_000
/** Devices of one payee: each is asked about when the deposit is read. */
const MOST_DEVICES = 64
const KEPT_MS = 30 * 86_400_000

export interface NewBid extends Recipient {
  readonly torrent: TorrentId
  readonly price: Price
}

const ONE = amount(1n)

/** To the same payee. */
const otherLanes = (sql: Sql, book: Book, { payee, lane }: Recipient): number =>
  sql.all(
    `SELECT lane FROM vouchers_out WHERE book = ?1 AND payee = ?2 AND lane <> ?3
     UNION SELECT lane FROM bids WHERE book = ?1 AND payee = ?2 AND lane <> ?3 AND closed_at IS NULL`,
    book.id,
    payee,
    lane.toString(),
  ).length

export const openBid = (
  sql: Sql,
  book: Book,
  till: Till,
  at: Moment,
  { torrent, payee, lane, price }: NewBid,
): { readonly bid: BidRef } | { readonly refused: PayRefusal } => {
  // Of a ledger before this one: what is promised on it is not known here.
  if (payerDevice(lane) !== book.device) return { refused: 'off' }
  const refused = till.refusal(torrent, { payee, lane }, price, ONE)
  if (refused !== null) return { refused }
  if (otherLanes(sql, book, { payee, lane }) >= MOST_DEVICES) return { refused: 'peer' }
  const open = sql.get('SELECT count(*) AS n FROM bids WHERE closed_at IS NULL')
  if (open !== null && numberAt(open, 'n') >= MOST_OPEN_BIDS) return { refused: 'disk' }
  const bid = randomBytes(16).toString('hex') as BidRef
  sql.run(
    'INSERT INTO bids (ref, book, torrent, payee, lane, price, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    bid,
    book.id,
    torrent,
    payee,
    lane.toString(),
    price.toString(),
    at.wall,
  )
  return { bid }
}

export interface Payment {
  readonly bid: BidRef
  readonly bytes: bigint
}

/** Whose voucher has grown, or stays as it is where nothing more is owed. */
export const payFor = (
  sql: Sql,
  book: Book,
  till: Till,
  { bid, bytes }: Payment,
): { readonly to: Recipient } | { readonly refused: PayRefusal } => {
  const row = sql.get('SELECT * FROM bids WHERE ref = ? AND book = ? AND closed_at IS NULL', bid, book.id)
  if (row === null) return { refused: 'unknown-session' }
  if (bytes < BigInt(textAt(row, 'bytes'))) return { refused: 'backwards' }
  const torrent = textAt(row, 'torrent') as TorrentId
  const to: Recipient = { payee: textAt(row, 'payee') as Address, lane: BigInt(textAt(row, 'lane')) }
  const [price, paid] = [amountAt(row, 'price'), amountAt(row, 'paid')]
  const more: Amount | null = moreThan(owed(bytes, price), paid)
  if (more === null) return { refused: 'peer' }
  const refused = till.refusal(torrent, to, price, more)
  if (refused !== null) return { refused }
  till.take(torrent, to, more)
  sql.run('UPDATE bids SET bytes = ?, paid = ? WHERE ref = ?', bytes.toString(), (paid + more).toString(), bid)
  return { to }
}

/** One that paid nothing leaves nothing behind. */
export const closeBid = (sql: Sql, at: Moment, bid: BidRef, code: StopCode): void => {
  sql.run(`DELETE FROM bids WHERE ref = ? AND closed_at IS NULL AND paid = '0'`, bid)
  sql.run('UPDATE bids SET closed_at = ?, code = ? WHERE ref = ? AND closed_at IS NULL', at.wall, code, bid)
}

/** The engine that had them is gone. */
export const closeAllBids = (sql: Sql, at: Moment): void => {
  sql.run(`DELETE FROM bids WHERE (closed_at IS NULL AND paid = '0') OR closed_at < ?`, at.wall - KEPT_MS)
  sql.run(`UPDATE bids SET closed_at = ?, code = 'off' WHERE closed_at IS NULL`, at.wall)
}
