// How much may be asked of one peer ahead of what it sends: enough to cover the way there and back at its speed, and no
// more than its part of what all peers together may have on the way, because every block asked for may open a piece in
// memory.

const BLOCK = 16_384
/** Requests on the way to all peers together: 32 MiB. */
const ALL = 2_048
const MOST = 1_500
const LEAST = 32
/** Seconds of transfer to keep asked for. */
const SECONDS = 1

export class Pipeline {
  #part = MOST

  /** `askedOf`: the peers that have requests of ours now. */
  survey(askedOf: number): void {
    this.#part = Math.min(MOST, Math.floor(ALL / Math.max(1, askedOf)))
  }

  /** Blocks to keep asked for. `rate`: what it sends, B/s; `theirs`: what it lets us queue. */
  depth(rate: number, theirs: number): number {
    return Math.min(theirs, Math.max(LEAST, Math.min(this.#part, Math.ceil((rate * SECONDS) / BLOCK))))
  }
}
