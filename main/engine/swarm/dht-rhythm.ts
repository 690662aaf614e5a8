// Whose turn it is to be looked up in the DHT: a few torrents at a time, new ones first, then whoever waited longest,
// each on a slow rhythm, so that thousands of torrents cost a steady trickle. The clock is passed in, ms.

import type { TorrentId } from '../../../app/torrent/row.ts'

export const DHT_EVERY = 15 * 60_000
/** Without a node nobody can be asked: tried again soon, the routing table fills after the start. */
const SOON = 5_000
export const AT_ONCE = 6

export class DhtRhythm {
  /** When each is due; new ones at 0. In the order of joining and of having had their turn. */
  readonly #due = new Map<TorrentId, number>()
  #running = 0
  #notBefore = 0

  join(id: TorrentId): void {
    this.#due.set(id, 0)
  }

  leave(id: TorrentId): void {
    this.#due.delete(id)
  }

  /** The next to look up, which then counts as running until `ended`; null when it is nobody's turn. */
  next(now: number, hasNodes: boolean): TorrentId | null {
    if (this.#running >= AT_ONCE || now < this.#notBefore || this.#due.size === 0) return null
    if (!hasNodes) {
      this.#notBefore = now + SOON
      return null
    }
    let first: TorrentId | null = null
    let least = now + 1
    for (const [id, due] of this.#due) {
      if (due < least) [first, least] = [id, due]
      if (due === 0) break
    }
    if (first === null) return null
    this.#due.delete(first)
    this.#due.set(first, now + DHT_EVERY)
    this.#running++
    return first
  }

  ended(): void {
    this.#running--
  }
}
