// Where to bid for one torrent, and when to stop: sellers that choke us or could give more, the cheapest first, one
// after the other; who gives no more after a minute of being paid is left alone for a while, and so is the torrent when
// paying for it did not help. A plan is made about every second. Leaves prices to auto-bid.ts, measuring to help.ts.
// Invariant: nobody is paid who did not give more for it, longer than a minute.

import type { BuyOrder } from '../ipc/speed-desk.ts'
import { nextPrice } from './auto-bid.ts'
import { firstWindow, helpOf, isOver, observe, turnTo, type Windows } from './help.ts'
import type { BuyerView } from './session-event.ts'
import type { Help, TorrentSpeedPhase } from './speed-state.ts'
import type { Price, StopCode } from './terms.ts'

/** Before the first bid: what comes without. */
const BEFORE_MS = 10_000
const PROOF_MS = 60_000
/** Others may be tried first. */
const WAIT_MS = 180_000
/** Of the rate before, what counts as more. */
const RISEN = 1.1
/** Between two changes of a price, and between two new sellers. */
const PRICE_MS = 20_000
const NEXT_SELLER_MS = 5_000
const SHUN_MS = 600_000
const MOST_SHUN_MS = 7_200_000
const MOST_SELLERS = 8
/** This close to our own limit nobody can give us more. */
const FULL = 0.95
/** Rates are smoothed over about so long. */
const SMOOTH_MS = 8_000

export interface SellerSight<K> {
  readonly key: K
  readonly view: BuyerView
  /** It has what we want. */
  readonly interested: boolean
  readonly choked: boolean
  /** B/s of data of this torrent from it. */
  readonly rate: number
}

export interface TorrentSight<K> {
  /** Null: not to be bought for. */
  readonly order: BuyOrder | null
  /** Bytes still wanted. */
  readonly wanted: number
  /** B/s from all peers, and the most we let in; null: no limit. */
  readonly rate: number
  readonly limit: number | null
  /** Those that are known to sell. */
  readonly sellers: readonly SellerSight<K>[]
}

interface Tried {
  /** Smoothed. */
  readonly rate: number
  readonly before: number
  readonly best: number
  readonly price: Price | null
  readonly pricedAt: number
  /** Served under bids in all; and how long bids waited for that since. */
  readonly paidMs: number
  readonly waitedMs: number
  readonly shunnedUntil: number
  readonly shuns: number
  /** Left alone because no more than so much could be bid. */
  readonly beatenAt: Price | null
}

export interface BuyingPlan<K> {
  readonly at: number
  readonly began: number
  readonly tried: ReadonlyMap<K, Tried>
  readonly windows: Windows
  readonly addedAt: number
  /** Nobody is paid for a while, to be compared. */
  readonly pausing: boolean
  /** It did not help: nothing is bid until then. */
  readonly restsUntil: number | null
  readonly rests: number
}

export type BuyingStep<K> = {
  readonly plan: BuyingPlan<K>
  readonly bids: readonly { readonly key: K; readonly price: Price; readonly wanted: number }[]
  readonly ends: readonly { readonly key: K; readonly code: StopCode }[]
  readonly phase: Exclude<TorrentSpeedPhase, { readonly is: 'off' | 'capped' | 'private' }>
  readonly help: Help | null
}

export const newBuyingPlan = <K>(now: number): BuyingPlan<K> => ({
  at: now,
  began: now,
  tried: new Map(),
  windows: firstWindow(now),
  addedAt: -Infinity,
  pausing: false,
  restsUntil: null,
  rests: 0,
})

const newTried = (rate: number): Tried => ({
  rate,
  before: rate,
  best: 0,
  price: null,
  pricedAt: -Infinity,
  paidMs: 0,
  waitedMs: 0,
  shunnedUntil: -Infinity,
  shuns: 0,
  beatenAt: null,
})

const isPaid = ({ state }: BuyerView): boolean => state === 'ACTIVE' || state === 'PAUSED'
const isBusy = ({ state }: BuyerView): boolean => isPaid({ state } as BuyerView) || state === 'BIDDING'

/** Also while pieces of an ended bid are waited for: who is served by nobody else gets no others. */
export const mayBid = ({ state, restsUntil }: BuyerView, now: number): boolean =>
  (state === 'READY' || state === 'DRAIN') && now >= restsUntil

/** The one rate that counts: a second's jump is chance. */
const smoothed = (before: number, rate: number, ms: number): number =>
  before + (rate - before) * Math.min(1, ms / SMOOTH_MS)

const look = <K>(plan: BuyingPlan<K>, sellers: readonly SellerSight<K>[], ms: number): ReadonlyMap<K, Tried> =>
  new Map(
    sellers.map(({ key, view, rate }) => {
      const known = plan.tried.get(key) ?? newTried(rate)
      const now = smoothed(known.rate, rate, ms)
      const paid = isPaid(view)
      return [
        key,
        {
          ...known,
          rate: now,
          before: known.price === null ? now : known.before,
          best: paid ? Math.max(now, known.best * (1 - ms / 600_000)) : known.best,
          paidMs: known.paidMs + (view.state === 'ACTIVE' ? ms : 0),
          waitedMs: view.state === 'ACTIVE' ? 0 : known.waitedMs + (view.state === 'PAUSED' ? ms : 0),
        },
      ]
    }),
  )

