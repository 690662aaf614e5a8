// Where one torrent bids, and how much, as app/speed/usefulness.ts plans it: asked once a second with what is seen of
// the swarm. Keeps the plan from one time to the next, and what it says for screens.

import { estimate, type Estimate } from '../../../app/speed/estimate.ts'
import type { Help } from '../../../app/speed/speed-state.ts'
import {
  newBuyingPlan,
  planBuying,
  type BuyingPlan,
  type BuyingStep,
  type TorrentSight,
} from '../../../app/speed/usefulness.ts'
import type { SessionEvent } from '../../../app/speed/session-event.ts'
import type { Amount } from '../../../app/money/amount.ts'
import type { PeerKey } from '../swarm/swarm.ts'

export type Bidding = readonly (readonly [PeerKey, Extract<SessionEvent, { readonly is: 'bid' | 'end' }>])[]

export interface Sight extends TorrentSight<PeerKey> {
  /** Peers that serve us. */
  readonly serving: number
  /** What could be spent if there were an order; null: not known. */
  readonly funds: Amount | null
}

export interface Planner {
  step(sight: Sight, now: number): Bidding
  readonly phase: BuyingStep<PeerKey>['phase'] | null
  readonly help: Help | null
  readonly estimate: Estimate | null
}

/** Nobody is paid: an estimate for as much as is there. */
const estimateOf = ({ order, sellers, funds, wanted, rate, limit, serving }: Sight): Estimate | null => {
  if (!order || sellers.some(({ view }) => view.state === 'ACTIVE')) return null
  const asking = sellers.flatMap(({ view, interested, choked, rate: its }) =>
    view.ask !== null && interested ? [{ ask: view.ask, choked, rate: its }] : [],
  )
  const left = order.left > 0n ? order.left : (funds ?? order.left)
  return estimate({ wanted, rate, limit, serving, left, ceiling: order.ceiling, sellers: asking })
}

export class SpeedPlan implements Planner {
  #plan: BuyingPlan<PeerKey> | null = null
  #last: BuyingStep<PeerKey> | null = null
  estimate: Estimate | null = null

  get phase(): BuyingStep<PeerKey>['phase'] | null {
    return this.#last?.phase ?? null
  }

  get help(): Help | null {
    return this.#last?.help ?? null
  }

  step(sight: Sight, now: number): Bidding {
    const step = planBuying(this.#plan ?? newBuyingPlan<PeerKey>(now), sight, now)
    this.#plan = step.plan
    this.#last = step
    this.estimate = estimateOf(sight)
    return [
      ...step.ends.map(({ key, code }) => [key, { is: 'end', code }] as const),
      ...step.bids.map(({ key, price, wanted }) => [key, { is: 'bid', price, wanted }] as const),
    ]
  }
}
