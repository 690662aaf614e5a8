// The figures of the practice swarm. One slow seller whom five want something of, so that without paying everybody gets
// little: while the other bidder pays, a tenth of it, where who pays as well gets three; enough data for some minutes;
// prices at which a deposit of play money lasts.

import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'

const btt = (units: number): Amount => amount(BigInt(units) * 10n ** 18n)

export const NAME = 'Practice film.mkv'
export const SIZE = 64 * 1_048_576
/** Small, so that a slow download is seen to move. */
export const PIECE = 65_536
/** Of the seller, B/s. */
export const UPLOAD = 655_360
/** Peers that pay nothing. */
export const FREE_PEERS = 3
/** Per MiB. */
export const ASK = btt(1)

export const deposits = { bidder: btt(4000), newcomer: btt(300) } as const

const allowed = (most: Amount, priceCeiling: Amount): Allowance => ({
  perDay: most,
  perPeer: most,
  total: most,
  priceCeiling,
  whileLocked: false,
})

/** The other bidder never pays more than is asked. */
export const allowances = { bidder: allowed(btt(4000), ASK), newcomer: allowed(btt(300), btt(4)) } as const
/** For the film again and again: a trial may last. */
export const BIDDER_BUDGET = btt(3800)
