// The order of the queue: ranks, the lowest first, that are changed for as few torrents as can be. Leaves storing
// them to the engine. Invariant: ranks stay different from one another; nobody else's order changes by a move.

export type QueueMove = 'up' | 'down' | 'top' | 'bottom'

export interface Ranked<K> {
  readonly key: K
  readonly rank: number
}

/** The order with the chosen ones moved, by one place or to an end; they keep their order among themselves. */
export const moveInOrder = <K>(order: readonly K[], chosen: ReadonlySet<K>, move: QueueMove): K[] => {
  if (move === 'top' || move === 'bottom') {
    const moved = order.filter((key) => chosen.has(key))
    const rest = order.filter((key) => !chosen.has(key))
    return move === 'top' ? [...moved, ...rest] : [...rest, ...moved]
  }
  if (move === 'down') return moveInOrder(order.toReversed(), chosen, 'up').toReversed()
  const next = [...order]
  for (let at = 1; at < next.length; at++) {
    const [before, key] = [next[at - 1], next[at]]
    if (before === undefined || key === undefined || !chosen.has(key) || chosen.has(before)) continue
    next[at - 1] = key
    next[at] = before
  }
  return next
}

/** New ranks of those whose rank changes by the move. `queue` in the order of its ranks. */
export const rerank = <K>(queue: readonly Ranked<K>[], chosen: ReadonlySet<K>, move: QueueMove): Map<K, number> => {
  const moved = queue.filter(({ key }) => chosen.has(key))
  const changed = new Map<K, number>()
  if (move === 'top') {
    const first = (queue[0]?.rank ?? 0) - moved.length
    moved.forEach(({ key }, index) => changed.set(key, first + index))
  } else if (move === 'bottom') {
    const last = (queue.at(-1)?.rank ?? 0) + 1
    moved.forEach(({ key }, index) => changed.set(key, last + index))
  } else {
    const keys = queue.map(({ key }) => key)
    moveInOrder(keys, chosen, move).forEach((key, index) => {
      const rank = queue[index]?.rank
      if (rank !== undefined && keys[index] !== key) changed.set(key, rank)
    })
  }
  return changed
}
