// A peer in a simulated swarm: its sessions of Speed, its desk, what it uploads. Runs what the engine runs, with a desk
// that answers a moment later or not at all. Invariant: sessions hear only what a real engine could tell them.

import type { BuyOrder, SellOrder } from '../../app/ipc/speed-desk.ts'
import type { Address } from '../../app/tron/address.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Ask, SessionEvent, SessionFacts, SessionOrders } from '../../app/speed/session-event.ts'
import { SpeedSessions } from '../../app/speed/sessions.ts'
import type { Price, Vault } from '../../app/speed/terms.ts'
import type { MemoryDesk } from '../../app/speed/testing/memory-desk.ts'
import { answerOf } from '../../app/speed/testing/side.ts'
import { newBuyingPlan, planBuying, type BuyingPlan } from '../../app/speed/usefulness.ts'
import type { Cheat } from './cheats.ts'
import { BLOCK, type Download, type PieceEnd } from './download.ts'
import type { End } from './link.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'
import { Upload } from './upload.ts'
import type { Watch } from './watch.ts'

const TICK_MS = 250
const PLAN_MS = 1_000

export interface PeerWish {
  readonly name: string
  readonly schedule: Schedule
  readonly random: Random
  readonly uploadRate: number
  /** Null: it has no wallet. */
  readonly desk: MemoryDesk | null
  readonly vault: Vault
  /** What it will pay at most; null: it buys nothing. */
  readonly ceiling: Price | null
  readonly sells: Pick<SellOrder, 'ask' | 'mostUncashed'> | null
  readonly cheat: Cheat | null
  readonly watch: Watch
}

export class SimPeer {
  readonly wish: PeerWish
  readonly sessions = new SpeedSessions<string>()
  readonly upload: Upload
  readonly ends = new Map<string, End>()
  readonly #torrents = new Map<Download, TorrentId>()
  readonly #plans = new Map<TorrentId, BuyingPlan<string>>()
  readonly banned = new Set<string>()
  buying = true
  selling = true
  /** Nothing new is bought. */
  ending = false
  sells: PeerWish['sells']

  constructor(wish: PeerWish) {
    this.wish = wish
    this.sells = wish.sells
    this.upload = new Upload(wish.schedule, wish.random, wish.uploadRate)
    const tick = (): void => {
      this.#tick()
      wish.schedule.after(TICK_MS, tick)
    }
    const plan = (): void => {
      this.#plan()
      wish.schedule.after(PLAN_MS, plan)
    }
    wish.schedule.after(wish.random.int(1, TICK_MS), tick)
    wish.schedule.after(wish.random.int(1, PLAN_MS), plan)
  }

  get cheat(): Cheat | null {
    return this.wish.cheat
  }

  get honest(): boolean {
    return this.wish.cheat === null
  }

  get desk(): MemoryDesk | null {
    return this.wish.desk
  }

