// Time for the parts of main that wait: passed in, so that tests hold it still.

export interface Clock {
  /** ms from some fixed moment; never goes back. */
  now(): number
  /** Runs once after so many ms, unless the function it returns is called before. */
  after(ms: number, run: () => void): () => void
  every(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}
