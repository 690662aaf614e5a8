// A plan that bids so much at once wherever somebody sells what is wanted, never changes it, and ends it once all is
// here: for measuring what a bid gets.

import type { BuyerView } from '../../../../app/speed/session-event.ts'
import type { Price } from '../../../../app/speed/terms.ts'
import type { Bidding, Planner } from '../speed-plan.ts'

const isRunning = ({ state }: BuyerView): boolean => state === 'ACTIVE' || state === 'PAUSED'

export const fixedPrice = (price: bigint): Planner => ({
  phase: null,
  help: null,
  estimate: null,
  step: ({ sellers, wanted, order }) =>
    sellers.flatMap(({ key, view, interested }): Bidding => {
      if (wanted === 0) return isRunning(view) ? [[key, { is: 'end', code: 'done' }]] : []
      return order && interested && view.state === 'READY' ? [[key, { is: 'bid', price: price as Price, wanted }]] : []
    }),
})
