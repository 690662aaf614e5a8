// Speed in the engine: the sessions of all connections that speak it, run by the pure machines of app/speed, and their
// effects done: said on wires, asked of the desk, granted to peers. Leaves money to the desk, bytes to the swarm, where
// to bid to the plan. Invariant: every event of a session is done with before the next one begins, and nothing that a
// peer says leaves here as an exception.

import { sameAccount } from '../../../app/speed/greeting.ts'
import { encodeMessage } from '../../../app/speed/message-codec.ts'
import type { Answer, Ask, OwnAccount, SessionEffect, SessionEvent } from '../../../app/speed/session-event.ts'
import { SpeedSessions } from '../../../app/speed/sessions.ts'
import type { SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { JoinSpec, PeerKey, Swarm, SwarmEvents, SwarmTorrent } from '../swarm/swarm.ts'
import type { Desk } from './desk-line.ts'
import type { SpeedLine } from './speed-line.ts'
import type { Planner } from './speed-plan.ts'
import { SpeedTorrent } from './speed-torrent.ts'

/** How often `tick` is to be called, ms; and once in how many times there is something to tell. */
export const TICK_MS = 250
const TICKS_A_SECOND = 4
/** Where we pay, and much is unpaid: a seller that has sent all it lends waits for it. */
const HURRY_MS = 20

export interface HouseDeps {
  readonly swarm: Pick<Swarm, 'join' | 'setPaidShare' | 'paidSlotsFree' | 'peerId'>
  readonly desk: Desk
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** Random bytes. */
  random(length: number): Uint8Array
  /** Runs something once, in so many ms. */
  later(run: () => void, ms: number): void
  /** Plans where a torrent bids. */
  planner(): Planner
  /** Once a second while anything is under way. */
  second(house: SpeedHouse): void
  crash(cause: unknown, doing: string): string
}

const noOrders: SpeedOrders = {
  account: null,
  canSign: false,
  funds: null,
  buying: new Map(),
  selling: null,
  privateToo: new Set(),
}

/** Told apart from "nobody knows" nowhere: either may be asked again. */
const known = <T>(output: T): Exclude<T, 'away' | { readonly refused: 'away' }> | null => {
  const isAway =
    output === 'away' || (typeof output === 'object' && (output as { refused?: unknown } | null)?.refused === 'away')
  return isAway ? null : (output as Exclude<T, 'away' | { readonly refused: 'away' }>)
}

export class SpeedHouse {
  readonly sessions = new SpeedSessions<PeerKey>()
  readonly torrents = new Set<SpeedTorrent>()
  readonly #lines = new Map<PeerKey, { readonly line: SpeedLine; readonly torrent: SpeedTorrent }>()
  /** Whom we serve under a bid, by account: what one of them gets is what another of the same payer can't. */
  readonly #served = new Map<PeerKey, Address | null>()
  readonly #deps: HouseDeps
  readonly #events: (readonly [PeerKey, SessionEvent])[] = []
  /** Lines that we pay on. */
  readonly #paid = new Set<SpeedLine>()
  #hurried = false
  #busy = false
  #ticks = 0
  #slots = -1
  /** The last that there was: one that is gone for a moment is owed what it was. */
  #own: OwnAccount | null = null
  orders = noOrders

  constructor(deps: HouseDeps) {
    this.#deps = deps
  }

  /** The swarm, with Speed listening to every torrent that joins. */
  readonly join = (spec: JoinSpec, events: SwarmEvents): SwarmTorrent => {
    if (!spec.pieces) return this.#deps.swarm.join(spec, events)
    const torrent = new SpeedTorrent(spec, {
      begin: (of, line) => this.#begin(of, line),
      dispatch: (key, event) => this.dispatch(key, event),
      tell: (key) => this.#tell(key),
      left: (of) => void this.torrents.delete(of),
      planner: () => this.#deps.planner(),
    })
    const joined = this.#deps.swarm.join(spec, { ...events, meter: torrent.meter, talk: torrent.talk })
    torrent.begin(joined)
    this.torrents.add(torrent)
    torrent.order(this.orders, this.#deps.now())
    return joined
  }

  order(orders: SpeedOrders): void {
    this.orders = orders
    const { account } = orders
    const isOther = account !== null && this.#own !== null && !sameAccount(this.#own, account)
    this.#own = account ?? this.#own
    this.#deps.swarm.setPaidShare(orders.selling?.paidShare ?? 0)
    for (const torrent of this.torrents) this.#pass(torrent)
    if (isOther) this.sessions.forgetAccounts()
  }

  dispatch(key: PeerKey, event: SessionEvent): void {
    const line = this.#lines.get(key)?.line
    if (line) for (const told of line.drain()) this.#events.push([key, told])
    this.#events.push([key, event])
    this.#run()
  }

  #begin(torrent: SpeedTorrent, line: SpeedLine): void {
    const { random, now, swarm } = this.#deps
    const facts = {
      torrent: torrent.id,
      infohash: Buffer.from(torrent.id, 'hex'),
      mine: Buffer.from(swarm.peerId, 'hex'),
      theirs: Buffer.from(line.standing?.peerId ?? '', 'hex'),
      nonce: random(32),
      pieceLength: torrent.pieceLength,
    }
    this.#lines.set(line.key, { line, torrent })
    for (const { key, effect } of this.sessions.open(line.key, facts, torrent.orders, now())) this.#do(key, effect)
    this.dispatch(line.key, { is: 'slots', free: swarm.paidSlotsFree })
  }

  #tell(key: PeerKey): void {
    const line = this.#lines.get(key)?.line
    if (line) for (const told of line.drain()) this.#events.push([key, told])
    this.#run()
  }

  #run(): void {
    if (this.#busy) return
    this.#busy = true
    for (let next = this.#events.shift(); next; next = this.#events.shift()) {
      try {
        this.#step(...next)
      } catch (error) {
        this.#deps.crash(error, 'speed')
      }
    }
    this.#busy = false
    this.#hurry()
  }

  #hurry(): void {
    if (this.#hurried || this.#urgent().length === 0) return
    this.#hurried = true
    this.#deps.later(() => {
      this.#hurried = false
      for (const { key } of this.#urgent()) this.dispatch(key, { is: 'tick' })
    }, HURRY_MS)
  }

  #urgent(): readonly SpeedLine[] {
    return this.#paid.size === 0 ? [] : [...this.#paid].filter(({ key }) => this.sessions.isUrgent(key))
  }

  #step(key: PeerKey, event: SessionEvent): void {
    for (const { key: of, effect } of this.sessions.dispatch(key, event, this.#deps.now())) this.#do(of, effect)
    if (event.is === 'closed') {
      const line = this.#lines.get(key)?.line
      if (line) this.#paid.delete(line)
      this.#lines.delete(key)
      this.#setServed(key, false)
    } else this.#allow(key)
    const account = this.#served.get(key) ?? null
    for (const [other, its] of this.#served) if (other !== key && its === account) this.#allow(other)
  }

  #allow(key: PeerKey): void {
    const room = this.sessions.room(key)
    this.#setServed(key, room !== Infinity)
    const line = this.#lines.get(key)?.line
    if (line === undefined) return
    line.grain = this.sessions.grain(key)
    line.allow(room)
  }

  #setServed(key: PeerKey, served: boolean): void {
    if (served === this.#served.has(key)) return
    if (served) this.#served.set(key, this.sessions.view(key)?.account ?? null)
    else this.#served.delete(key)
    const accounts = [...this.#served.values()]
    for (const [one, account] of this.#served) {
      const line = this.#lines.get(one)?.line
      if (line) this.#share(line, accounts.indexOf(account) !== accounts.lastIndexOf(account))
    }
  }

  /** What it sent and has not told of by then is lent to no other one. */
  #share(line: SpeedLine, shared: boolean): void {
    if (shared && !line.shared) for (const told of line.drain()) this.#events.push([line.key, told])
    line.shared = shared
  }

  #do(key: PeerKey, effect: SessionEffect): void {
    const line = this.#lines.get(key)?.line
    switch (effect.do) {
      case 'send':
        return line?.say(encodeMessage(effect.message))
      case 'ask':
        return void this.#ask(key, effect.ask)
      case 'grant':
        // Never granted a bid without its room.
        this.#allow(key)
        return line?.serve(effect.grant, this.sessions.view(key)?.account ?? null)
      case 'choke':
        return line?.choke()
      case 'single-source':
        if (line && effect.on) this.#paid.add(line)
        else if (line) this.#paid.delete(line)
        return line?.soleSource(effect.on)
      // Requests are served as far as there is room; who sends bad data is banned by the swarm; main reads of the chain
      // itself who leaves; what we say of ourselves is said by the torrent, to all alike.
      case 'wake':
      case 'ban':
      case 'cash-now':
      case 'handshake':
      case 'share':
    }
  }

  async #ask(key: PeerKey, ask: Ask): Promise<void> {
    const output = await this.#answer(key, ask)
    if (ask.name !== 'close') this.dispatch(key, { is: 'answer', answer: { ask, output } as Answer })
  }

  async #answer(key: PeerKey, ask: Ask): Promise<unknown> {
    const { desk } = this.#deps
    switch (ask.name) {
      case 'pay':
        return known(await desk.pay(ask.input))
      case 'receive':
        return known(await desk.receive(ask.vault, ask.input))
      case 'prove':
        return known(await desk.ask('desk.prove', ask.input))
      case 'payer':
        return desk.ask('desk.payer', { ...ask.input, network: this.#lines.get(key)?.line.network ?? '' })
      case 'held':
        return desk.ask('desk.held', ask.input)
      case 'resume':
        return known(await desk.ask('desk.resume', ask.input))
      case 'last':
        return desk.ask('desk.last', ask.input)
      case 'open':
        return known(await desk.ask('desk.open', ask.input))
      case 'close':
        return desk.ask('desk.close', ask.input)
    }
  }

  tick(): void {
    this.#ticks = (this.#ticks + 1) % TICKS_A_SECOND
    const isSecond = this.#ticks === 0
    if (isSecond) {
      for (const torrent of this.torrents) if (torrent.lines.size > 0 || torrent.orders.buy) this.#pass(torrent)
    }
    for (const { line } of [...this.#lines.values()]) if (line.theirs) this.#tickLine(line)
    if (!isSecond) return
    const { orders, torrents, sessions } = this
    for (const torrent of torrents)
      if (torrent.orders.buy) torrent.bid((key) => sessions.view(key), orders.funds, this.#deps.now())
    this.#deps.second(this)
  }

  #tickLine(line: SpeedLine): void {
    const standing = line.standing
    if (standing && this.#served.has(line.key)) {
      if (standing.held > 0) this.dispatch(line.key, { is: 'held', bytes: standing.held })
      const { paid, outbid, peerInterested } = standing
      this.dispatch(line.key, { is: 'slot', paid: paid || !peerInterested, outbid })
    }
    const slots = this.#deps.swarm.paidSlotsFree
    if (slots !== this.#slots) this.#tellSlots(slots)
    this.dispatch(line.key, { is: 'tick' })
    line.keep(this.sessions.isUnsettled(line.key, this.#deps.now()))
  }

  #tellSlots(free: number): void {
    const isNews = free > 0 !== this.#slots > 0
    this.#slots = free
    if (isNews) for (const key of this.#lines.keys()) this.dispatch(key, { is: 'slots', free })
  }

  #pass(torrent: SpeedTorrent): void {
    if (!torrent.order(this.orders, this.#deps.now())) return
    for (const key of torrent.lines.keys()) this.dispatch(key, { is: 'orders', orders: torrent.orders })
  }
}
