// Decides who may download from us: the choker as a pure function over the whole client, ticked from outside. Buyers
// (Speed) get paid slots, never more than their part while others want theirs. Of the rest, most are earned: by what a
// peer sends us, or, where nothing is to be earned (we seed, or it has nothing for us yet), by taking turns. One in
// four, at least one, goes to who waited longest whatever it gives (optimistic unchoke). Without a bid this is plain
// BitTorrent. Which bidder is before which is paid-order.ts's to say. Invariant: no more slots than there are, none
// idle while somebody wants it; who bids holds a paid slot or none, and beyond the buyers' part only what nobody else
// wants.

import { bidOf, outbid, paidOrder } from './paid-order.ts'

/** `get` is B/s over the last seconds, from them. `since`: unchoked or choked since, ms. */
export interface SlotPeer<K> {
  readonly key: K
  readonly torrent: string
  readonly interested: boolean
  readonly unchoked: boolean
  readonly get: number
  readonly since: number
  /** How often it was unchoked. */
  readonly turns: number
  readonly optimistic: boolean
  /** We have everything we want of its torrent: what it sends us says nothing. */
  readonly seeding: boolean
  /** A bid, in proportion to the others'; 'choke': not to be served. */
  readonly grant: number | 'free' | 'choke'
  /** Of a bidder, its account: all its bids are one claim. */
  readonly payer?: string | null
  /** Of a bidder, the part of its price that its bid is worth, by what it took of slots it had; null: not known. */
  readonly use?: number | null
}

export interface Slots {
  readonly total: number
  /** Of one torrent; Infinity is no limit. */
  readonly perTorrent: number
  /** Of the slots, what buyers may have while others want them; PAID_SHARE unless the seller grants less. */
  readonly paidShare?: number
  /** How many bidders whose use is not known may have slots that others are known to use; all, unless it says so. */
  readonly tries?: number
}

export interface SlotPlan<K> {
  readonly unchoke: readonly K[]
  readonly choke: readonly K[]
  readonly optimistic: readonly K[]
  /** Who holds a paid slot, with its bid: its weight among the buyers. Everyone else open shares as free. */
  readonly bids: ReadonlyMap<K, number>
  /** Who bids and holds none, because others bring more; without this it waits for others to be tried. */
  readonly outbid: ReadonlySet<K>
}

/** Of the slots and of the upload, the most that buyers may have while others want it. */
export const PAID_SHARE = 0.6
/** 0.29 × 100 is 28.999…, which is no slot less. */
const FRACTION_ERROR = 1e-9
/** How long an optimistic slot lasts, ms. */
export const OPTIMISTIC_MS = 30_000
/** How long one who takes turns keeps its slot while others wait, ms. */
export const TURN_MS = 60_000
/** Nobody loses an earned slot sooner, ms. */
export const HOLD_MS = 10_000
/** Who has a slot keeps it against somebody this little better: rates are never quite even. */
const LEAD = 1.1

/** Takes peers into slots, within the limits. */
class Room<K> {
  readonly open = new Set<SlotPeer<K>>()
  readonly #perTorrent: number
  readonly #used = new Map<string, number>()

  constructor(perTorrent: number) {
    this.#perTorrent = perTorrent
  }

  /** As many of the peers, first ones first, as `count` and their torrents allow. */
  take(peers: readonly SlotPeer<K>[], count: number, perTorrent = this.#perTorrent): SlotPeer<K>[] {
    const taken: SlotPeer<K>[] = []
    for (const peer of peers) {
      const used = this.#used.get(peer.torrent) ?? 0
      if (taken.length >= count) break
      if (this.open.has(peer) || used >= perTorrent) continue
      this.#used.set(peer.torrent, used + 1)
      this.open.add(peer)
      taken.push(peer)
    }
    return taken
  }
}

const worth = <K>({ seeding, get, unchoked, optimistic }: SlotPeer<K>): number =>
  seeding ? 0 : unchoked && !optimistic ? get * LEAD : get

/** Where we seed there is nothing to find out: all turns are alike. */
const optimisticMs = <K>({ seeding }: SlotPeer<K>): number => (seeding ? TURN_MS : OPTIMISTIC_MS)

