// Many payers of whom some have nothing, for the dialog that cashes: thirty who owe much and have nothing left, and
// ninety who have the little that they owe.

import type { Books, BooksFilter } from '../../app/ipc/speed-commands.ts'
import { amount } from '../../app/money/amount.ts'
import type { BooksLine } from '../../app/speed/speed-state.ts'
import type { VaultOrder, VaultPreview } from '../../app/speed/vault-order.ts'
import { addressOf, type Address } from '../../app/tron/address.ts'
import type { TorrentRow } from '../../app/torrent/row.ts'
import { fakeBooks, fakeVaultPreview } from './fake-speed.ts'

const BTT = 10n ** 18n
const [POOR, RICH] = [30, 90]

const crowd: readonly Address[] = Array.from({ length: POOR + RICH }, (_, at) => at).flatMap(
  (at) => addressOf(new Uint8Array(21).fill(at).fill(0x41, 0, 1)) ?? [],
)
const hasNothing = (payer: Address): boolean => crowd.indexOf(payer) < POOR

const lines: readonly BooksLine[] = crowd.map((key) => {
  const uncashed = amount(hasNothing(key) ? 9n * BTT : BTT)
  return { key, name: key, earned: uncashed, spent: amount(0n), uncashed, bounced: amount(0n) }
})

export const crowdBooks = (rows: readonly TorrentRow[], range: BooksFilter['range']): Books => {
  const { totals, ...books } = fakeBooks(rows, range, true)
  const uncashed = amount(lines.reduce((sum, line) => sum + line.uncashed, 0n))
  return { ...books, totals: { ...totals, earned: uncashed, uncashed }, byCounterparty: lines }
}

export const crowdPreview = (order: VaultOrder): VaultPreview => {
  const preview = fakeVaultPreview(order)
  if (order.do !== 'cash') return preview
  const payers = order.payers.map((payer) => ({
    payer,
    covered: amount(hasNothing(payer) ? 0n : BTT),
    hurry: false,
    taken: !hasNothing(payer),
    underway: false,
  }))
  const taken = payers.filter((each) => each.taken)
  const value = amount(BigInt(taken.length) * BTT)
  return { ...preview, payers, value, problem: taken.length === 0 ? 'payers-empty' : null }
}
