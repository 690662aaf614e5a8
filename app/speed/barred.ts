// Why no bid is made to a seller for now: somebody refused, the keeper of the key or the seller itself. Remembers what
// the orders allowed then, so that it is known when they allow more. Leaves what was refused, and for how long at most,
// to buyer.ts. Invariant: lifted by whatever order allows more in any way than all of them since the refusal.

import type { BuyOrder } from '../ipc/speed-desk.ts'
import type { Buyer, BuyerContext } from './buyer.ts'

/** However often a refusal is lifted, no bid sooner after it. */
const LEAST_REST_MS = 5_000

/** What an order allows. */
interface Allowed {
  readonly left: bigint
  readonly ceiling: bigint
  readonly perPeer: bigint
  readonly funds: bigint
  readonly canSign: boolean
}

export interface Bar {
  readonly since: number
  /** By a cap: time alone lifts it not. */
  readonly firm: boolean
  /** The least of each, of all orders since. */
  readonly allowed: Allowed
}

interface Ordered {
  readonly order: BuyOrder | null
  readonly canSign: boolean
}

const allowedBy = ({ order, canSign }: Ordered): Allowed => ({
  left: order?.left ?? 0n,
  ceiling: order?.ceiling ?? 0n,
  perPeer: order?.perPeer ?? 0n,
  funds: order?.funds ?? 0n,
  canSign: canSign && order !== null,
})

export const barOf = (ordered: Ordered, firm: boolean, since: number): Bar => ({
  since,
  firm,
  allowed: allowedBy(ordered),
})

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

const isMore = (now: Allowed, than: Allowed): boolean =>
  now.left > than.left ||
  now.ceiling > than.ceiling ||
  now.perPeer > than.perPeer ||
  now.funds > than.funds ||
  (now.canSign && !than.canSign)

/** Null: it is lifted. */
const underOrders = (bar: Bar, ordered: Ordered): Bar | null => {
  const [now, before] = [allowedBy(ordered), bar.allowed]
  if (isMore(now, before)) return null
  const allowed: Allowed = {
    left: least(now.left, before.left),
    ceiling: least(now.ceiling, before.ceiling),
    perPeer: least(now.perPeer, before.perPeer),
    funds: least(now.funds, before.funds),
    canSign: now.canSign && before.canSign,
  }
  return { ...bar, allowed }
}

/** What refused is no more: a bid may be made again, though no sooner than a little after it was refused. */
export const lift = (buyer: Buyer, bar: Bar, now: number): Buyer => ({
  ...buyer,
  barred: null,
  refused: null,
  restsUntil: Math.min(buyer.restsUntil, Math.max(now, bar.since + LEAST_REST_MS)),
})

/** The user, or the chain, may allow by now what was refused. */
export const heardOrders = (buyer: Buyer, context: BuyerContext): Buyer => {
  if (buyer.barred === null) return buyer
  const barred = underOrders(buyer.barred, context)
  return barred === null ? lift(buyer, buyer.barred, context.now) : { ...buyer, barred }
}