/** It gave no more for a minute's pay, or took bids and served none. */
const isUseless = ({ paidMs, waitedMs, rate, before }: Tried): boolean =>
  waitedMs >= WAIT_MS || (paidMs >= PROOF_MS && rate < Math.max(1, before * RISEN))

const shunMs = (shuns: number): number => Math.min(MOST_SHUN_MS, SHUN_MS * 2 ** shuns)

const shun = (tried: Tried, now: number): Tried => ({
  ...newTried(tried.rate),
  shunnedUntil: now + shunMs(tried.shuns),
  shuns: tried.shuns + 1,
})

/** A higher ceiling is a reason to try again, and no less than what was too little. */
const woken = (tried: Tried, ceiling: Price): Tried =>
  tried.beatenAt !== null && ceiling > tried.beatenAt
    ? { ...tried, shunnedUntil: -Infinity, price: tried.beatenAt, beatenAt: null }
    : tried

/** Nothing is never enough. */
const targetOf = ({ before, best }: Tried): number => Math.max(1, before * 1.5, best * 0.9)

const isContended = ({ view, choked }: { readonly view: BuyerView; readonly choked: boolean }): boolean =>
  view.contended || choked || view.ended === 'outbid'

const priceFor = <K>(seller: SellerSight<K>, tried: Tried, ceiling: Price): Price | null =>
  seller.view.ask === null
    ? null
    : nextPrice({
        price: tried.price,
        ask: seller.view.ask,
        ceiling,
        rate: tried.rate,
        target: targetOf(tried),
        contended: isContended(seller),
      })

/** Whether paying it could bring more: it has something for us, and we could take it. */
const couldHelp = <K>({ interested, choked }: SellerSight<K>, { rate, limit }: TorrentSight<K>): boolean =>
  interested && (choked || limit === null || rate < limit * FULL)

const phaseOf = <K>(sight: TorrentSight<K>, shunned: boolean): BuyingStep<K>['phase'] => {
  if (sight.wanted === 0) return { is: 'complete' }
  if (sight.sellers.some(({ view }) => isPaid(view))) return { is: 'paying' }
  if (sight.sellers.some(({ view }) => view.state === 'BIDDING')) return { is: 'bidding' }
  if (sight.sellers.length === 0) return { is: 'no-sellers' }
  if (sight.order?.left === 0n) return { is: 'no-funds' }
  return shunned ? { is: 'not-helping' } : { is: 'ready' }
}

const endAll = <K>(sight: TorrentSight<K>, code: StopCode): BuyingStep<K>['ends'] =>
  sight.sellers.filter(({ view }) => isBusy(view)).map(({ key }) => ({ key, code }))

/** Others bid more than we may: a bid without a slot gets nothing, and everybody gets something. */
const isBeaten = ({ ended }: BuyerView, { price }: Tried, next: Price): boolean =>
  ended === 'outbid' && price !== null && next <= price

/** Prices of who is paid, and one more seller when it is time. */
const bidAround = <K>(
  plan: BuyingPlan<K>,
  sight: TorrentSight<K>,
  order: BuyOrder,
  now: number,
): { readonly plan: BuyingPlan<K>; readonly bids: BuyingStep<K>['bids'] } => {
  const tried = new Map(plan.tried)
  const bids: { key: K; price: Price; wanted: number }[] = []
  let addedAt = plan.addedAt
  let busy = sight.sellers.filter(({ view }) => isBusy(view)).length
  const cheapest = sight.sellers.toSorted((a, b) => ((a.view.ask ?? 0n) < (b.view.ask ?? 0n) ? -1 : 1))
  for (const seller of cheapest) {
    const remembered = tried.get(seller.key)
    const known = remembered && woken(remembered, order.ceiling)
    if (known === undefined || known.shunnedUntil > now || seller.view.state === 'BIDDING') continue
    const paid = isPaid(seller.view)
    if (paid ? now - known.pricedAt < PRICE_MS : !mayBid(seller.view, now) || !couldHelp(seller, sight)) continue
    const returning = known.price !== null
    if (!paid && (busy >= MOST_SELLERS || (!returning && now - addedAt < NEXT_SELLER_MS))) continue
    const price = priceFor(seller, known, order.ceiling)
    if (price === null || (paid && price === known.price)) continue
    if (!paid && isBeaten(seller.view, known, price)) {
      tried.set(seller.key, { ...shun(known, now), beatenAt: order.ceiling })
      continue
    }
    tried.set(seller.key, { ...known, price, pricedAt: now })
    bids.push({ key: seller.key, price, wanted: sight.wanted })
    if (paid) continue
    busy++
    if (!returning) addedAt = now
  }
  return { plan: { ...plan, tried, addedAt }, bids }
}

