// Cuts a peer's byte stream into messages (BEP 3) without concatenating: whole messages are views into the chunk they
// came in, only one that spans chunks is copied, once. Refuses lengths that no honest peer sends.

/** `message` is valid until the next chunk is fed when `borrowed`; otherwise it may be kept. */
export type OnMessage = (message: Uint8Array, borrowed: boolean) => void

const SCRATCH = 65_536

export class MessageParser {
  readonly #onMessage: OnMessage
  readonly #maxLength: () => number
  readonly #head = new Uint8Array(4)
  #headFilled = 0
  /** The message being put together, and how much of it is here. */
  #body: Uint8Array | null = null
  #filled = 0
  #scratch: Uint8Array | null = null

  constructor(onMessage: OnMessage, maxLength: () => number) {
    this.#onMessage = onMessage
    this.#maxLength = maxLength
  }

  /** Throws a RangeError when a message announces more than `maxLength` bytes. */
  feed(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#body) at = this.#fill(this.#body, chunk, at)
      else at = this.#start(chunk, at)
    }
  }

  #start(chunk: Uint8Array, from: number): number {
    let at = from
    if (this.#headFilled === 0 && chunk.length - at >= 4) {
      this.#head[0] = chunk[at] ?? 0
      this.#head[1] = chunk[at + 1] ?? 0
      this.#head[2] = chunk[at + 2] ?? 0
      this.#head[3] = chunk[at + 3] ?? 0
      at += 4
    } else {
      while (this.#headFilled < 4 && at < chunk.length) this.#head[this.#headFilled++] = chunk[at++] ?? 0
      if (this.#headFilled < 4) return at
    }
    this.#headFilled = 0
    const [a = 0, b = 0, c = 0, d = 0] = this.#head
    const length = a * 0x1000000 + ((b << 16) | (c << 8) | d)
    if (length > this.#maxLength()) throw new RangeError(`message of ${length} bytes`)
    if (length === 0) return at
    if (chunk.length - at >= length) {
      this.#onMessage(chunk.subarray(at, at + length), false)
      return at + length
    }
    this.#body = this.#room(length)
    this.#filled = 0
    return at
  }

  #room(length: number): Uint8Array {
    if (length > SCRATCH) return new Uint8Array(length)
    this.#scratch ??= new Uint8Array(SCRATCH)
    return this.#scratch.subarray(0, length)
  }

  #fill(body: Uint8Array, chunk: Uint8Array, from: number): number {
    const take = Math.min(body.length - this.#filled, chunk.length - from)
    body.set(chunk.subarray(from, from + take), this.#filled)
    this.#filled += take
    if (this.#filled === body.length) {
      this.#body = null
      this.#onMessage(body, body.length <= SCRATCH)
    }
    return from + take
  }
}