  get #now(): number {
    return this.wish.schedule.now
  }

  hasTorrent(download: Download, id: TorrentId): void {
    this.#torrents.set(download, id)
  }

  join(end: End): void {
    this.ends.set(end.key, end)
    const torrent = this.torrentOf(end)
    const { random } = this.wish
    const facts: SessionFacts = {
      torrent,
      infohash: infohashOf(torrent),
      mine: peerIdOf(this),
      theirs: peerIdOf(this),
      nonce: random.bytes(32),
      pieceLength: end.download.pieceLength,
    }
    this.wish.schedule.after(0, () => {
      if (!end.link.open) return
      const known = { ...facts, theirs: peerIdOf(end.other.peer) }
      end.do(this.sessions.open(end.key, known, this.ordersFor(torrent), this.#now))
      this.upload.join(this.#lane(end))
    })
  }

  leave(end: End): void {
    end.download.lose(end.key)
    this.upload.leave(end.key)
    this.tell(end, { is: 'closed' })
    this.ends.delete(end.key)
  }

  torrentOf(end: End): TorrentId {
    return this.#torrents.get(end.download) ?? ('' as TorrentId)
  }

  ordersFor(torrent: TorrentId): SessionOrders {
    const { desk, vault, ceiling } = this.wish
    if (desk === null) return { account: null, canSign: false, buy: null, sell: null }
    this.wish.watch.looks(this)
    const { perPeer } = desk.allowance
    const buys = this.buying && ceiling !== null
    const buy: BuyOrder | null = buys ? { left: desk.left(torrent, null), ceiling, perPeer, funds: desk.funds } : null
    const sell: SellOrder | null = this.selling && this.sells ? { ...this.sells, paidShare: 0.6 } : null
    const account = buy || sell ? { vault, address: desk.account, device: desk.device } : null
    return { account, canSign: !desk.locked, buy, sell }
  }

  tell(end: End, event: SessionEvent): void {
    end.do(this.sessions.dispatch(end.key, event, this.#now))
  }

  /** The desk answers a moment later; now and then it can't be reached. */
  ask(key: string, ask: Ask): void {
    const { desk, schedule, random } = this.wish
    if (desk === null) return
    if (ask.name === 'pay') this.wish.watch.asking(this, ask.input)
    const delay = ask.name === 'payer' ? random.int(20, 400) : random.int(1, 40)
    schedule.after(delay, () => {
      const away = ask.name !== 'close' && random.chance(0.01)
      const answer = away
        ? ({ ask, output: null } as const)
        : this.wish.watch.asked(this, key, ask, () => answerOf(desk, ask))
      if (answer === null) return
      // What comes back was asked for: the pair fits.
      const event = { is: 'answer', answer } as SessionEvent
      const end = this.ends.get(key)
      const effects = this.sessions.dispatch(key, event, this.#now)
      if (end !== undefined) end.do(effects)
      else for (const { effect } of effects) if (effect.do === 'ask') this.ask(key, effect.ask)
    })
  }

  /** A piece is decided: all who supplied it are told, those that left as well. */
  finish({ good, piece, suppliers }: PieceEnd, download: Download): void {
    for (const [key, bytes] of suppliers) {
      const event: SessionEvent = good
        ? { is: 'verified', piece, bytes }
        : { is: 'bad', piece, sole: suppliers.size === 1 }
      this.wish.watch.decided(this, key, piece, good)
      const end = this.ends.get(key)
      if (end !== undefined) this.tell(end, event)
      else this.sessions.dispatch(key, event, this.#now)
    }
    for (const end of this.ends.values()) if (end.download === download) end.other.fill()
  }

  ban(end: End): void {
    this.banned.add(end.other.peer.wish.name)
    this.wish.schedule.after(0, () => end.link.close())
  }

  cash(payer: Address): void {
    this.wish.watch.cash(this, payer)
  }

  #lane(end: End): Parameters<Upload['join']>[0] {
    const { other } = end
    return {
      id: end.key,
      torrent: this.torrentOf(end),
      seeding: end.download.wanted === 0,
      payer: () => this.sessions.view(end.key)?.account ?? null,
      interested: () => other.wants || other.asked > 0,
      room: () => this.sessions.room(end.key),
      hold: () => this.tell(end, { is: 'held', bytes: BLOCK }),
      asks: () => other.hasAsked && !(this.cheat?.refuses(end) ?? false),
      serve: () => {
        const piece = other.takeNext()
        if (piece === null) return
        this.wish.watch.sent(this, end)
        this.tell(end, { is: 'sent', bytes: BLOCK })
        end.send({ is: 'block', piece, poisoned: this.cheat?.poisons() ?? false })
      },
      setChoked: (choked) => end.send({ is: 'choked', choked }),
      setSlot: (paid, outbid) => this.tell(end, { is: 'slot', paid, outbid }),
    }
  }

  #tick(): void {
    for (const end of this.ends.values()) {
      this.tell(end, { is: 'tick' })
      const held = this.sessions.view(end.key)?.seller.state === 'HELD'
      if (this.honest) this.wish.watch.holding(this, end.key, held)
      this.cheat?.ticks(end)
    }
  }

  #plan(): void {
    for (const [download, torrent] of this.#torrents) {
      const orders = this.ordersFor(torrent)
      const ends = [...this.ends.values()].filter((end) => end.download === download)
      for (const end of ends) this.tell(end, { is: 'orders', orders })
      if (this.desk !== null && !this.ending) this.#buy(torrent, download, ends, orders)
    }
  }

  #buy(torrent: TorrentId, download: Download, ends: readonly End[], { buy }: SessionOrders): void {
    const seconds = PLAN_MS / 1_000
    const sellers = ends.flatMap((end) => {
      const view = this.sessions.view(end.key)?.buyer
      const rate = end.received / seconds
      end.received = 0
      if (view === undefined || view.ask === null) return []
      return [{ key: end.key, view, interested: end.wants || end.asked > 0, choked: end.choked, rate }]
    })
    const rate = sellers.reduce((sum, seller) => sum + seller.rate, 0)
    const plan = this.#plans.get(torrent) ?? newBuyingPlan<string>(this.#now)
    const step = planBuying(plan, { order: buy, wanted: download.wanted, rate, limit: null, sellers }, this.#now)
    this.#plans.set(torrent, step.plan)
    for (const { key, code } of step.ends) this.#tellKey(key, { is: 'end', code })
    for (const { key, price, wanted } of step.bids) this.#tellKey(key, { is: 'bid', price, wanted })
  }

  #tellKey(key: string, event: SessionEvent): void {
    const end = this.ends.get(key)
    if (end !== undefined) this.tell(end, event)
  }
}

const fill = (text: string): Uint8Array => Uint8Array.from({ length: 20 }, (_, at) => text.charCodeAt(at % text.length))

export const infohashOf = (torrent: TorrentId): Uint8Array => fill(torrent)
export const peerIdOf = (peer: SimPeer): Uint8Array => fill(`${peer.wish.name}-`)
