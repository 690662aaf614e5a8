// In which order bidders come to paid slots: by what they bring, which is their bid times what they are known to use of
// a slot. Who was never measured is taken at its word, in turns where that was often broken lately. All bids of an
// account are one claim: its second comes behind everybody's first. Leaves slots to plan-slots.ts, measuring to
// slot-use.ts. Invariant: whoever is here stays in, and has a slot while there are more than bidders.

import type { SlotPeer } from './plan-slots.ts'

/** Who uses less of its slot leaves it unused. */
export const LEAST_USE = 0.5

export const bidOf = <K>({ grant }: SlotPeer<K>): number => (typeof grant === 'number' ? grant : 0)

const isKnown = <K>({ use }: SlotPeer<K>): boolean => (use ?? null) !== null
const leavesUnused = <K>({ use }: SlotPeer<K>): boolean => (use ?? 1) < LEAST_USE

/** What it brings. */
const worth = <K>(peer: SlotPeer<K>): number => bidOf(peer) * (peer.use ?? 1)

/** Who brings more first; among equals who is served already stays. */
const byWorth = <K>(a: SlotPeer<K>, b: SlotPeer<K>): number =>
  worth(b) - worth(a) || bidOf(b) - bidOf(a) || Number(b.unchoked) - Number(a.unchoked) || a.since - b.since

/** Whose try runs goes on; then who waited longest. */
const byTurn = <K>(a: SlotPeer<K>, b: SlotPeer<K>): number =>
  Number(b.unchoked) - Number(a.unchoked) || a.since - b.since || byWorth(a, b)

/** Of each account and torrent the best bid, and the others. */
const claims = <K>(bidders: readonly SlotPeer<K>[]): readonly (readonly SlotPeer<K>[])[] => {
  const [first, second]: [SlotPeer<K>[], SlotPeer<K>[]] = [[], []]
  const known = new Set<string>()
  for (const peer of bidders.toSorted(byWorth)) {
    const claim = typeof peer.payer === 'string' ? `${peer.payer} ${peer.torrent}` : null
    if (claim !== null && known.has(claim)) second.push(peer)
    else first.push(peer)
    if (claim !== null) known.add(claim)
  }
  return [first, second]
}

/** Who is to be tried takes the place of who leaves its slot unused, or else of who brings less than it bids. */
const order = <K>(bidders: readonly SlotPeer<K>[], slots: number, tries: number): readonly SlotPeer<K>[] => {
  const known = bidders.filter(isKnown).toSorted(byWorth)
  const trying = bidders.filter((peer) => !isKnown(peer)).toSorted(tries === Infinity ? byWorth : byTurn)
  const seats = known.slice(0, slots)
  const tried: SlotPeer<K>[] = []
  let left = tries
  for (const peer of trying) {
    if (seats.length + tried.length < slots) tried.push(peer)
    else {
      const last = seats.findLast(leavesUnused) ?? seats.at(-1)
      if (last === undefined) break
      const inUse = !leavesUnused(last)
      if (inUse && (left < 1 || bidOf(peer) <= worth(last))) continue
      if (inUse) left--
      seats.splice(seats.indexOf(last), 1)
      tried.push(peer)
    }
  }
  const first = new Set([...seats, ...tried])
  return [...[...first].toSorted(byWorth), ...bidders.filter((peer) => !first.has(peer)).toSorted(byWorth)]
}

export const paidOrder = <K>(bidders: readonly SlotPeer<K>[], slots: number, tries: number): readonly SlotPeer<K>[] => {
  const [first = [], second = []] = claims(bidders)
  return [...order(first, slots, tries), ...second]
}

/** Those without a slot, where nobody that has one is still to be tried, nor leaves it to them unused. */
export const outbid = <K>(bidders: readonly SlotPeer<K>[], served: readonly SlotPeer<K>[]): readonly SlotPeer<K>[] =>
  bidders.filter(
    (peer) => !served.includes(peer) && served.every((one) => isKnown(one) && (isKnown(peer) || !leavesUnused(one))),
  )
