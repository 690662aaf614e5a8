// Who has to go when there is no room for another peer, and which of two connections to the same peer stays. Pure: the
// caller closes what is named here.

export interface Occupant<K> {
  readonly key: K
  /** ms since it connected. */
  readonly age: number
  /** ms since payload last went either way. */
  readonly idle: number
  /** B/s of payload, both ways together. */
  readonly rate: number
  /** It has something we want, or wants something of ours. */
  readonly useful: boolean
  /** Canonical priority (BEP 40). */
  readonly priority: number
}

/** New ones get a chance to show what they have. */
const GRACE = 60_000
const IDLE = 120_000

const lowest = <K>(occupants: readonly Occupant<K>[]): Occupant<K> | null =>
  occupants.reduce<Occupant<K> | null>((low, one) => (low && low.priority <= one.priority ? low : one), null)

/** Of no use to either side, and had its chance. */
export const uselessOne = <K>(occupants: readonly Occupant<K>[]): K | null =>
  lowest(occupants.filter(({ age, useful }) => !useful && age > GRACE))?.key ?? null

const standing = <K>({ useful, rate }: Occupant<K>): number => (rate > 0 ? 2 : useful ? 1 : 0)

/** Below 0: `a` has to go before `b`. */
const byWorth = <K>(a: Occupant<K>, b: Occupant<K>): number =>
  standing(a) - standing(b) || a.rate - b.rate || b.idle - a.idle || a.priority - b.priority

/**
 * Who has to go when there are `count` too many: who is of no use before who waits for its turn, and those who move
 * data last, the slowest of them first; among equals whoever has been idle the longest.
 */
export const leastUseful = <K>(occupants: readonly Occupant<K>[], count: number): K[] =>
  occupants
    .toSorted(byWorth)
    .slice(0, Math.max(0, count))
    .map(({ key }) => key)

/**
 * Whom a newcomer may replace: who is of no use, or failing that the one idle for long whose priority is the lowest and
 * below the newcomer's. Null: nobody, the newcomer has to stay outside.
 */
export const replaced = <K>(occupants: readonly Occupant<K>[], newcomer: number): K | null => {
  const useless = uselessOne(occupants)
  if (useless !== null) return useless
  const idle = lowest(occupants.filter((one) => one.age > IDLE && one.idle > IDLE))
  return idle && idle.priority < newcomer ? idle.key : null
}

export interface Twin {
  readonly outgoing: boolean
  readonly age: number
  /** ms since anything was heard over it. */
  readonly silence: number
  /** The new one leads to the same host. */
  readonly sameHost: boolean
}

/** From when on a connection may be one the peer has given up without our noticing. */
const SILENT = 10_000
/** A peer may dial twice before it notices that it did. */
const AGAIN = 3_000
/** Both may have dialled the other at the same moment. */
const CROSSING = 10_000

/**
 * Of two connections to one peer, does the older stay? A silent one gives way, and so does one that the peer must have
 * given up, for it dialled us again. When both ends dialled at once both keep
 * the one that was opened by the higher id, lest each closes the other's.
 */
export const keepsOlder = (older: Twin, newIsOutgoing: boolean, ourId: string, theirId: string): boolean => {
  if (older.silence > SILENT) return false
  if (!older.outgoing && !newIsOutgoing && older.sameHost && older.age > AGAIN) return false
  if (older.outgoing === newIsOutgoing || older.age > CROSSING) return true
  return older.outgoing === ourId > theirId
}
