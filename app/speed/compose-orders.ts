// What the engine may do for Speed, as it follows from the situation. Invariants: nothing is ordered to be bought that
// the wallet would refuse to pay for; where anything needed is not known, the order is "off".

import type { BuyOrder, SpeedOrders } from '../ipc/speed-desk.ts'
import { amount, ZERO } from '../money/amount.ts'
import type { TorrentId } from '../torrent/row.ts'
import type { SpeedFigures } from './figures.ts'
import { canSign, depositOf, figuresOf, type Situation } from './situation.ts'

/** BTT that is held of one payer before it is cashed, at most. */
const MOST_UNCASHED = amount(1_000_000n * 10n ** 18n)

export const noOrders: SpeedOrders = {
  account: null,
  canSign: false,
  funds: null,
  buying: new Map(),
  selling: null,
  privateToo: new Set(),
}

const fundsOf = (now: Situation): SpeedFigures['funds'] =>
  depositOf(now) === null ? null : (figuresOf(now)?.funds ?? null)

const buyingOf = (now: Situation, { allowance, stopped, torrents }: SpeedFigures): Map<TorrentId, BuyOrder> => {
  const buying = new Map<TorrentId, BuyOrder>()
  if (allowance === null) return buying
  // Spending that is stopped leaves the torrents switched on: their sellers are still shown.
  const isOff = stopped || now.stopped
  const common = { ceiling: allowance.priceCeiling, perPeer: allowance.perPeer, funds: fundsOf(now) }
  for (const { id, on, left } of torrents) if (on) buying.set(id, { ...common, left: isOff ? ZERO : left })
  return buying
}

export const ordersOf = (now: Situation): SpeedOrders => {
  const figures = figuresOf(now)
  if (now.vault === null || now.account === null || figures === null) return noOrders
  const { on, ask, paidPercent } = now.selling
  return {
    account: { vault: now.vault, address: now.account, device: figures.device },
    canSign: canSign(now),
    funds: fundsOf(now),
    buying: buyingOf(now, figures),
    selling: on ? { ask, paidShare: paidPercent / 100, mostUncashed: MOST_UNCASHED } : null,
    privateToo: now.privateToo,
  }
}
