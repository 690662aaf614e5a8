// Vouchers that peers pay us with: verified here, kept before they count. A newer one of a lane is worth all before it,
// so of many at once only the newest of each lane is verified. Which torrent each paid for is the engine's word; how
// much was paid is the payer's signature. Invariants: what is kept can be cashed by the vault's rules, and was covered
// by the payer's deposit when it came, so that nobody fills the books with numbers or ends a lane with one.

import type { ReceiptRefusal } from '../../../app/ipc/speed-desk.ts'
import type { Amount } from '../../../app/money/amount.ts'
import { ZERO } from '../../../app/money/amount.ts'
import { MOST_LANES } from '../../../app/speed/lane.ts'
import type { Lane, Voucher } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerAmong } from '../../../app/tron/known-signer.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import type { Book } from './book.ts'
import { addTo } from './journal.ts'
import { observe } from './lane-in.ts'
import type { Moment } from './moment.ts'
import { amountAt, bytesOrNull, larger, minus, numberAt, plus, smaller, textAt, type Row, type Sql } from './sql.ts'
import { MOST_CUMULATIVE } from './till.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'

export interface Received {
  readonly voucher: Voucher
  readonly torrent: TorrentId
  /** Whose signature counts besides the payer's own. */
  readonly signers: readonly Address[]
  /** Of that lane, on the chain, where it is known: what was cashed is not earned again by a ledger that forgot it. */
  readonly paid?: Amount | undefined
  /** Most that the payer was seen to have in the vault for us, where that is known. */
  readonly covers?: Amount | undefined
}

export type Receipt =
  | { readonly accepted: Amount; readonly uncashed: Amount }
  | { readonly refused: Exclude<ReceiptRefusal, 'away'> }

/** Null: nobody whose signature counts. */
const signatory = (book: Book, { voucher, signers }: Received): Address | null => {
  const { payer, payee, signature } = voucher
  if (payee !== book.account || payer === book.account) return null
  const signer = signerAmong([payer, ...signers], voucherDigest(book.vault, voucher), signature)
  return signer !== null && (signer === payer || signers.includes(signer)) ? signer : null
}

const newestOf = (batch: readonly Received[], than: Amount): Received | null =>
  batch.reduce<Received | null>(
    (newest, each) => (each.voucher.cumulative > (newest?.voucher.cumulative ?? than) ? each : newest),
    null,
  )

class IncomingLane {
  readonly #sql: Sql
  readonly #book: Book
  readonly #payer: Address
  readonly #lane: Lane
  readonly #row: Row | null
  readonly held: Amount

  /** `told`: of it, what the chain has paid. What was cashed of what is held is booked as such first. */
  static open(sql: Sql, book: Book, at: Moment, { payer, lane }: Voucher, told: Amount): IncomingLane {
    observe(sql, book, at, { payer, lane, paid: told }, null)
    return new IncomingLane(sql, book, payer, lane)
  }

  private constructor(sql: Sql, book: Book, payer: Address, lane: Lane) {
    this.#sql = sql
    this.#book = book
    this.#payer = payer
    this.#lane = lane
    this.#row = sql.get(
      'SELECT * FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?',
      book.id,
      payer,
      lane.toString(),
    )
    this.held = amountAt(this.#row, 'cumulative')
  }

