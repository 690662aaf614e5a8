// What a seller says of itself to a proven payer: its price, the credit, whether there is a slot. Leaves bids to
// seller.ts. Invariant: the index is another one whenever the price or the most uncashed changed.

import type { TermsMessage } from './message.ts'
import { creditOf, type PayerAccount } from './payer-account.ts'
import type { Seller, SellerContext, SellerTurn } from './seller.ts'
import { UNIT_BYTES } from './terms.ts'

const termsFor = (seller: Seller, account: PayerAccount, { facts, order }: SellerContext): TermsMessage | null => {
  if (order === null) return null
  const now = { ask: order.ask, mostUncashed: order.mostUncashed }
  const before = seller.terms
  const same = before !== null && before.ask === now.ask && before.mostUncashed === now.mostUncashed
  return {
    t: 'terms',
    index: before === null ? 1 : same ? before.index : before.index + 1,
    ...now,
    unit: UNIT_BYTES,
    credit: creditOf(account, facts.pieceLength),
    slots: seller.slots,
  }
}

const sameTerms = (a: TermsMessage, b: TermsMessage): boolean =>
  a.index === b.index && a.credit === b.credit && a.slots > 0 === b.slots > 0

/** Says its terms when they are new to the payer: the price, the credit, whether there is a slot. */
export const offer = (turn: SellerTurn, context: SellerContext): SellerTurn => {
  const { seller, account, effects } = turn
  if (account.chain === null || account.lanes === null || account.chain.exitAt !== 0) return turn
  const terms = termsFor(seller, account, context)
  if (terms === null || (seller.said && seller.terms !== null && sameTerms(terms, seller.terms))) return turn
  return { ...turn, seller: { ...seller, terms, said: true }, effects: [...effects, { do: 'send', message: terms }] }
}
