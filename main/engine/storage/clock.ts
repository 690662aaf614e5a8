// Time as the store sees it, so that tests can hold it. Nothing but the real clock and its shape.

export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, call: () => void): () => void
}

/** Its timers keep no process alive: whoever must not lose anything closes the store. */
export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
