// Of a payer on one connection, what is said of it on screens: that it pays now, or that it has nothing to pay with.
// Leaves counting them to who tells of all. Invariant: nobody is both.

import type { SellOrder } from '../ipc/speed-desk.ts'
import { roomFor, saleOwes, type PayerAccount } from './payer-account.ts'
import type { Seller } from './seller.ts'
import type { SessionFacts } from './session-event.ts'
import { UNIT_BYTES, type Price } from './terms.ts'

export const isPaying = ({ sold, paidAt }: Seller, account: PayerAccount): boolean =>
  paidAt !== null || (sold !== null && saleOwes(account, sold.sale))

/** At the least price that would be taken, or at the one that it bid. */
export const isBroke = (
  { sold, paidAt, declined, ended }: Seller,
  account: PayerAccount,
  { pieceLength }: Pick<SessionFacts, 'pieceLength'>,
  { ask, mostUncashed }: SellOrder,
): boolean => {
  if (sold !== null || paidAt !== null || account.chain === null) return false
  if (declined?.code === 'no-deposit' || ended === 'budget' || account.chain.exitAt !== 0) return true
  const least = (ask > 0n ? ask : 1n) as Price
  const { bytes, by } = roomFor(account, least, pieceLength, mostUncashed)
  return by === 'deposit' && bytes < UNIT_BYTES
}
