// What is said to a tracker and what it answers, whatever the protocol, and the bounds within which an answer counts:
// no answer can make us announce too often, or hold more than we use.

import { addressKind, type AddressKind } from '../net/address-kind.ts'

export type AnnounceEvent = 'started' | 'stopped' | 'completed'

export interface AnnounceRequest {
  /** 20 bytes each. */
  readonly infoHash: Uint8Array
  readonly peerId: Uint8Array
  readonly port: number
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  /** Lets the tracker know us again when our address changes; 32 bits. */
  readonly key: number
  readonly wanted: number
  readonly event: AnnounceEvent | null
  /** What the tracker asked to be told again. */
  readonly trackerId: Uint8Array | null
}

export interface SwarmSize {
  readonly seeds: number | null
  readonly leechers: number | null
}

/** Intervals are the tracker's, in seconds, unchecked. */
export interface AnnounceAnswer extends SwarmSize {
  /** ip:port, at most MAX_PEERS. */
  readonly peers: readonly string[]
  readonly interval: number | null
  readonly minInterval: number | null
  readonly trackerId: Uint8Array | null
}

/** `failure`: the tracker refused, in its own words; the others are ours. */
export type TrackerProblem =
  | 'failure'
  | 'refused-address'
  | 'bad-url'
  | 'no-such-name'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'http-status'
  | 'too-large'
  | 'bad-answer'
  | 'redirects'

export interface TrackerFailure {
  readonly problem: TrackerProblem
  /** The tracker's own words or an HTTP status, safe to show; null: the problem says it all. */
  readonly message: string | null
}

export const MAX_PEERS = 500
const MINUTE = 60_000
const DAY = 86_400_000
const DEFAULT_INTERVAL = 30 * MINUTE
const MAX_TEXT = 200

const within = (seconds: number | null, otherwise: number): number =>
  seconds === null || !Number.isFinite(seconds) ? otherwise : Math.min(DAY, Math.max(MINUTE, seconds * 1000))

/** When to announce again and when we may at the earliest, in ms from now; each a minute to a day. */
export const announceTimes = (
  interval: number | null,
  minInterval: number | null,
): { readonly next: number; readonly earliest: number } => {
  const earliest = within(minInterval, MINUTE)
  return { earliest, next: Math.max(earliest, within(interval ?? minInterval, DEFAULT_INTERVAL)) }
}

/** Words of a tracker, for people: without control and direction characters, bounded. */
export const cleanText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .trim()
    .slice(0, MAX_TEXT)

/** A count as trackers give them: a whole number of things there can be, or nothing. */
export const countOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? Math.min(value, 1_000_000_000) : null

/**
 * May a peer be dialled whose address came from somebody at `from`? Addresses of the own network and computer count
 * only when they come from there: nobody on the internet may point us at the user's router.
 */
export const isPeerAddress = (host: string, from: AddressKind): boolean => {
  const kind = addressKind(host)
  if (kind === 'public') return true
  if (kind === 'unusable') return false
  return kind === 'local' ? from === 'local' || from === 'loopback' : from === 'loopback'
}
