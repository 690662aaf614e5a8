// The buyer's count of one connection: for each accepted bid (a lot), which bytes came under it, which of them matched
// their hash, and for how many a voucher exists. Leaves amounts to the wallet. Invariant: paid ≤ verified + one piece,
// over all lots and everything that was ever lost; a byte that failed its hash is owed in no lot.

import type { BidRef } from '../ipc/speed-desk.ts'
import type { Price, StopCode } from './terms.ts'

export interface Lot {
  readonly bid: number
  readonly price: Price
  /** Null until the desk opened it. */
  readonly ref: BidRef | null
  readonly since: number
  readonly until: number
  /** Blocks that come now belong to it. */
  readonly counting: boolean
  /** It ended, with this code, then; its bytes are paid for as they verify. */
  readonly ended: { readonly code: StopCode; readonly at: number } | null
  /** Received and neither verified nor bad, by piece. */
  readonly open: ReadonlyMap<number, number>
  readonly verified: number
  readonly paid: number
  /** Asked of the desk, unanswered. */
  readonly asked: number | null
}

export const newLot = (bid: number, price: Price, now: number, ttl: number): Lot => ({
  bid,
  price,
  ref: null,
  since: now,
  until: now + ttl * 1_000,
  counting: true,
  ended: null,
  open: new Map(),
  verified: 0,
  paid: 0,
  asked: null,
})

export const unverified = ({ open }: Lot): number => {
  let sum = 0
  for (const bytes of open.values()) sum += bytes
  return sum
}

/** Paid for, or being paid for, and not verified: what is lost if the rest never comes. */
export const prepaid = ({ paid, asked, verified }: Lot): number => Math.max(0, (asked ?? paid) - verified)

export const prepaidIn = (lots: readonly Lot[]): number => lots.reduce((sum, lot) => sum + prepaid(lot), 0)

const withOpen = (lot: Lot, piece: number, bytes: number): Lot => {
  const open = new Map(lot.open)
  if (bytes > 0) open.set(piece, bytes)
  else open.delete(piece)
  return { ...lot, open }
}

export const receive = (lots: readonly Lot[], piece: number, bytes: number): readonly Lot[] =>
  lots.map((lot) => (lot.counting ? withOpen(lot, piece, (lot.open.get(piece) ?? 0) + bytes) : lot))

/** `bytes` of the piece are this peer's: those of older bids first; what came besides was of no use. */
export const verify = (lots: readonly Lot[], piece: number, bytes: number): readonly Lot[] => {
  let left = bytes
  return lots.map((lot) => {
    const counted = Math.min(left, lot.open.get(piece) ?? 0)
    left -= counted
    const settled = lot.open.has(piece) ? withOpen(lot, piece, 0) : lot
    return counted > 0 ? { ...settled, verified: settled.verified + counted } : settled
  })
}

/** It did not match its hash, or was thrown away: owed in no lot. */
export const discard = (lots: readonly Lot[], piece: number): readonly Lot[] =>
  lots.map((lot) => (lot.open.has(piece) ? withOpen(lot, piece, 0) : lot))

export const changeLot = (lots: readonly Lot[], bid: number, change: (lot: Lot) => Lot): readonly Lot[] =>
  lots.map((lot) => (lot.bid === bid ? change(lot) : lot))

/** Ends those that count, or are named: with no bytes to come. */
export const endCounting = (lots: readonly Lot[], code: StopCode, now: number): readonly Lot[] =>
  lots.map((lot) => (lot.counting ? { ...lot, counting: false, ended: { code, at: now } } : lot))

/** Everything that came under it is decided and paid. */
export const isSettled = (lot: Lot): boolean =>
  !lot.counting && lot.asked === null && lot.open.size === 0 && lot.paid >= lot.verified
