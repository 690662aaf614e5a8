// Remembers which tracker hosts do not answer, so that thousands of torrents on a dead one do not each wait for it:
// after a few failures in a row everybody is told at once what happened to the last, until it is tried again.

import type { TrackerFailure, TrackerProblem } from './announce.ts'

const PATIENCE = 3
const PAUSE = 60_000
const MAX_HOSTS = 5_000
/** Says something about the host, not about one torrent on it. */
const OF_HOST: ReadonlySet<TrackerProblem> = new Set(['no-such-name', 'unreachable', 'timeout', 'tls'])

interface Health {
  failures: number
  until: number
  last: TrackerFailure
}

export class HostHealth {
  readonly #hosts = new Map<string, Health>()

  /** What to say instead of asking, or null: ask. After the pause one is let through to see. */
  verdict(host: string, now: number): TrackerFailure | null {
    const health = this.#hosts.get(host)
    if (!health || health.failures < PATIENCE) return null
    if (health.until > now) return health.last
    health.until = now + PAUSE
    return null
  }

  /** Null: it answered, whatever it said. */
  learn(host: string, failure: TrackerFailure | null, now: number): void {
    if (!failure || !OF_HOST.has(failure.problem)) return void this.#hosts.delete(host)
    const failures = (this.#hosts.get(host)?.failures ?? 0) + 1
    this.#hosts.delete(host)
    this.#hosts.set(host, { failures, until: now + PAUSE, last: failure })
    const [oldest] = this.#hosts.keys()
    if (this.#hosts.size > MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest)
  }
}
