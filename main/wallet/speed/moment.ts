// One moment as the ledger reckons with it: by the clock on the wall, which may jump, and in the user's own time zone,
// because a day is the user's day. Invariant: whole ms, not before 1970.

import type { WalletClock } from '../clock.ts'

export interface Moment {
  /** ms since 1970. */
  readonly wall: number
  /** To be added for local time. */
  readonly zoneMs: number
}

const MINUTE_MS = 60_000

export const momentOf = (clock: WalletClock): Moment => {
  const wall = Math.max(0, Math.round(clock.wall()))
  const zone = new Date(wall).getTimezoneOffset()
  // Of times beyond all calendars there is none.
  return { wall, zoneMs: Number.isFinite(zone) ? -MINUTE_MS * zone : 0 }
}

export const localMs = ({ wall, zoneMs }: Moment): number => wall + zoneMs
