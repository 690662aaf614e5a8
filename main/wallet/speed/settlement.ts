// What became of our own calls of the vault, entered in the journal: deposits, withdrawals, locks, what was cashed and
// what bounced, fees. Leaves what payees took out of our deposit to chain-state.ts. Invariants: a transaction is
// entered once, however often it is told; what was seen cashed on the chain before its transaction was told is not
// cashed twice.

import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { SettledCall, VaultEvent } from '../../../app/speed/settled.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Book } from './book.ts'
import { enter, type NewLine } from './journal.ts'
import { noteCall, type LaneCall } from './lane-in.ts'
import type { Moment } from './moment.ts'
import type { Sql } from './sql.ts'

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

type LaneChange = Pick<LaneCall, 'payer' | 'lane' | 'cashed' | 'missing'>

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
  for (const change of laneChanges(call.events, account)) noteCall(sql, book, at, { ...call, ...change })
  enter(sql, book, at, { ...common, kind: 'fee', direction: 'out', amount: call.fee, counterparty: null })
}
