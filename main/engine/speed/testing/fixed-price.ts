// A plan that bids so much at once wherever somebody sells what is wanted, and never changes it: for measuring what a bid
// gets.

import type { Price } from '../../../../app/speed/terms.ts'
import type { Planner } from '../speed-plan.ts'

export const fixedPrice = (price: bigint): Planner => ({
  phase: null,
  help: null,
  estimate: null,
  step: ({ sellers, wanted, order }) =>
    sellers.flatMap(({ key, view, interested }) =>
      order && interested && view.state === 'READY'
        ? [[key, { is: 'bid', price: price as Price, wanted }] as const]
        : [],
    ),
})
