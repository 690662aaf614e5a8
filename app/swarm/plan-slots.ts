// Decides who may download from us: the choker as a pure function over the whole client, ticked from outside. The
// best trading partners keep their slots; one slot in four, at least one, goes to somebody who could not earn it yet
// (optimistic unchoke), so that newcomers get a start.

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
export const OPTIMISTIC_MS = 30_000

const worth = <K>(peer: SlotPeer<K>): number => (peer.seeding ? peer.give : peer.get)

const byWorth = <K>(a: SlotPeer<K>, b: SlotPeer<K>): number =>
  worth(b) - worth(a) || Number(b.unchoked) - Number(a.unchoked) || a.since - b.since

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
  const earned = wanting
    .filter((peer) => !kept.includes(peer))
    .sort(byWorth)
    .slice(0, capacity - optimisticSlots)
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
