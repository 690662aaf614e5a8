// Rates of the last five minutes, a sample a second, for the graph of one torrent.

const SAMPLES = 300

export class RateHistory {
  readonly #down = new Float32Array(SAMPLES)
  readonly #up = new Float32Array(SAMPLES)
  #next = 0

  add(down: number, up: number): void {
    this.#down[this.#next] = down
    this.#up[this.#next] = up
    this.#next = (this.#next + 1) % SAMPLES
  }

  /** The newest sample, B/s. */
  last(): { down: number; up: number } {
    const at = (this.#next + SAMPLES - 1) % SAMPLES
    return { down: this.#down[at] ?? 0, up: this.#up[at] ?? 0 }
  }

  /** Oldest first. */
  read(): { down: Float32Array; up: Float32Array } {
    return { down: this.#unroll(this.#down), up: this.#unroll(this.#up) }
  }

  #unroll(ring: Float32Array): Float32Array {
    const out = new Float32Array(SAMPLES)
    out.set(ring.subarray(this.#next))
    out.set(ring.subarray(0, this.#next), SAMPLES - this.#next)
    return out
  }
}
