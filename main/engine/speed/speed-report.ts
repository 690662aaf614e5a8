// What main is told of Speed, about once a second and only when it changed: per torrent what is bought and sold there,
// and how selling goes in all. Figures for screens; what was spent and earned is for the books to say.

import type { SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import { readHandshake } from '../../../app/speed/handshake.ts'
import type { BuyerState, SellerState, SessionView } from '../../../app/speed/session-event.ts'
import type { PeerSpeed } from '../../../app/speed/speed-state.ts'
import type { SeenPhase, SellingTick, SpeedTick, TorrentTick } from '../../../app/speed/speed-tick.ts'
import type { Price } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { PeerStanding } from '../swarm/swarm.ts'
import type { SpeedHouse } from './speed-house.ts'
import type { SpeedTorrent } from './speed-torrent.ts'

/** The most that one tick names of the torrent that is looked at. */
const MOST_PEERS = 200

interface Seen {
  readonly standing: PeerStanding
  readonly view: SessionView
  readonly sells: boolean
  readonly buys: boolean
}

const textOf = (tick: SpeedTick): string =>
  JSON.stringify(tick, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

const least = (prices: readonly (Price | null)[]): Price | null =>
  prices.reduce((low, price) => (price !== null && (low === null || price < low) ? price : low), null)

const dearest = (prices: readonly (Price | null)[]): Price | null =>
  prices.reduce((high, price) => (price !== null && (high === null || price > high) ? price : high), null)

const isPaid = ({ view }: Seen): boolean => view.buyer.state === 'ACTIVE' || view.buyer.state === 'PAUSED'
const isServed = ({ view }: Seen): boolean => view.seller.state === 'SERVING' || view.seller.state === 'HELD'
const isPaying = ({ view }: Seen): boolean => view.seller.paying

const phaseOf = (
  torrent: SpeedTorrent,
  seen: readonly Seen[],
  { buying, funds, privateToo }: SpeedOrders,
): SeenPhase => {
  if (torrent.isPrivate && buying.has(torrent.id) && !privateToo.has(torrent.id)) return { is: 'private' }
  if (torrent.complete) return { is: 'complete' }
  const sellers = seen.filter(({ sells }) => sells)
  if (sellers.some(isPaid)) return { is: 'paying' }
  if (sellers.length === 0) return { is: 'no-sellers' }
  // Each seller was tried and left alone, or all of them together.
  const { phase, help } = torrent.plan
  const isTried = phase?.is === 'not-helping' || help?.verdict === 'not-helped'
  if (sellers.some(({ view }) => view.buyer.state === 'BIDDING')) return { is: 'bidding' }
  if (isTried) return { is: 'not-helping' }
  if (funds === 0n) return { is: 'no-funds' }
  return { is: buying.has(torrent.id) && phase?.is === 'comparing' ? 'comparing' : 'ready' }
}

/** Null also while one of them has not said its price. */
const barredOf = (id: TorrentId, sellers: readonly Seen[], { buying }: SpeedOrders): TorrentTick['barred'] => {
  const ceiling = buying.get(id)?.ceiling
  const views = sellers.map(({ view }) => view.buyer)
  if (ceiling === undefined || views.length === 0) return null
  const hadShare = ({ refused }: (typeof views)[number]): boolean => refused === 'peer'
  const isBarred = views.every((view) => view.ask !== null && (view.ask > ceiling || hadShare(view)))
  return isBarred ? (views.some(hadShare) ? 'peer' : 'price') : null
}

/** Why a bid before that one ended is no news any more. */
const RUNNING: ReadonlySet<string> = new Set<BuyerState | SellerState>([
  'BIDDING',
  'ACTIVE',
  'PAUSED',
  'SERVING',
  'HELD',
])

const peerOf = ({ standing, view, sells, buys }: Seen): PeerSpeed => {
  const bought = view.buyer.state !== 'OFF' && sells
  const { buyer, seller } = view
  return {
    address: standing.address,
    account: view.account,
    role: sells && buys ? 'both' : sells ? 'sells' : 'buys',
    state: bought ? buyer.state : seller.state,
    price: bought ? (buyer.price ?? buyer.ask) : seller.price,
    bytes: Number(bought ? buyer.verified : seller.sent),
    amount: bought ? buyer.amount : seller.amount,
    stopped: RUNNING.has(bought ? buyer.state : seller.state) ? null : bought ? buyer.ended : seller.ended,
  }
}

/** Sellers say so to everybody: who looks at the torrent may know of them before anything is switched on. */
const sellersHeard = ({ swarm }: SpeedTorrent, { account }: SpeedOrders): number =>
  (swarm?.trade.introductions() ?? []).filter((bs) => {
    const theirs = readHandshake(bs)
    return theirs?.sells === true && (account === null || theirs.chains.includes(account.vault.chainId))
  }).length

export class SpeedReport {
  readonly #send: (tick: SpeedTick) => void
  #looked: TorrentId | null = null
  #last = ''

  constructor(send: (tick: SpeedTick) => void) {
    this.#send = send
  }

  /** Whose peers are told. */
  look(id: TorrentId | null): void {
    this.#looked = id
  }

  tell(house: SpeedHouse): void {
    const told = [...house.torrents].filter(
      ({ id, lines }) => house.orders.buying.has(id) || id === this.#looked || lines.size > 0,
    )
    const seen = new Map(told.map((torrent) => [torrent, this.#seen(house, torrent)] as const))
    const tick: SpeedTick = {
      torrents: [...seen].map(([torrent, lines]) => this.#torrent(torrent, lines, house.orders)),
      selling: this.#selling(house, [...seen.values()].flat()),
    }
    const text = textOf(tick)
    if (text === this.#last) return
    this.#last = text
    this.#send(tick)
  }

  #seen(house: SpeedHouse, { lines }: SpeedTorrent): readonly Seen[] {
    return [...lines.values()].flatMap((line) => {
      const [view, standing] = [house.sessions.view(line.key), line.standing]
      if (!view || !standing || !line.theirs) return []
      return [{ standing, view, sells: line.theirs.sells, buys: line.theirs.buys }]
    })
  }

  #torrent(torrent: SpeedTorrent, seen: readonly Seen[], orders: SpeedOrders): TorrentTick {
    const sum = (of: readonly Seen[], rate: 'downRate' | 'upRate'): number =>
      Math.round(of.reduce((total, { standing }) => total + standing[rate], 0))
    const sellers = seen.filter(({ sells }) => sells)
    const paidRate = sum(sellers.filter(isPaid), 'downRate')
    const all = orders.buying.has(torrent.id) ? (torrent.swarm?.counts().downRate ?? 0) : paidRate
    return {
      id: torrent.id,
      phase: phaseOf(torrent, seen, orders),
      barred: barredOf(torrent.id, sellers, orders),
      price: dearest(sellers.filter(isPaid).map(({ view }) => view.buyer.price)),
      lowestAsk: least(sellers.map(({ view }) => view.buyer.ask)),
      sellers: Math.max(sellers.length, torrent.id === this.#looked ? sellersHeard(torrent, orders) : 0),
      buyers: seen.filter(({ buys }) => buys).length,
      paying: seen.filter(isPaying).length,
      paidRate,
      freeRate: Math.max(0, Math.round(all) - paidRate),
      soldRate: sum(seen.filter(isServed), 'upRate'),
      help: torrent.plan.help,
      estimate: torrent.plan.estimate,
      peers: torrent.id === this.#looked ? seen.slice(0, MOST_PEERS).map(peerOf) : [],
    }
  }

  #selling({ torrents, orders }: SpeedHouse, seen: readonly Seen[]): SellingTick {
    if (!orders.selling) return { offering: 0, wanting: 0, buyers: 0, broke: 0, paying: 0 }
    const offering = [...torrents].filter(({ orders: own, swarm }) => own.sell !== null && swarm?.trade.offers === true)
    const wanting = offering.reduce((sum, { swarm }) => sum + (swarm?.trade.wanting ?? 0), 0)
    const buyers = seen.filter(({ buys, standing }) => buys && standing.peerInterested)
    return {
      offering: offering.length,
      wanting,
      buyers: buyers.length,
      broke: buyers.filter(({ view }) => view.seller.state === 'BLOCKED' || view.seller.broke).length,
      paying: buyers.filter(isServed).length,
    }
  }
}
