// The one way processes talk: something that posts plain data and hands over what arrives. ipcRenderer/ipcMain,
// MessagePortMain, parentPort and the in-memory pair below are adapters of it. Data crosses by structured clone.

/** A two-way message channel. After `close` nothing more is delivered; `onClose` fires once for either end. */
export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): () => void
  onClose(listener: () => void): () => void
  close(): void
}

/** Runs a function soon, after the current one returned. Passed in, because app has no timers. */
export type Defer = (run: () => void) => void

class MemoryPort implements Port {
  #peer: MemoryPort | null = null
  #closed = false
  readonly #messages = new Set<(message: unknown) => void>()
  readonly #closes = new Set<() => void>()
  readonly #defer: Defer
  readonly #clone: (message: unknown) => unknown

  constructor(defer: Defer, clone: (message: unknown) => unknown) {
    this.#defer = defer
    this.#clone = clone
  }

  join(peer: MemoryPort): void {
    this.#peer = peer
  }

  post(message: unknown): void {
    if (this.#closed) return
    const copy = this.#clone(message)
    this.#defer(() => this.#peer?.deliver(copy))
  }

  onMessage(listener: (message: unknown) => void): () => void {
    this.#messages.add(listener)
    return () => this.#messages.delete(listener)
  }

  onClose(listener: () => void): () => void {
    this.#closes.add(listener)
    return () => this.#closes.delete(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#closes) listener()
    const peer = this.#peer
    this.#defer(() => peer?.close())
  }

  deliver(message: unknown): void {
    if (this.#closed) return
    for (const listener of this.#messages) listener(message)
  }
}

/**
 * Two ports joined back to back, for tests and for parts that happen to live in one process.
 * `clone` should be structuredClone, so that what could not cross a real border fails here too.
 */
export const memoryPortPair = (defer: Defer, clone: (message: unknown) => unknown): [Port, Port] => {
  const a = new MemoryPort(defer, clone)
  const b = new MemoryPort(defer, clone)
  a.join(b)
  b.join(a)
  return [a, b]
}
