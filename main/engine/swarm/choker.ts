// Applies the plan of app/swarm/plan-slots.ts to the peers of all torrents, on a tick and soon after somebody's
// interest or grant changed; says who shares the upload as a buyer, and looks at what buyers take of the slots they pay
// for.

import { planSlots, type SlotPeer, type SlotPlan, type Slots } from '../../../app/swarm/plan-slots.ts'
import { SlotUses, TRY_MS, type SlotHolder } from '../../../app/swarm/slot-use.ts'
import type { WebTorrentTorrent } from './webtorrent-torrent.ts'
import type { WireSession } from './wire-session.ts'

const EVERY = 10_000
const SOON = 100

export interface ChokerDeps {
  torrents(): Iterable<WebTorrentTorrent>
  slots(): Slots
  /** B/s that buyers can have of the upload while others want the rest; null: not known. */
  paidRate(): number | null
  now(): number
}

export class Choker {
  readonly #deps: ChokerDeps
  readonly #interval: NodeJS.Timeout
  readonly #uses = new SlotUses()
  /** Of who held a paid slot at the last look, what it had been sent by then. */
  readonly #sent = new Map<WireSession, number>()
  #soon: NodeJS.Timeout | null = null
  #judging: NodeJS.Timeout | null = null
  /** Peers that hold a paid slot. */
  buyers = 0

  constructor(deps: ChokerDeps) {
    this.#deps = deps
    this.#interval = setInterval(() => this.#run(), EVERY)
  }

  /** Interest or a grant changed somewhere: plan again shortly. */
  poke(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null
      this.#run()
    }, SOON)
  }

  close(): void {
    clearInterval(this.#interval)
    if (this.#soon) clearTimeout(this.#soon)
    if (this.#judging) clearTimeout(this.#judging)
  }

  #run(): void {
    const now = this.#deps.now()
    this.#look(now)
    const peers: SlotPeer<WireSession>[] = []
    for (const torrent of this.#deps.torrents()) {
      for (const session of torrent.sessions) peers.push(describePeer(session, torrent, this.#uses, now))
    }
    const slots = { ...this.#deps.slots(), tries: this.#uses.tries(now) }
    this.#apply(planSlots(peers, slots, now, Math.random), peers)
  }

  #apply(plan: SlotPlan<WireSession>, peers: readonly SlotPeer<WireSession>[]): void {
    const optimistic = new Set(plan.optimistic)
    this.#sent.clear()
    for (const { key, use } of peers) {
      const { serving } = key
      const bid = plan.bids.get(key) ?? null
      serving.optimistic = optimistic.has(key)
      serving.outbid = plan.outbid.has(key)
      serving.setBid(bid)
      if (bid === null) continue
      this.#sent.set(key, serving.written)
      if (use === null) this.#judgeLater()
    }
    this.buyers = plan.bids.size
    for (const session of plan.choke) session.serving.setChoked(true)
    for (const session of plan.unchoke) session.serving.setChoked(false)
  }

  /** A try ends as soon as it says something. */
  #judgeLater(): void {
    this.#judging ??= setTimeout(() => {
      this.#judging = null
      this.#run()
    }, TRY_MS)
  }

  #look(now: number): void {
    const holders = new Map<string, SlotHolder>()
    for (const [{ serving }, before] of this.#sent) {
      const { payer, grant, written } = serving
      if (payer === null) continue
      const { bid, taken } = holders.get(payer) ?? { bid: 0, taken: 0 }
      const weight = typeof grant === 'number' ? grant : 0
      holders.set(payer, { payer, bid: bid + weight, taken: taken + written - before })
    }
    this.#uses.look({ holders: [...holders.values()], rate: this.#deps.paidRate() }, now)
  }
}

const describePeer = (
  session: WireSession,
  { id, seeding }: Pick<WebTorrentTorrent, 'id' | 'seeding'>,
  uses: SlotUses,
  now: number,
): SlotPeer<WireSession> => {
  const { serving } = session
  const { payer } = serving
  return {
    key: session,
    torrent: id,
    interested: session.wire.peerInterested && !session.isSeed,
    unchoked: !session.wire.amChoking,
    get: session.down.rate(now),
    since: serving.chokeChanged,
    turns: serving.turns,
    optimistic: serving.optimistic,
    seeding,
    grant: serving.grant,
    payer,
    use: payer === null ? null : uses.of(payer),
  }
}
