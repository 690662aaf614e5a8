// Estimates how fast the line sends, from what sockets took second by second, so that our queue and not the system's
// decides who is served when no limit is set. Grows while as much goes out as it says, falls when sockets hold things
// up below it; without demand it says what it said. Null until sockets have held something up.

export interface UplinkSecond {
  /** B/s that sockets took. */
  readonly rate: number
  /** A socket was full while its peer had requests. */
  readonly heldUp: boolean
  /** Requests waited for our own pace only. */
  readonly paced: boolean
}

/** Within this of the estimate counts as reached. */
const REACHED = 0.95
const GROWTH = 1.25
const FALL = 0.9

export class UplinkEstimate {
  #rate: number | null = null

  /** B/s. */
  get rate(): number | null {
    return this.#rate
  }

  observe({ rate, heldUp, paced }: UplinkSecond): void {
    const known = this.#rate
    if (known === null) {
      if (heldUp && rate > 0) this.#rate = rate
    } else if (rate >= known * REACHED && (heldUp || paced)) this.#rate = Math.max(rate, known * GROWTH)
    else if (heldUp) this.#rate = Math.max(rate, known * FALL)
    else this.#rate = Math.max(rate, known)
  }
}
