// Magnet links and what else a user may paste to name a torrent (BEP 9, BEP 53). Pure text: nothing is contacted.

import type { TorrentId } from './row.ts'

/**
 * - `not-magnet`: does not begin with `magnet:?`; `too-long`: more than 64 KiB
 * - `control-character`: holds one, or a broken surrogate, also when percent-encoded
 * - `bad-escape`: a `%` that is not an escape, or escapes that are not UTF-8, where it matters (`xt`)
 * - `no-hash`: no `xt=urn:btih:`; `bad-hash`: neither 40 hex nor 32 base32 digits; `two-hashes`: several that differ
 * - `v2-only`: only `urn:btmh:` (BEP 52), which this engine does not speak
 */
export type MagnetFault =
  | 'not-magnet'
  | 'too-long'
  | 'control-character'
  | 'bad-escape'
  | 'no-hash'
  | 'bad-hash'
  | 'two-hashes'
  | 'v2-only'

/** A peer's address as `x.pe` gives it: IPv4, IPv6 without brackets, or a host name. */
export interface PeerAddress {
  readonly host: string
  readonly port: number
}

/** Inclusive, in file indexes. */
export interface FileRange {
  readonly from: number
  readonly to: number
}

export interface Magnet {
  readonly id: TorrentId
  /** `dn`, as plain text of at most 255 characters; not a file name. */
  readonly name: string | null
  /** `tr`; each is a tier of its own. At most 200. */
  readonly trackers: readonly string[]
  /** `ws`, http(s) only. At most 100. */
  readonly webSeeds: readonly string[]
  /** `xs` and `as`: where the .torrent could be had. Kept for display, never fetched by itself. At most 10. */
  readonly sources: readonly string[]
  /** `x.pe`. At most 50. */
  readonly peers: readonly PeerAddress[]
  /** `so` (BEP 53): the files wanted, rising and apart; null: all. */
  readonly selection: readonly FileRange[] | null
  /** Names a v2 hash too. */
  readonly hybrid: boolean
}