/** Everything is measured, nobody is bid anything. */
const rest = <K>(plan: BuyingPlan<K>, sight: TorrentSight<K>, ends: BuyingStep<K>['ends']): BuyingStep<K> => ({
  plan,
  bids: [],
  ends,
  phase: phaseOf(sight, plan.restsUntil !== null),
  help: plan.windows.pairs > 0 || plan.windows.kind === 'paid' ? helpOf(plan.windows) : null,
})

/** Nobody is paid, or is not from now on, so that what comes without shows. */
const compare = <K>(plan: BuyingPlan<K>, sight: TorrentSight<K>, ends: BuyingStep<K>['ends']): BuyingStep<K> => ({
  ...rest(plan, sight, ends),
  phase: { is: 'comparing' },
})

const measure = <K>(plan: BuyingPlan<K>, sight: TorrentSight<K>, now: number): BuyingPlan<K> => {
  const ms = Math.max(0, now - plan.at)
  const tried = look(plan, sight.sellers, ms)
  const concerned = sight.sellers.reduce((sum, { rate }) => sum + rate, 0)
  return { ...plan, at: now, tried, windows: observe(plan.windows, concerned, sight.rate, ms, now) }
}

/** Those that took a minute's pay and gave no more are ended and left alone. */
const dropUseless = <K>(
  plan: BuyingPlan<K>,
  sight: TorrentSight<K>,
  now: number,
): { readonly plan: BuyingPlan<K>; readonly ends: BuyingStep<K>['ends'] } => {
  const useless = sight.sellers.filter(({ key, view }) => {
    const known = plan.tried.get(key)
    return known !== undefined && isPaid(view) && isUseless(known)
  })
  if (useless.length === 0) return { plan, ends: [] }
  const tried = new Map(plan.tried)
  for (const { key } of useless) {
    const known = tried.get(key)
    if (known !== undefined) tried.set(key, shun(known, now))
  }
  return { plan: { ...plan, tried }, ends: useless.map(({ key }) => ({ key, code: 'slow' as const })) }
}

/** It was tried, with and without: no more of it for a while. */
const giveUp = <K>(plan: BuyingPlan<K>, sight: TorrentSight<K>, now: number): BuyingStep<K> => {
  const stopped: BuyingPlan<K> = {
    ...plan,
    restsUntil: now + shunMs(plan.rests),
    rests: plan.rests + 1,
    windows: turnTo(plan.windows, 'unpaid', now),
  }
  return rest(stopped, sight, endAll(sight, 'slow'))
}

/** Whether nothing may be bought at all now, and how what runs ends. */
const standstill = <K>({ order, wanted }: TorrentSight<K>, { restsUntil }: BuyingPlan<K>): StopCode | null => {
  if (order === null) return 'off'
  if (wanted === 0) return 'done'
  if (order.left === 0n) return 'budget'
  return restsUntil === null ? null : 'slow'
}

/** A window is what it is by who is paid in it: a bid that nobody takes begins none. */
const asPaid = <K>(plan: BuyingPlan<K>, { sellers }: TorrentSight<K>, now: number): BuyingPlan<K> => {
  const kind = sellers.some(({ view }) => isPaid(view)) ? 'paid' : 'unpaid'
  if (kind === plan.windows.kind) return plan
  return { ...plan, windows: turnTo(plan.windows, kind, now), pausing: plan.pausing && kind === 'unpaid' }
}

/** A window without pay has begun, or goes on. Where something else ended what was paid, it is no longer than that. */
const pause = <K>(plan: BuyingPlan<K>, sight: TorrentSight<K>, now: number): BuyingStep<K> | null => {
  const { windows } = plan
  if (windows.kind === 'unpaid')
    return plan.pausing && !isOver(windows, now) ? compare(plan, sight, endAll(sight, 'pause')) : null
  if (!isOver(windows, now)) return null
  if (helpOf(turnTo(windows, 'unpaid', now)).verdict === 'not-helped') return giveUp(plan, sight, now)
  return compare({ ...plan, pausing: true }, sight, endAll(sight, 'pause'))
}

const awake = <K>(plan: BuyingPlan<K>, now: number): BuyingPlan<K> =>
  plan.restsUntil === null || now < plan.restsUntil
    ? plan
    : { ...plan, restsUntil: null, windows: firstWindow(now), began: now, pausing: false }

/** `now` in ms, of a clock that only goes forward. */
export const planBuying = <K>(former: BuyingPlan<K>, sight: TorrentSight<K>, now: number): BuyingStep<K> => {
  const measured = measure(asPaid(awake(former, now), sight, now), sight, now)
  const stopped = standstill(sight, measured)
  if (stopped !== null || sight.order === null) return rest(measured, sight, endAll(sight, stopped ?? 'off'))
  const { plan, ends } = dropUseless(measured, sight, now)
  const paused = pause(plan, sight, now)
  if (paused !== null) return paused
  const served = sight.sellers.some(({ choked }) => !choked)
  if (served && now - plan.began < BEFORE_MS) return compare(plan, sight, ends)
  const bidding = bidAround(plan, sight, sight.order, now)
  return { ...rest(bidding.plan, sight, ends), bids: bidding.bids }
}
