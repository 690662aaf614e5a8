// How much may be asked of one peer ahead of what it sends: enough to cover the way there and back at its speed, and no
// more than its part of what all peers together may have on the way, because every block asked for may open a piece in
// memory. What waits for the disk is in memory too, and leaves room for less.

const BLOCK = 16_384
/** Requests on the way to all peers together, and blocks that wait for the disk: 80 MiB. */
const ALL = 5_120
const MOST = 1_500
const LEAST = 32
/** Seconds of transfer to keep asked for. */
const SECONDS = 1

export class Pipeline {
  #sharers = 1

  /** `askedOf`: the peers that have requests of ours now. */
  survey(askedOf: number): void {
    this.#sharers = Math.max(1, askedOf)
  }

  /**
   * Blocks to keep asked for. `rate`: what it sends, B/s; `theirs`: what it lets us queue; `waiting`: bytes that the
   * torrent's disk has not taken yet.
   */
  depth(rate: number, theirs: number, waiting: number): number {
    const part = Math.floor((ALL - waiting / BLOCK) / this.#sharers)
    return Math.min(theirs, Math.max(LEAST, Math.min(part, MOST, Math.ceil((rate * SECONDS) / BLOCK))))
  }
}
