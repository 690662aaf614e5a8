// Rates of the last five minutes, a sample a second, for the graph of one torrent. Seconds without a sample count as
// nothing moved: whoever rests is not asked.

const SAMPLES = 300

export class RateHistory {
  readonly #second: () => number
  /** Null until something moves: most torrents of a long list never do. */
  #down: Float32Array | null = null
  #up: Float32Array | null = null
  /** The newest sample's. */
  #at = 0

  /** `second`: the present one, counted up. */
  constructor(second: () => number) {
    this.#second = second
  }

  add(down: number, up: number): void {
    if (!this.#down || !this.#up) {
      if (down === 0 && up === 0) return
      this.#down = new Float32Array(SAMPLES)
      this.#up = new Float32Array(SAMPLES)
      this.#at = this.#second()
    }
    this.#catchUp()
    this.#down[this.#at % SAMPLES] = down
    this.#up[this.#at % SAMPLES] = up
  }

  /** The newest sample, B/s. */
  last(): { down: number; up: number } {
    const at = this.#second() % SAMPLES
    return this.#second() === this.#at ? { down: this.#down?.[at] ?? 0, up: this.#up?.[at] ?? 0 } : { down: 0, up: 0 }
  }

  /** Oldest first. */
  read(): { down: Float32Array; up: Float32Array } {
    this.#catchUp()
    return { down: this.#unroll(this.#down), up: this.#unroll(this.#up) }
  }

  #catchUp(): void {
    const second = this.#second()
    for (let at = Math.max(this.#at, second - SAMPLES) + 1; at <= second; at++) {
      this.#down?.fill(0, at % SAMPLES, (at % SAMPLES) + 1)
      this.#up?.fill(0, at % SAMPLES, (at % SAMPLES) + 1)
    }
    this.#at = second
  }

  #unroll(ring: Float32Array | null): Float32Array {
    const out = new Float32Array(SAMPLES)
    if (!ring) return out
    const oldest = (this.#at + 1) % SAMPLES
    out.set(ring.subarray(oldest))
    out.set(ring.subarray(0, oldest), SAMPLES - oldest)
    return out
  }
}
