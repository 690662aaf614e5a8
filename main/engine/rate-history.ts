// Rates of the last five minutes, a sample a second, for the graph of one torrent.

const SAMPLES = 300

export class RateHistory {
  /** Null until something moves: most torrents of a long list never do. */
  #down: Float32Array | null = null
  #up: Float32Array | null = null
  #next = 0

  add(down: number, up: number): void {
    if (!this.#down || !this.#up) {
      if (down === 0 && up === 0) return
      this.#down = new Float32Array(SAMPLES)
      this.#up = new Float32Array(SAMPLES)
    }
    this.#down[this.#next] = down
    this.#up[this.#next] = up
    this.#next = (this.#next + 1) % SAMPLES
  }

  /** The newest sample, B/s. */
  last(): { down: number; up: number } {
    const at = (this.#next + SAMPLES - 1) % SAMPLES
    return { down: this.#down?.[at] ?? 0, up: this.#up?.[at] ?? 0 }
  }

  /** Oldest first. */
  read(): { down: Float32Array; up: Float32Array } {
    return { down: this.#unroll(this.#down), up: this.#unroll(this.#up) }
  }

  #unroll(ring: Float32Array | null): Float32Array {
    const out = new Float32Array(SAMPLES)
    if (!ring) return out
    out.set(ring.subarray(this.#next))
    out.set(ring.subarray(0, this.#next), SAMPLES - this.#next)
    return out
  }
}
