// How long the event loop of this process is held up: how late a timer comes, less the time its thread was ready and
// waited for a core. A bench has both sides of a transfer on one machine, so waiting for a core says nothing of the
// engine; waiting for a disk or a lock, or working, does. Linux tells of the waiting in schedstat; elsewhere it counts.

import { openSync, readSync } from 'node:fs'

const TICK_MS = 5

export interface Lateness {
  /** Without waiting for a core, ms. */
  readonly heldUpMs: number
  /** By the clock, ms. */
  readonly lateMs: number
}

export interface LatenessWatch {
  /** The worst since it was last asked. */
  worst(): Lateness
  /** Looking two hundred times a second costs time itself. */
  stop(): void
}

/** Reads how long the main thread has waited for a core, ms since it began: the second figure of its schedstat. */
const coreWait = (): (() => number) => {
  try {
    const fd = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r')
    const line = Buffer.alloc(64)
    return () => Number(line.toString('latin1', 0, readSync(fd, line, 0, line.length, 0)).split(' ')[1]) / 1e6
  } catch {
    return () => 0
  }
}

export const watchLateness = (): LatenessWatch => {
  const waited = coreWait()
  let [heldUpMs, lateMs, at, waitedAt] = [0, 0, performance.now(), waited()]
  const timer = setInterval(() => {
    const [now, waitedNow] = [performance.now(), waited()]
    const late = now - at - TICK_MS
    lateMs = Math.max(lateMs, late)
    heldUpMs = Math.max(heldUpMs, late - (waitedNow - waitedAt))
    at = now
    waitedAt = waitedNow
  }, TICK_MS)
  timer.unref()
  return {
    worst: () => {
      const worst = { heldUpMs, lateMs }
      heldUpMs = lateMs = 0
      return worst
    },
    stop: () => clearInterval(timer),
  }
}
