// Why a bid is not accepted, or that nothing speaks against it. Leaves what follows from it to seller.ts.

import { MOST_LANES, payeeDevice } from './lane.ts'
import type { Bid, ErrorCode, TermsMessage } from './message.ts'
import { creditOf, isLaden, roomFor, unpaidBytes, type PayerAccount } from './payer-account.ts'
import type { SellerContext } from './seller.ts'
import { UNIT_BYTES } from './terms.ts'

/** Readings came to nothing for so long: on what was known before, no bid is taken any more. Vouchers always are. */
const UNREAD_MS = 1_800_000
const LEAST_BLOCK = 16_384

export interface RefusedBid {
  readonly code: ErrorCode
  readonly text: string
}

/** Its vouchers would be passed over. */
const isOneTooMany = ({ lanes }: PayerAccount, { lane }: Bid): boolean =>
  lanes !== null && !lanes.has(lane) && lanes.size >= MOST_LANES

export const refusedBid = (
  bid: Bid,
  terms: TermsMessage,
  account: PayerAccount,
  /** Not answered when it was asked: the chain may be asked again then. */
  retryAt: number,
  { facts, own, order, now }: SellerContext,
): RefusedBid | null => {
  if (payeeDevice(bid.lane) !== own.device) return { code: 'lane', text: 'the lane is of another device' }
  if (isOneTooMany(account, bid)) return { code: 'lane', text: 'too many of your devices were paid for here' }
  const away = retryAt > account.chainAt && now - account.chainAt >= UNREAD_MS
  if (order === null || account.chain === null || away) return { code: 'chain-away', text: 'the deposit is not known' }
  if (bid.price < terms.ask) return { code: 'low', text: 'below the ask' }
  if (account.chain.exitAt !== 0) return { code: 'exit-seen', text: 'an exit was asked for' }
  if (isLaden(account) || unpaidBytes(account) + LEAST_BLOCK > creditOf(account, facts.pieceLength))
    return { code: 'unpaid', text: 'earlier bids are not paid' }
  const { bytes, by } = roomFor(account, bid.price, facts.pieceLength, order.mostUncashed)
  return by === 'deposit' && bytes < UNIT_BYTES ? { code: 'no-deposit', text: 'the deposit covers no more' } : null
}
