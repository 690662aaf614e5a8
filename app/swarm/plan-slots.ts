// Decides who may download from us: the choker as a pure function over the whole client, ticked from outside. Who sends
// us something earns a slot by it; who cannot (we seed, or it has nothing for us yet) takes turns. One slot in four, at
// least one, is not to be earned at all (optimistic unchoke), so that newcomers get a start.

/** `get` and `give` are B/s over the last seconds: from them, to them. `since`: unchoked or choked since, ms. */
export interface SlotPeer<K> {
  readonly key: K
  readonly interested: boolean
  readonly unchoked: boolean
  readonly get: number
  readonly give: number
  readonly since: number
  readonly optimistic: boolean
  /** We have everything we want of its torrent: what it sends us says nothing. */
  readonly seeding: boolean
}

export interface SlotPlan<K> {
  readonly unchoke: readonly K[]
  readonly choke: readonly K[]
  readonly optimistic: readonly K[]
}

/** How long an optimistic slot lasts, ms. */
/** Of the slots and of the upload, what buyers may have while others want it. */
export const PAID_SHARE = 0.6
/** How long an optimistic slot lasts, ms. */
export const OPTIMISTIC_MS = 30_000
/** How long one who takes turns keeps its slot while others wait, ms. */
export const TURN_MS = 60_000

const worth = <K>(peer: SlotPeer<K>): number => (peer.seeding ? 0 : peer.get)

/** 0: in the middle of its turn; 1: waiting for one; 2: had its turn. */
const turn = <K>(peer: SlotPeer<K>, now: number): 0 | 1 | 2 =>
  peer.unchoked ? (now - peer.since < TURN_MS ? 0 : 2) : 1

const ranked = <K>(peers: readonly SlotPeer<K>[], now: number): SlotPeer<K>[] =>
  [...peers].sort((a, b) => worth(b) - worth(a) || turn(a, now) - turn(b, now) || a.since - b.since)

/** `capacity` is the number of upload slots; `random` uniform in [0, 1). Peers not interested hold no slot. */
export const planSlots = <K>(
  peers: readonly SlotPeer<K>[],
  capacity: number,
  now: number,
  random: () => number,
): SlotPlan<K> => {
  const wanting = peers.filter((peer) => peer.interested)
  const optimisticSlots = Math.min(capacity, Math.max(1, Math.floor(capacity / 4)))
  const kept = wanting
    .filter((peer) => peer.optimistic && peer.unchoked && now - peer.since < OPTIMISTIC_MS)
    .slice(0, optimisticSlots)
  const earned = ranked(
    wanting.filter((peer) => !kept.includes(peer)),
    now,
  ).slice(0, capacity - optimisticSlots)
  const rest = wanting.filter((peer) => !kept.includes(peer) && !earned.includes(peer))
  const drawn = draw(rest, capacity - earned.length - kept.length, random)
  const open = new Set([...earned, ...kept, ...drawn])
  return {
    unchoke: peers.filter((peer) => open.has(peer) && !peer.unchoked).map((peer) => peer.key),
    choke: peers.filter((peer) => !open.has(peer) && peer.unchoked).map((peer) => peer.key),
    optimistic: [...kept, ...drawn].map((peer) => peer.key),
  }
}

/** Those longest choked are the likelier, so that everyone has a turn: the draw is among the older half. */
const draw = <K>(from: readonly SlotPeer<K>[], count: number, random: () => number): SlotPeer<K>[] => {
  const waiting = [...from].sort((a, b) => a.since - b.since)
  const drawn: SlotPeer<K>[] = []
  while (drawn.length < count && waiting.length > 0) {
    const at = Math.floor(random() * Math.ceil(waiting.length / 2))
    drawn.push(...waiting.splice(at, 1))
  }
  return drawn
}
