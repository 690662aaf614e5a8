// Time for the wallet: passed in, so that tests hold it still.

export interface WalletClock {
  /** ms from some fixed moment; never goes back, and may stand still while the computer sleeps. */
  now(): number
  /** ms since 1970. */
  wall(): number
  /** Runs again and again until the function it returns is called. */
  every(ms: number, run: () => void): () => void
}

export const systemClock: WalletClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  every: (ms, run) => {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}