/** 0: in the middle of its turn; 1: waiting for one; 2: had its turn. */
const turn = <K>({ unchoked, since }: SlotPeer<K>, now: number): 0 | 1 | 2 =>
  unchoked ? (now - since < TURN_MS ? 0 : 2) : 1

const byWorth =
  (now: number) =>
  <K>(a: SlotPeer<K>, b: SlotPeer<K>): number =>
    worth(b) - worth(a) || turn(a, now) - turn(b, now) || a.since - b.since || a.turns - b.turns

/** Who waited longest first, of these who had fewest turns, then those who have a slot; equals in random order. */
const byWait = <K>(peers: readonly SlotPeer<K>[], random: () => number): SlotPeer<K>[] =>
  peers
    .map((peer) => ({ peer, lot: random() }))
    .sort(
      (a, b) =>
        Number(a.peer.unchoked) - Number(b.peer.unchoked) ||
        a.peer.since - b.peer.since ||
        a.peer.turns - b.peer.turns ||
        a.lot - b.lot,
    )
    .map(({ peer }) => peer)

/** Trading and seeding torrents share by how many want something, each at least one where there are two. */
const slotsForSeeding = (slots: number, trading: number, seeding: number): number => {
  if (trading === 0 || seeding === 0) return trading === 0 ? slots : 0
  const share = Math.round((slots * seeding) / (trading + seeding))
  return slots < 2 ? 0 : Math.max(1, Math.min(slots - 1, share))
}

const earn = <K>(room: Room<K>, wanting: readonly SlotPeer<K>[], slots: number, now: number): void => {
  const left = wanting.filter((peer) => !room.open.has(peer)).sort(byWorth(now))
  const trading = left.filter(({ seeding }) => !seeding)
  const seeding = left.filter((peer) => peer.seeding)
  const forSeeding = slotsForSeeding(slots, trading.length, seeding.length)
  const taken = room.take(seeding, forSeeding).length + room.take(trading, slots - forSeeding).length
  room.take(left, slots - taken)
}

/** How many of so many slots buyers may have: whole ones, no more than their share. */
export const paidSlots = (slots: number, share: number): number => Math.floor(slots * share + FRACTION_ERROR)

/** `random` is uniform in [0, 1). Peers that are not interested hold no slot. */
export const planSlots = <K>(
  peers: readonly SlotPeer<K>[],
  { total, perTorrent, paidShare = PAID_SHARE, tries = Infinity }: Slots,
  now: number,
  random: () => number,
): SlotPlan<K> => {
  const wanting = peers.filter(({ interested, grant }) => interested && grant !== 'choke')
  const forBuyers = paidSlots(total, paidShare)
  const buyers = paidOrder(
    wanting.filter(({ grant }) => typeof grant === 'number'),
    forBuyers,
    tries,
  )
  const others = wanting.filter(({ grant }) => typeof grant !== 'number')
  const room = new Room<K>(perTorrent)
  const ofTorrent = perTorrent === Infinity ? Infinity : paidSlots(perTorrent, paidShare)
  const paid = room.take(buyers, forBuyers, ofTorrent)
  const free = total - paid.length
  const forOptimistic = Math.min(free, Math.max(1, Math.floor(free / 4)))
  const lately = others.filter(
    (peer) => peer.unchoked && now - peer.since < (peer.optimistic ? optimisticMs(peer) : HOLD_MS),
  )
  const kept = room.take(
    lately.filter(({ optimistic }) => optimistic),
    forOptimistic,
  )
  const held = room.take(
    lately.filter(({ optimistic }) => !optimistic),
    free - forOptimistic,
  )
  earn(room, others, free - forOptimistic - held.length, now)
  const drawn = room.take(byWait(others, random), total - room.open.size)
  const served = [...paid, ...room.take(buyers, total - room.open.size)]
  return {
    unchoke: peers.filter((peer) => room.open.has(peer) && !peer.unchoked).map(({ key }) => key),
    choke: peers.filter((peer) => !room.open.has(peer) && peer.unchoked).map(({ key }) => key),
    optimistic: [...kept, ...drawn].map(({ key }) => key),
    bids: new Map(served.map((peer) => [peer.key, bidOf(peer)])),
    outbid: new Set(outbid(buyers, served).map(({ key }) => key)),
  }
}
