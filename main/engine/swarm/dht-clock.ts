// The DHT's library notes times by the clock on the wall. Set back by years, that would let it take old answers for
// fresh ones and never look at its table again. When the clock jumps, what was noted by the old one is forgotten here.

import type { Dht } from 'bittorrent-dht'
import { steadyNow } from '../steady-time.ts'

/** ms; a step of less is lost in the minutes the library counts in. */
const JUMP = 60_000

export class DhtClock {
  readonly #wall: () => number
  readonly #steady: () => number
  #ahead: number

  constructor(wall = (): number => Date.now(), steady = steadyNow) {
    this.#wall = wall
    this.#steady = steady
    this.#ahead = wall() - steady()
  }

  /** Now and then. */
  tick(dht: Pick<Dht, '_tables' | 'nodes' | 'updateBucketTimestamp'>): void {
    const ahead = this.#wall() - this.#steady()
    const step = Math.abs(ahead - this.#ahead)
    this.#ahead = ahead
    if (step < JUMP) return
    dht._tables.clear()
    for (const node of dht.nodes.toArray()) node.seen = 0
    dht.updateBucketTimestamp()
  }
}
