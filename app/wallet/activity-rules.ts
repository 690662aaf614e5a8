// What is shown of the activity: which lines are hidden by default, which fit a filter, and the table they are saved
// as. Decides purely. Invariant: a line that is hidden is counted, and neither a send of one's own nor the loss of a
// token we know is ever hidden.

import { csvLine } from '../csv-line.ts'
import { exactAmount, type Amount } from '../money/amount.ts'
import type { ActivityEntry, ActivityFilter, ActivityPage, ActivityQuery, HiddenWhy } from './activity.ts'

/**
 * Less than these nobody pays, but sending it costs next to nothing and leaves an address to be copied: each is worth a
 * cent or less. Of another token, a thousandth of one.
 */
const DUST_BELOW: Readonly<Record<string, bigint>> = {
  TRX: 10n ** 4n,
  BTT: 100n * 10n ** 18n,
  BTTOLD: 10n ** 5n,
  USDT: 10n ** 4n,
}
const DUST_PLACES = 3

const dustBelow = (symbol: string, decimals: number): bigint =>
  DUST_BELOW[symbol] ?? 10n ** BigInt(Math.max(0, decimals - DUST_PLACES))

/** `known`: a token of the network's own, so that its symbol is not what a stranger calls it. */
export const hiddenWhy = (what: {
  readonly direction: ActivityEntry['direction']
  readonly symbol: string
  readonly amount: Amount
  readonly decimals: number
  readonly known: boolean
}): HiddenWhy | null => {
  if (what.direction === 'out' || what.direction === 'own') return null
  if (what.amount === 0n) return 'zero'
  if (!what.known) return 'unknown-token'
  return what.direction === 'in' && what.amount < dustBelow(what.symbol, what.decimals) ? 'dust' : null
}

const isUnderway = ({ state }: ActivityEntry): boolean =>
  state === 'sending' || state === 'pooled' || state === 'in-block'

const hasText = (entry: ActivityEntry, text: string): boolean =>
  [entry.other, entry.otherName, entry.txId, entry.symbol, entry.hidden === null ? entry.memo : null].some(
    (field) => field?.toLowerCase().includes(text) === true,
  )

const goes = ({ direction }: ActivityEntry): ActivityEntry['direction'] => (direction === 'taken' ? 'out' : direction)

const fits = (entry: ActivityEntry, filter: ActivityFilter): boolean => {
  const text = filter.text.trim().toLowerCase()
  return (
    (filter.account === null || entry.account === filter.account) &&
    (filter.asset === null || entry.asset === filter.asset) &&
    (filter.direction === null || goes(entry) === filter.direction || entry.direction === 'own') &&
    (filter.state === null || (filter.state === 'underway' ? isUnderway(entry) : entry.state === filter.state)) &&
    (text === '' || hasText(entry, text))
  )
}

const newestFirst = (a: ActivityEntry, b: ActivityEntry): number => b.at - a.at || (a.id < b.id ? -1 : 1)

/** Those that the filter shows, the newest first, and how many more it would show with the hidden ones. */
export const filtered = (entries: readonly ActivityEntry[], filter: ActivityFilter) => {
  const fitting = entries.filter((entry) => fits(entry, filter))
  const shown = filter.hidden ? fitting : fitting.filter((entry) => entry.hidden === null)
  return { shown: shown.toSorted(newestFirst), hidden: fitting.filter((entry) => entry.hidden !== null).length }
}

export const pageOf = (entries: readonly ActivityEntry[], query: ActivityQuery, revision: number): ActivityPage => {
  const { shown, hidden } = filtered(entries, query)
  return { entries: shown.slice(query.skip, query.skip + query.limit), total: shown.length, hidden, revision }
}

const COLUMNS = [
  'Time (UTC)',
  'Direction',
  'State',
  'Amount',
  'Asset',
  'Account',
  'Other party',
  'Name',
  'Fee (TRX)',
  'Block',
  'Transaction',
  'Note',
  'Speed',
  'Network',
] as const

/** `time` writes ms since 1970. `network`: play money must not pass for another in a table either. */
export const csvOf = (entries: readonly ActivityEntry[], time: (at: number) => string, network: string): string => {
  const rows = entries.map((entry) => [
    time(entry.at),
    entry.direction,
    entry.state,
    exactAmount(entry.amount, entry.decimals),
    entry.symbol,
    entry.account,
    entry.other,
    entry.otherName ?? '',
    entry.fee === null ? '' : exactAmount(entry.fee, 6),
    entry.block === null ? '' : String(entry.block),
    entry.txId,
    entry.memo ?? '',
    entry.call ?? '',
    network,
  ])
  return [COLUMNS, ...rows].map(csvLine).join('')
}
