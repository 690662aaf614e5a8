// What became of our own calls of the vault, entered in the journal: deposits, withdrawals, locks, what was cashed and
// what bounced, fees. Leaves what payees took out of our deposit to chain-state.ts. Invariants: a transaction is entered
// once, however often it is told; what was seen cashed on the chain before its transaction was told is not cashed twice.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { SettledCall, VaultEvent } from '../../../app/speed/settled.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Book } from './book.ts'
import { enter, type NewLine } from './journal.ts'
import type { Moment } from './moment.ts'
import { amountAt, minus, smaller, type Sql } from './sql.ts'

type Entry = Pick<NewLine, 'kind' | 'direction' | 'amount' | 'counterparty'>
type Cashed = Extract<VaultEvent, { is: 'cashed' }>
type Bounced = Extract<VaultEvent, { is: 'bounced' }>

/** What is about the deposit; null: it moves no money of ours, or is reckoned by lanes below. */
const entryOf = (event: VaultEvent, account: Address): Entry | null => {
  if (!('payer' in event) || event.payer !== account) return null
  if (event.is === 'deposited')
    return {
      kind: 'deposit',
      direction: 'out',
      amount: event.amount,
      counterparty: event.from === account ? null : event.from,
    }
  if (event.is === 'withdrawn') return { kind: 'withdraw', direction: 'in', amount: event.amount, counterparty: null }
  if (event.is === 'locked') return { kind: 'lock', direction: 'out', amount: event.amount, counterparty: event.payee }
  if (event.is === 'unlocked') return { kind: 'lock', direction: 'in', amount: event.amount, counterparty: event.payee }
  return null
}

interface LaneKey {
  readonly payer: Address
  readonly lane: bigint
}

interface LaneChange extends LaneKey {
  readonly cashed: Amount
  /** What bounces from now on. */
  readonly missing: Amount
}

/** Of each payer's lane that the call tried, in all of its events. */
const laneChanges = (events: readonly VaultEvent[], account: Address): readonly LaneChange[] => {
  const isOurs = (event: VaultEvent): event is Cashed | Bounced =>
    (event.is === 'cashed' || event.is === 'bounced') && event.payee === account
  return [...Map.groupBy(events.filter(isOurs), ({ payer, lane }) => `${payer} ${lane}`).values()].flatMap((group) =>
    group.slice(0, 1).map(({ payer, lane }) => ({
      payer,
      lane,
      cashed: group.reduce((sum, each) => (each.is === 'cashed' ? ((sum + each.amount) as Amount) : sum), ZERO),
      missing: group.reduce((last, each) => (each.is === 'bounced' ? each.missing : last), ZERO),
    })),
  )
}

const setBounced = (
  sql: Sql,
  book: Book,
  at: Moment,
  { payer, lane }: LaneKey,
  next: Amount,
  reference: string | null,
) => {
  const key = [book.id, payer, lane.toString()] as const
  const before = amountAt(
    sql.get('SELECT bounced FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?', ...key),
    'bounced',
  )
  sql.run('UPDATE vouchers_in SET bounced = ? WHERE book = ? AND payer = ? AND lane = ?', next.toString(), ...key)
  const line = { kind: 'bounce', torrent: null, counterparty: payer, reference } as const
  enter(sql, book, at, { ...line, direction: 'out', amount: minus(next, before) })
  enter(sql, book, at, { ...line, direction: 'in', amount: minus(before, next) })
}

const setPaid = (sql: Sql, book: Book, { payer, lane }: LaneKey, paid: Amount, seen: Amount): void =>
  sql.run(
    'UPDATE vouchers_in SET paid = ?, seen = ? WHERE book = ? AND payer = ? AND lane = ?',
    paid.toString(),
    seen.toString(),
    book.id,
    payer,
    lane.toString(),
  )

const laneOf = (sql: Sql, book: Book, { payer, lane }: LaneKey) => {
  const row = sql.get(
    'SELECT * FROM vouchers_in WHERE book = ? AND payer = ? AND lane = ?',
    book.id,
    payer,
    lane.toString(),
  )
  return (
    row && {
      cumulative: amountAt(row, 'cumulative'),
      paid: amountAt(row, 'paid'),
      bounced: amountAt(row, 'bounced'),
      seen: amountAt(row, 'seen'),
    }
  )
}

/** Books what came in on a lane that is known here; of one that is not, nothing was earned either. */
const cashLane = (sql: Sql, book: Book, at: Moment, reference: string, change: LaneChange): void => {
  const lane = laneOf(sql, book, change)
  if (lane === null) return
  const told = smaller(change.cashed, lane.seen)
  const amount = smaller(minus(change.cashed, told), minus(lane.cumulative, lane.paid))
  setPaid(sql, book, change, (lane.paid + amount) as Amount, minus(lane.seen, told))
  enter(sql, book, at, {
    kind: 'cash',
    direction: 'in',
    amount,
    torrent: null,
    counterparty: change.payer,
    reference,
  })
  setBounced(sql, book, at, change, change.missing, reference)
}

export const settle = (sql: Sql, book: Book, zone: Moment, call: SettledCall): void => {
  if (sql.get('SELECT 1 FROM settled WHERE book = ? AND tx = ?', book.id, call.txId) !== null) return
  sql.run('INSERT INTO settled (book, tx) VALUES (?, ?)', book.id, call.txId)
  const at = { ...zone, wall: call.at }
  const [account, reference] = [book.account, call.txId]
  const common = { torrent: null, reference } as const
  for (const event of call.events) {
    const entry = entryOf(event, account)
    if (entry !== null) enter(sql, book, at, { ...common, ...entry })
    // Into the vault instead of the wallet: cashed, and deposited at once.
    if (event.is === 'cashed' && event.payee === account && event.to === 'vault')
      enter(sql, book, at, { ...common, kind: 'deposit', direction: 'out', amount: event.amount, counterparty: null })
  }
  for (const change of laneChanges(call.events, account)) cashLane(sql, book, at, reference, change)
  enter(sql, book, at, { ...common, kind: 'fee', direction: 'out', amount: call.fee, counterparty: null })
}

export interface PaidIn extends LaneKey {
  readonly paid: Amount
}

/** What the chain has paid us on a lane in all, whoever sent it; the transaction may be told later, or never. */
export const observe = (sql: Sql, book: Book, at: Moment, { payer, lane, paid }: PaidIn): void => {
  const known = laneOf(sql, book, { payer, lane })
  const more = known === null ? ZERO : minus(smaller(paid, known.cumulative), known.paid)
  if (known === null || more === 0n) return
  const next = (known.paid + more) as Amount
  setPaid(sql, book, { payer, lane }, next, (known.seen + more) as Amount)
  const line = { kind: 'cash', direction: 'in', torrent: null, counterparty: payer, reference: null } as const
  enter(sql, book, at, { ...line, amount: more })
  setBounced(sql, book, at, { payer, lane }, smaller(known.bounced, minus(known.cumulative, next)), null)
}
