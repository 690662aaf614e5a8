// What we owe one seller over all our connections with it: bids whose connection went away before everything that had
// come was paid for, what was lost by prepaying, and the highest sum we know to have promised. Invariant: a bid's
// number is used once for a seller, whatever connection it is of.

import type { Amount } from '../money/amount.ts'
import { discard, prepaid, verify, type Lot } from './lots.ts'
import type { VoucherMessage } from './message.ts'
import type { SessionEvent } from './session-event.ts'

/** After this the rest of a broken connection's bid is not paid any more: nobody waits for it. */
export const ARREARS_MS = 600_000

export interface PayeeAccount {
  /** When the wallet may be asked what this payee was given last, by a run before this one; Infinity: it has said. */
  readonly recallAt: number
  readonly promised: Amount
  /** It says that it holds more than that: to be told to the wallet, no sooner than then; and what was told last. */
  readonly claim: Amount | null
  readonly claimAt: number
  readonly claimed: Amount | null
  /** Bytes paid for ahead of verifying that never matched. */
  readonly lost: number
  readonly nextBid: number
  /** The newest voucher, until the seller says it has it: sent again, the same bytes. */
  readonly unacked: { readonly message: VoucherMessage; readonly at: number; readonly tries: number } | null
  /** Bytes paid for before they verified, by connection: together they are what prepaying may cost. */
  readonly ahead: ReadonlyMap<number, number>
  /** With the connection each is of. */
  readonly arrears: readonly Arrear[]
}

export const newPayeeAccount: PayeeAccount = {
  recallAt: 0,
  promised: 0n as Amount,
  claim: null,
  claimAt: 0,
  claimed: null,
  lost: 0,
  nextBid: 1,
  unacked: null,
  ahead: new Map(),
  arrears: [],
}

export const recallAgain = (account: PayeeAccount, at: number): PayeeAccount =>
  account.recallAt === Infinity ? account : { ...account, recallAt: at }

/** Nothing would be lost with it but what the seller tells us anew. */
export const isForgettable = ({ lost, unacked, arrears }: PayeeAccount): boolean =>
  lost === 0 && unacked === null && arrears.length === 0

/** A bid of that connection. */
export type Arrear = Lot & { readonly session: number }

/** They are not paid for any more. What was paid ahead is lost, unless its pieces verify still. */
export const abandon = (account: PayeeAccount, lots: readonly Arrear[]): PayeeAccount => {
  const left = lots.map((lot) => ({ ...lot, ref: null, counting: false, paid: lot.asked ?? lot.paid, asked: null }))
  const hoped = left.filter((lot) => lot.open.size > 0 && prepaid(lot) > 0)
  const lost = left.reduce((sum, lot) => sum + (lot.open.size > 0 ? 0 : prepaid(lot)), account.lost)
  return { ...account, lost, arrears: [...account.arrears, ...hoped] }
}

export const promise = (account: PayeeAccount, cumulative: Amount): PayeeAccount =>
  cumulative > account.promised ? { ...account, promised: cumulative } : account

export const aheadElsewhere = ({ ahead }: PayeeAccount, session: number): number => {
  let sum = 0
  for (const [other, bytes] of ahead) if (other !== session) sum += bytes
  return sum
}

export const recordAhead = (account: PayeeAccount, session: number, bytes: number): PayeeAccount => {
  if ((account.ahead.get(session) ?? 0) === bytes) return account
  const ahead = new Map(account.ahead)
  if (bytes > 0) ahead.set(session, bytes)
  else ahead.delete(session)
  return { ...account, ahead }
}

const settled = (lot: Lot, event: SessionEvent): Lot => {
  if (event.is === 'verified') return verify([lot], event.piece, event.bytes)[0] ?? lot
  return event.is === 'bad' || event.is === 'dropped' ? (discard([lot], event.piece)[0] ?? lot) : lot
}

/** A piece of that connection is decided after its bids ended with it. */
export const settlePiece = (account: PayeeAccount, session: number, event: SessionEvent): PayeeAccount =>
  account.arrears.some((lot) => lot.session === session)
    ? {
        ...account,
        arrears: account.arrears.map((lot) => (lot.session === session ? { ...settled(lot, event), session } : lot)),
      }
    : account
