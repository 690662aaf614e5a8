// What is known of one tracker of one torrent, and how it is shown.

import type { TrackerFailure, TrackerProblem } from '../../../app/trackers/announce.ts'
import type { TrackerRow } from '../../../app/torrent/details.ts'
import { isSpoken } from './tracker-client.ts'

const FIRST_RETRY = 15_000
const MAX_RETRY = 30 * 60_000

export interface Entry {
  readonly url: string
  tier: number
  state: 'untried' | 'announcing' | 'working' | 'failing' | 'off'
  problem: TrackerProblem | null
  message: string | null
  seeds: number | null
  leechers: number | null
  lastAnnounce: number | null
  /** When it is asked again if it is in use; when it may be asked again if it fails. */
  dueAt: number
  /** The tracker wants to be left alone until then. */
  allowedAt: number
  failures: number
  /** It knows of us: it heard `started` and not yet `stopped`. */
  knowsUs: boolean
  trackerId: Uint8Array | null
  scrapedAt: number
}

export const newEntry = (url: string, tier: number): Entry => ({
  url,
  tier,
  state: isSpoken(url) ? 'untried' : 'off',
  problem: null,
  message: null,
  seeds: null,
  leechers: null,
  lastAnnounce: null,
  dueAt: 0,
  allowedAt: 0,
  failures: 0,
  knowsUs: false,
  trackerId: null,
  scrapedAt: 0,
})

/** Later and later, up to half an hour. */
export const noteFailure = (entry: Entry, { problem, message }: TrackerFailure, now: number): void => {
  entry.failures++
  entry.state = 'failing'
  entry.problem = problem
  entry.message = message
  entry.dueAt = now + Math.min(MAX_RETRY, FIRST_RETRY * 2 ** Math.min(entry.failures - 1, 8))
}

/**
 * `inUse`: the tracker that is asked now; the others that work wait in case it fails. `dateOf` a moment: ms since the
 * epoch.
 */
export const rowOf = (
  entry: Entry,
  inUse: Entry | null,
  nextRound: number | null,
  dateOf: (moment: number) => number,
): TrackerRow => {
  const { url, tier, problem, message, seeds, leechers, lastAnnounce, allowedAt, dueAt } = entry
  const spare = inUse !== null && inUse !== entry && (entry.state === 'working' || entry.state === 'untried')
  const state = spare ? 'waiting' : entry.state === 'untried' ? 'not-contacted' : entry.state
  const next =
    entry === inUse ? dueAt : entry.state === 'failing' && nextRound !== null ? Math.max(dueAt, nextRound) : null
  return {
    url,
    tier,
    state,
    problem,
    message,
    seeds,
    leechers,
    lastAnnounce: lastAnnounce === null ? null : dateOf(lastAnnounce),
    nextAnnounce: next === null ? null : dateOf(next),
    allowedAt: entry === inUse && allowedAt > 0 ? dateOf(allowedAt) : null,
  }
}
