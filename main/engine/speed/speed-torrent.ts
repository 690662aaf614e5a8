// One torrent that Speed may be used on: hears from its swarm what peers say, send and take, and leads it to the house.
// Makes a line of a connection when its peer says that it speaks Speed. Leaves sessions and money to the house.

import { readHandshake, writeHandshake } from '../../../app/speed/handshake.ts'
import { ordersFor } from '../../../app/speed/session.ts'
import type { SessionEvent, SessionOrders, SessionView } from '../../../app/speed/session-event.ts'
import type { Amount } from '../../../app/money/amount.ts'
import type { SellerSight } from '../../../app/speed/usefulness.ts'
import type { SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { JoinSpec, MeterEvents, PeerKey, SwarmTorrent, TalkEvents } from '../swarm/swarm.ts'
import { SpeedLine } from './speed-line.ts'
import type { Planner } from './speed-plan.ts'

export interface TorrentDeps {
  /** A line's session begins, with this event; `null` ends it. */
  begin(torrent: SpeedTorrent, line: SpeedLine): void
  dispatch(key: PeerKey, event: SessionEvent): void
  /** What is untold of it may be told now. */
  tell(key: PeerKey): void
  left(torrent: SpeedTorrent): void
  planner(): Planner
}

/** What is paid for once everything is here: until then the order to buy stands. */
const SETTLING_MS = 15_000

export class SpeedTorrent {
  readonly id: TorrentId
  readonly isPrivate: boolean
  readonly pieceLength: number
  readonly lines = new Map<PeerKey, SpeedLine>()
  readonly plan: Planner
  orders: SessionOrders = { account: null, canSign: false, buy: null, sell: null }
  readonly #deps: TorrentDeps
  #joined: SwarmTorrent | null = null
  #introduced = ''
  #completeSince: number | null = null

  constructor({ id, isPrivate, pieces }: JoinSpec, deps: TorrentDeps) {
    this.id = id
    this.isPrivate = isPrivate
    this.pieceLength = pieces?.pieceLength ?? 0
    this.#deps = deps
    this.plan = deps.planner()
  }

  /** To be called right after it joined the swarm. */
  begin(joined: SwarmTorrent): void {
    this.#joined = joined
  }

  get swarm(): SwarmTorrent | null {
    return this.#joined
  }

  get complete(): boolean {
    return this.pieceLength > 0 && this.#joined?.trade.missing === 0
  }

  /** True when they are not the orders it had. Also to be called now and then: who has all buys no more. */
  order(all: SpeedOrders, now: number): boolean {
    const orders = this.#present(ordersFor(all, this.id, this.isPrivate), now)
    const before = this.orders
    this.orders = orders
    this.#introduce()
    return (
      before.account !== orders.account ||
      before.canSign !== orders.canSign ||
      before.buy !== orders.buy ||
      before.sell !== orders.sell
    )
  }

  /** Once a second: what to bid where. */
  bid(viewOf: (key: PeerKey) => SessionView | null, funds: Amount | null, now: number): void {
    const swarm = this.#joined
    if (!swarm) return
    const { downRate: rate, unchokedUs: serving } = swarm.counts()
    const { missing: wanted, downLimit: limit } = swarm.trade
    const sight = { order: this.orders.buy, wanted, rate, limit, serving, funds, sellers: this.#sellers(viewOf) }
    for (const [key, event] of this.plan.step(sight, now)) this.#deps.dispatch(key, event)
  }

  #sellers(viewOf: (key: PeerKey) => SessionView | null): SellerSight<PeerKey>[] {
    return [...this.lines.values()].flatMap((line): SellerSight<PeerKey>[] => {
      const [view, standing] = [viewOf(line.key)?.buyer, line.standing]
      if (!line.theirs?.sells || !view || !standing) return []
      const { useful: interested, peerChoking: choked, downRate: rate } = standing
      return [{ key: line.key, view, interested, choked, rate }]
    })
  }

  readonly meter: MeterEvents = {
    peerUp: () => undefined,
    peerDown: (peer) => this.#end(peer),
    accepted: (peer, piece, bytes) => {
      if (this.lines.get(peer)?.received(piece, bytes) === true) this.#deps.tell(peer)
    },
    verified: (peer, piece, bytes) => this.#verified(peer, piece, bytes),
    bad: (peer, piece, _, sole) => this.#tell(peer, { is: 'bad', piece, sole }),
    dropped: (peer, piece) => this.#tell(peer, { is: 'dropped', piece }),
    written: (peer, bytes) => {
      if (this.lines.get(peer)?.written(bytes) === true) this.#deps.tell(peer)
    },
  }

  readonly talk: TalkEvents = {
    introduced: (peer, bs) => {
      const theirs = readHandshake(bs)
      const line = this.lines.get(peer) ?? (theirs && this.#begin(peer))
      if (!line) return
      line.theirs = theirs
      this.#deps.dispatch(peer, { is: 'handshake', theirs })
    },
    said: (peer, bytes) => this.#deps.dispatch(peer, { is: 'message', bytes }),
    turned: (peer) => {
      const standing = this.lines.get(peer)?.standing
      if (standing) this.#deps.dispatch(peer, { is: 'choked', choked: standing.peerChoking })
    },
    left: () => {
      for (const peer of [...this.lines.keys()]) this.#end(peer)
      this.#deps.left(this)
    },
  }

  #begin(peer: PeerKey): SpeedLine | null {
    const trade = this.#joined?.trade
    const standing = trade?.standing(peer)
    if (!trade || !standing) return null
    const line = new SpeedLine(peer, standing.address, trade)
    this.lines.set(peer, line)
    this.#deps.begin(this, line)
    this.#deps.dispatch(peer, { is: 'choked', choked: standing.peerChoking })
    return line
  }

  #end(peer: PeerKey): void {
    const line = this.lines.get(peer)
    if (!line) return
    this.#deps.dispatch(peer, { is: 'closed' })
    this.lines.delete(peer)
  }

  #verified(peer: PeerKey, piece: number, bytes: number): void {
    const line = this.lines.get(peer)
    if (line === undefined) this.#tell(peer, { is: 'verified', piece, bytes })
    else if (line.verified(piece, bytes)) this.#deps.tell(peer)
  }

  /** Pieces are decided also after the connection they came by is gone. */
  #tell(peer: PeerKey, event: SessionEvent): void {
    this.#deps.dispatch(peer, event)
  }

  #present(orders: SessionOrders, now: number): SessionOrders {
    if (!this.complete) this.#completeSince = null
    else this.#completeSince ??= now
    const settled = this.#completeSince !== null && now - this.#completeSince >= SETTLING_MS
    const own = settled && orders.buy ? { ...orders, buy: null } : orders
    return own.buy || own.sell ? own : { ...own, account: null }
  }

  /** Says it once, and again when it changes. */
  #introduce(): void {
    const { account, buy, sell } = this.orders
    const bs = account && writeHandshake({ chains: [account.vault.chainId], buys: buy !== null, sells: sell !== null })
    const text = bs ? `${account?.vault.chainId} ${bs.r}` : ''
    if (text === this.#introduced) return
    this.#introduced = text
    this.#joined?.trade.introduce(bs)
  }
}
