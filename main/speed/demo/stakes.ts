// The figures of the practice swarm. One slow seller whom four want something of, so that without paying everybody gets
// little; enough data for some minutes; prices at which a deposit of play money lasts.

import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'

const btt = (units: number): Amount => amount(BigInt(units) * 10n ** 18n)

export const NAME = 'Practice film.mkv'
export const SIZE = 64 * 1_048_576
export const PIECE = 262_144
/** Of the seller, B/s. */
export const UPLOAD = 655_360
/** Peers that pay nothing. */
export const FREE_PEERS = 2
/** Per MiB. */
export const ASK = btt(1)

export const deposits = { bidder: btt(200), newcomer: btt(100) } as const

const allowed = (most: Amount, priceCeiling: Amount): Allowance => ({
  perDay: most,
  perPeer: most,
  total: most,
  priceCeiling,
  whileLocked: false,
})

/** The other bidder never pays more than is asked. */
export const allowances = { bidder: allowed(btt(200), ASK), newcomer: allowed(btt(100), btt(4)) } as const
export const BIDDER_BUDGET = btt(150)
