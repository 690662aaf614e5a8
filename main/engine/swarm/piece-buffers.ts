// Memory for pieces being put together, shared by all torrents: a buffer that was just written is used for the next
// piece, because fresh memory costs the system more than filling it. Invariant: what nobody took for a second or two is
// let go, so that an idle client holds nothing.

const TRIM_MS = 1000

export class PieceBuffers {
  readonly #limit: number
  readonly #spares = new Map<number, Uint8Array[]>()
  #bytes = 0
  /** The least that lay here since the last trim: nobody needed it. */
  #unneeded = 0
  #timer: NodeJS.Timeout | null = null

  /** `limit`: bytes kept at most. */
  constructor(limit = 96 * 1024 * 1024) {
    this.#limit = limit
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The buffer holds whatever it held. */
  take(length: number): Uint8Array {
    const spare = this.#spares.get(length)?.pop()
    if (!spare) return new Uint8Array(length)
    this.#bytes -= length
    this.#unneeded = Math.min(this.#unneeded, this.#bytes)
    return spare
  }

  give(buffer: Uint8Array): void {
    if (this.#bytes + buffer.length > this.#limit) return
    const spares = this.#spares.get(buffer.length) ?? []
    this.#spares.set(buffer.length, spares)
    spares.push(buffer)
    this.#bytes += buffer.length
    this.#timer ??= setInterval(() => this.#trim(), TRIM_MS).unref()
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#spares.clear()
    this.#bytes = 0
  }

  #trim(): void {
    let surplus = this.#unneeded
    for (const [length, spares] of this.#spares) {
      while (surplus >= length && spares.pop()) {
        surplus -= length
        this.#bytes -= length
      }
      if (spares.length === 0) this.#spares.delete(length)
    }
    this.#unneeded = this.#bytes
    if (this.#bytes === 0) this.close()
  }
}