  /** Of this lane, on the chain. The asker may know of more than books that are old, and of less than those of now. */
  paid(told: Amount): Amount {
    return larger(told, amountAt(this.#row, 'paid'))
  }

  /** What was held, or cashed from elsewhere: only what goes beyond is earned now. */
  floor(told: Amount): Amount {
    return larger(this.held, this.paid(told))
  }

  keep({ voucher }: Received, told: Amount, signer: Address, at: Moment): void {
    const paid = this.paid(told)
    const elsewhere = minus(smaller(paid, voucher.cumulative), this.held)
    this.#sql.run(
      `INSERT INTO vouchers_in (book, payer, lane, cumulative, signature, signer, at, base, paid, paid_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET cumulative = excluded.cumulative, signature = excluded.signature,
         signer = excluded.signer, at = excluded.at, base = excluded.base, paid = excluded.paid,
         paid_at = max(paid_at, excluded.paid_at)`,
      this.#book.id,
      this.#payer,
      this.#lane.toString(),
      voucher.cumulative.toString(),
      voucher.signature,
      signer,
      at.wall,
      plus(amountAt(this.#row, 'base'), elsewhere).toString(),
      paid.toString(),
      at.wall,
    )
    if (signer === this.#payer) this.#keepOwn(voucher)
  }

  /** The payer's own signature counts for ever; a signer's only as long as the vault knows it. */
  #keepOwn({ cumulative, signature }: Voucher): void {
    this.#sql.run(
      'UPDATE vouchers_in SET own = ?, own_signature = ? WHERE book = ? AND payer = ? AND lane = ?',
      cumulative.toString(),
      signature,
      this.#book.id,
      this.#payer,
      this.#lane.toString(),
    )
  }
}

const attribute = (sql: Sql, book: Book, at: Moment, { voucher, torrent }: Received, grown: Amount): void => {
  const line = { kind: 'earn', direction: 'in', torrent, counterparty: voucher.payer, reference: null } as const
  addTo(sql, book, at, { ...line, amount: grown })
  const row = sql.get('SELECT earned FROM torrents WHERE book = ? AND torrent = ?', book.id, torrent)
  if (row === null) sql.run('INSERT INTO torrents (book, torrent) VALUES (?, ?)', book.id, torrent)
  const earned = plus(amountAt(row, 'earned'), grown)
  sql.run('UPDATE torrents SET earned = ? WHERE book = ? AND torrent = ?', earned.toString(), book.id, torrent)
}

const laneCount = (sql: Sql, book: Book, payer: Address): number =>
  sql.all('SELECT 1 FROM vouchers_in WHERE book = ? AND payer = ? LIMIT ?', book.id, payer, MOST_LANES).length

type Refusals = ReadonlyMap<Received, 'signature' | 'uncovered'>

/** Of one lane, in the order they came; answers those that were no good. */
const receiveLane = (sql: Sql, book: Book, at: Moment, batch: readonly Received[]): Refusals => {
  const [first] = batch
  if (first === undefined) return new Map()
  const told = first.paid ?? ZERO
  const lane = IncomingLane.open(sql, book, at, first.voucher, told)
  if (lane.held === 0n && laneCount(sql, book, first.voucher.payer) >= MOST_LANES)
    return new Map(batch.map((each) => [each, 'signature']))
  const floor = lane.floor(told)
  const beside = minus(uncashedOf(sql, book, first.voucher.payer), minus(lane.held, lane.paid(ZERO)))
  // More than the vault can record is more than anybody has.
  const isCovered = ({ voucher, covers }: Received): boolean =>
    voucher.cumulative <= MOST_CUMULATIVE &&
    (covers === undefined || plus(beside, minus(voucher.cumulative, lane.paid(told))) <= covers)
  const bad = new Map<Received, 'signature' | 'uncovered'>()
  for (let newest = newestOf(batch, lane.held); newest !== null;) {
    const covered = isCovered(newest)
    const signer = covered ? signatory(book, newest) : null
    if (signer !== null) {
      lane.keep(newest, told, signer, at)
      break
    }
    bad.set(newest, covered ? 'signature' : 'uncovered')
    newest = newestOf(
      batch.filter((each) => !bad.has(each)),
      lane.held,
    )
  }
  let reached = floor
  for (const each of batch) {
    const grown = bad.has(each) ? ZERO : minus(each.voucher.cumulative, reached)
    if (grown === 0n) continue
    attribute(sql, book, at, each, grown)
    reached = plus(reached, grown)
  }
  return bad
}

/** What a payer owes us that is not cashed yet, over all its lanes. */
export const uncashedOf = (sql: Sql, book: Book, payer: Address): Amount =>
  sql
    .all('SELECT cumulative, paid FROM vouchers_in WHERE book = ? AND payer = ?', book.id, payer)
    .reduce((sum, row) => plus(sum, minus(amountAt(row, 'cumulative'), amountAt(row, 'paid'))), ZERO)

const heldOn = (sql: Sql, book: Book, { payer, lane }: Voucher): Amount =>
  amountAt(
    sql.get(
      'SELECT cumulative FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?',
      book.id,
      payer,
      lane.toString(),
    ),
    'cumulative',
  )

/** Answers in the same order. */
export const receive = (sql: Sql, book: Book, at: Moment, batch: readonly Received[]): readonly Receipt[] => {
  const lanes = Map.groupBy(batch, ({ voucher }) => `${voucher.payer} ${voucher.lane}`)
  const before = new Map([...lanes].map(([key, [first]]) => [key, first ? heldOn(sql, book, first.voucher) : ZERO]))
  const bad = new Map([...lanes.values()].flatMap((lane) => [...receiveLane(sql, book, at, lane)]))
  return batch.map((each): Receipt => {
    const { voucher } = each
    const refused = bad.get(each)
    if (refused !== undefined) return { refused }
    if (voucher.cumulative < (before.get(`${voucher.payer} ${voucher.lane}`) ?? ZERO)) return { refused: 'backwards' }
    return { accepted: heldOn(sql, book, voucher), uncashed: uncashedOf(sql, book, voucher.payer) }
  })
}

const voucherOf = (book: Book, row: Row): Voucher => ({
  payer: textAt(row, 'payer') as Address,
  payee: book.account,
  lane: BigInt(textAt(row, 'lane')),
  cumulative: amountAt(row, 'cumulative'),
  signature: bytesOrNull(row, 'signature') ?? new Uint8Array(),
})

/** The best of each lane. */
export const heldOf = (sql: Sql, book: Book, payer: Address): readonly Voucher[] =>
  sql.all('SELECT * FROM vouchers_in WHERE book = ? AND payer = ?', book.id, payer).map((row) => voucherOf(book, row))

export interface HeldVoucher {
  readonly voucher: Voucher
  /** Of it, what the chain has paid. */
  readonly paid: Amount
  /** When it came. */
  readonly at: number
}

/** The best that the payer itself signed; null: it is the best of all, or there is none. */
const ownOf = (book: Book, row: Row): Voucher | null => {
  const signature = bytesOrNull(row, 'own_signature')
  if (signature === null || textAt(row, 'signer') === textAt(row, 'payer')) return null
  return { ...voucherOf(book, row), cumulative: amountAt(row, 'own'), signature }
}

/**
 * What was cashed by the word of the chain alone is asked about again so often, some at a time: it may be said
 * otherwise.
 */
const AGAIN_MS = 86_400_000
const AGAIN_AT_ONCE = 20

const toBeReadAgain = (sql: Sql, book: Book, { wall }: Moment): readonly HeldVoucher[] =>
  sql
    .all(
      `SELECT * FROM vouchers_in WHERE book = ? AND (seen <> '0' OR base <> '0') AND abs(? - paid_at) >= ?
       ORDER BY paid_at LIMIT ?`,
      book.id,
      wall,
      AGAIN_MS,
      AGAIN_AT_ONCE,
    )
    .map((row) => ({ voucher: voucherOf(book, row), paid: amountAt(row, 'paid'), at: numberAt(row, 'at') }))
    .filter(({ voucher, paid }) => voucher.cumulative <= paid)
    .map((each) => ({ ...each, paid: each.voucher.cumulative }))

/**
 * The best of each lane that is worth something still, and a few that are not as far as is known. Where a signer's is,
 * also the payer's own before it, which is what counts when the vault knows that signer no more: it is for who asks the
 * vault to choose.
 */
export const uncashedIn = (sql: Sql, book: Book, at: Moment): readonly HeldVoucher[] => {
  const rows = sql.all('SELECT * FROM vouchers_in WHERE book = ? AND cumulative <> paid', book.id)
  const worth = rows.flatMap((row) => {
    const paid = amountAt(row, 'paid')
    const own = ownOf(book, row)
    return [voucherOf(book, row), ...(own === null ? [] : [own])]
      .filter(({ cumulative }) => cumulative > paid)
      .map((voucher) => ({ voucher, paid, at: numberAt(row, 'at') }))
  })
  return [...worth, ...toBeReadAgain(sql, book, at)]
}

/** One we hold or held: by whom it must be signed, and for no more than the best of its lane. */
export const holdsVoucher = (sql: Sql, book: Book, voucher: Omit<Voucher, 'payee'>): boolean => {
  const { payer, lane, cumulative, signature } = voucher
  const row = sql.get(
    'SELECT * FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?',
    book.id,
    payer,
    lane.toString(),
  )
  if (row === null || cumulative > amountAt(row, 'cumulative')) return false
  const digest = voucherDigest(book.vault, { payer, payee: book.account, lane, cumulative })
  const signer = signerOf(digest, signature)
  return signer !== null && (signer === payer || signer === textAt(row, 'signer'))
}
