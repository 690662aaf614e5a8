// Applies the plan of app/swarm/plan-slots.ts to the peers of all torrents, on a tick and soon after somebody's interest
// or grant changed; says who shares the upload as a buyer.

import { planSlots, type SlotPeer, type Slots } from '../../../app/swarm/plan-slots.ts'
import type { WebTorrentTorrent } from './webtorrent-torrent.ts'
import type { WireSession } from './wire-session.ts'

const EVERY = 10_000
const SOON = 100

export interface ChokerDeps {
  torrents(): Iterable<WebTorrentTorrent>
  slots(): Slots
  now(): number
}

export class Choker {
  readonly #deps: ChokerDeps
  readonly #interval: NodeJS.Timeout
  #soon: NodeJS.Timeout | null = null
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
  }

  #run(): void {
    const now = this.#deps.now()
    const peers: SlotPeer<WireSession>[] = []
    for (const torrent of this.#deps.torrents()) {
      for (const session of torrent.sessions) peers.push(describePeer(session, torrent, now))
    }
    const plan = planSlots(peers, this.#deps.slots(), now, Math.random)
    const optimistic = new Set(plan.optimistic)
    for (const { key } of peers) {
      key.serving.optimistic = optimistic.has(key)
      key.serving.setBid(plan.bids.get(key) ?? null)
    }
    this.buyers = plan.bids.size
    for (const session of plan.choke) session.serving.setChoked(true)
    for (const session of plan.unchoke) session.serving.setChoked(false)
  }
}

const describePeer = (
  session: WireSession,
  { id, seeding }: Pick<WebTorrentTorrent, 'id' | 'seeding'>,
  now: number,
): SlotPeer<WireSession> => ({
  key: session,
  torrent: id,
  interested: session.wire.peerInterested && !session.isSeed,
  unchoked: !session.wire.amChoking,
  get: session.down.rate(now),
  since: session.serving.chokeChanged,
  turns: session.serving.turns,
  optimistic: session.serving.optimistic,
  seeding,
  grant: session.serving.grant,
})
