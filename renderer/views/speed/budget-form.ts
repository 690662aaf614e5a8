// What can be said about a budget before it is set: what is missing of the torrents, what that costs at the lowest
// price asked, and where a number typed runs into what was spent or is allowed. Pure.

import type { Amount } from '../../../app/money/amount.ts'
import type { SpeedState, TorrentSpeed } from '../../../app/speed/speed-state.ts'
import { owed, type Price } from '../../../app/speed/terms.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'

/** Bytes that are wanted and not here; null: the file list is not here yet. */
export const missingOf = ({ wanted, have }: Pick<TorrentRow, 'wanted' | 'have'>): number | null =>
  wanted === null ? null : Math.max(0, wanted - have)

/** What the missing data costs at a price; null: nothing is missing, or how much is not known. */
export const costAt = (row: Pick<TorrentRow, 'wanted' | 'have'>, price: Price): Amount | null => {
  const missing = missingOf(row)
  return missing === null || missing === 0 ? null : owed(BigInt(Math.ceil(missing)), price)
}

/** The most that the missing data costs at the lowest price asked here; null: nobody asked one. */
export const costOfRest = (
  row: Pick<TorrentRow, 'wanted' | 'have'>,
  speed: TorrentSpeed | undefined,
): Amount | null => {
  const ask = speed?.lowestAsk ?? null
  return ask === null ? null : costAt(row, ask)
}

/** Why a budget does nothing, or less than it seems to. Null: nothing is to be said. */
export type BudgetLimit =
  | { readonly is: 'zero' }
  /** So much of this torrent's was spent before. */
  | { readonly is: 'spent' }
  | { readonly is: 'today' | 'total'; readonly left: Amount }

export const budgetLimit = (
  budget: Amount,
  spent: Amount,
  state: Pick<SpeedState, 'left'> | null,
): BudgetLimit | null => {
  if (budget === 0n) return { is: 'zero' }
  if (budget <= spent) return { is: 'spent' }
  const more = budget - spent
  const left = state?.left ?? null
  if (left === null) return null
  if (left.total < more) return { is: 'total', left: left.total }
  return left.today < more ? { is: 'today', left: left.today } : null
}

/** What the field begins with: the budget they all have; else nothing, since a number put there would be agreed to. */
export const budgetStart = (speeds: readonly (TorrentSpeed | undefined)[]): Amount | null => {
  const [first] = speeds
  if (first === undefined || first.budget === 0n) return null
  return speeds.every((speed) => speed?.budget === first.budget) ? first.budget : null
}

const BTT = 10n ** 18n

/** Enough for it, in whole BTT: a number that can be read. */
export const wholeAbove = (amount: Amount): Amount => (((amount + BTT - 1n) / BTT) * BTT) as Amount
