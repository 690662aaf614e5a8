// What the engine asks of the ledger, worked through together in one transaction: bids opened, paid and closed in the
// order they came, vouchers received. One signature answers all payments on one lane, because a voucher says all that
// was ever promised. Invariant: what is answered is on disk, with the caps it counted against.

import type { BidRef, PayRefusal } from '../../../app/ipc/speed-desk.ts'
import type { Recipient, StopCode, Voucher } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { closeBid, openBid, payFor, type NewBid } from './bids.ts'
import { isOwnLane, nextRevision, type Book } from './book.ts'
import { receive, type Receipt, type Received } from './earning.ts'
import type { Moment } from './moment.ts'
import type { Signer } from './signer.ts'
import type { Sql } from './sql.ts'
import { Till } from './till.ts'

export type DeskWork =
  | ({ readonly do: 'open' } & NewBid)
  | { readonly do: 'pay'; readonly bid: BidRef; readonly bytes: bigint }
  | ({ readonly do: 'last' } & Recipient)
  | { readonly do: 'close'; readonly bid: BidRef; readonly code: StopCode }
  | ({ readonly do: 'receive' } & Received)

export type DeskDone =
  | { readonly refused: PayRefusal }
  | { readonly bid: BidRef }
  | { readonly voucher: Voucher }
  | { readonly closed: true }
  /** Nothing was promised there that may not have arrived. */
  | { readonly none: true }
  | { readonly receipt: Receipt }

interface Terms {
  readonly book: Book
  readonly at: Moment
  /** Null: nobody can sign now, or there is nothing to sign. */
  readonly signer: Signer | null
  /** Whatever the ledger says of them. */
  readonly switchedOff: ReadonlySet<TorrentId>
}

type Step = DeskDone | { readonly to: Recipient } | { readonly received: Received }

/** What was promised there last, and is not known to have arrived: it is signed anew where a signer has been changed. */
const lastTo = (till: Till, book: Book, signer: Signer | null, { payee, lane }: Recipient): Step => {
  if (signer === null) return { refused: 'locked' }
  const to = { payee, lane }
  const standing = isOwnLane(book, lane) ? till.standing(to) : 'none'
  if (standing === 'owed') return { to }
  return standing === 'none' ? { none: true } : { refused: standing }
}

const begin = (sql: Sql, till: Till, { book, at, signer }: Terms, work: DeskWork): Step => {
  switch (work.do) {
    case 'open':
      return signer === null ? { refused: 'locked' } : openBid(sql, book, till, at, work)
    case 'pay':
      return signer === null ? { refused: 'locked' } : payFor(sql, book, till, work)
    case 'last':
      return lastTo(till, book, signer, work)
    case 'close':
      closeBid(sql, at, work.bid, work.code)
      return { closed: true }
    case 'receive':
      return { received: work }
  }
}

/** Of whom something was promised to; the same bytes again where nothing was. */
const sign = (till: Till, signer: Signer | null, to: Recipient): Uint8Array => {
  if (signer === null) throw new Error('a promise that nobody can sign')
  const [known, cumulative] = [till.signature(to), till.cumulative(to)]
  if (known !== null && (till.hasSigned(to) || signer.counts(to, cumulative, known))) return known
  const signature = signer.voucher(to, cumulative)
  till.sign(to, signature)
  return signature
}

/** In a transaction; answers in the same order. */
export const workThrough = (sql: Sql, terms: Terms, batch: readonly DeskWork[]): readonly DeskDone[] => {
  const { book, at, signer, switchedOff } = terms
  const till = new Till(sql, book, at, switchedOff)
  const steps = batch.map((work) => begin(sql, till, terms, work))
  const received = steps.flatMap((step) => ('received' in step ? [step.received] : []))
  const receipts = new Map(receive(sql, book, at, received).map((receipt, index) => [received[index], receipt]))
  const done = steps.map((step): DeskDone => {
    if ('received' in step) return { receipt: receipts.get(step.received) ?? { refused: 'disk' } }
    if (!('to' in step)) return step
    const { to } = step
    const signature = sign(till, signer, to)
    return { voucher: { payer: book.account, ...to, cumulative: till.cumulative(to), signature } }
  })
  till.save()
  // What is refused changes nothing, and so costs no sync of the disk.
  if (till.taken > 0n || done.some((each) => 'receipt' in each && 'accepted' in each.receipt)) nextRevision(sql, book)
  return done
}

/** Where nothing could be written. */
export const unwritten = ({ do: what }: DeskWork): DeskDone =>
  what === 'close' ? { closed: true } : what === 'receive' ? { receipt: { refused: 'disk' } } : { refused: 'disk' }
