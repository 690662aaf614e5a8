// Which torrents may run and which one may be checked, from their places in the queue and the maxima. Downloads have
// their turn before seeds, each kind in the order of the queue. Leaves starting and stopping to the engine.
// Invariant: what is forced runs and takes nobody's place; whoever waits, waits because a maximum is reached.

export interface QueueLimits {
  /** Most at once; null: as many as there are. */
  readonly downloads: number | null
  readonly seeds: number | null
  readonly total: number | null
}

export interface QueueEntry<K> {
  readonly key: K
  /** The user wants it to run. */
  readonly wanted: boolean
  /** Runs whatever the maxima say. */
  readonly forced: boolean
  readonly seeding: boolean
  /** It runs but moves nothing, or cannot: its place is free for another meanwhile. */
  readonly idle: boolean
  /** A check is asked for, or under way. */
  readonly check: 'none' | 'waiting' | 'running'
}

export interface QueuePlan<K> {
  /** What may be in the swarm. */
  readonly run: ReadonlySet<K>
  /** What may be checked: one at a time, the one under way first, and besides what cannot go on. */
  readonly check: ReadonlySet<K>
}

/** `entries` in the order of the queue. A torrent that is to be checked does not run, and takes no place. */
export const planQueue = <K>(entries: readonly QueueEntry<K>[], limits: QueueLimits): QueuePlan<K> => {
  const run = new Set<K>()
  const places = new Places(limits)
  for (const seeding of [false, true]) {
    for (const entry of entries) {
      if (entry.seeding !== seeding || !entry.wanted || entry.check !== 'none') continue
      if (entry.forced || entry.idle || places.take(seeding)) run.add(entry.key)
    }
  }
  return { run, check: checks(entries) }
}

const checks = <K>(entries: readonly QueueEntry<K>[]): Set<K> => {
  const due = entries.filter(({ check }) => check !== 'none')
  const isStuck = ({ check, idle }: QueueEntry<K>): boolean => check === 'running' && idle
  const next = due.find((entry) => entry.check === 'running' && !entry.idle) ?? due.find((entry) => !isStuck(entry))
  return new Set([...due.filter(isStuck), ...(next ? [next] : [])].map(({ key }) => key))
}

class Places {
  #downloads: number
  #seeds: number
  #total: number

  constructor({ downloads, seeds, total }: QueueLimits) {
    this.#downloads = downloads ?? Infinity
    this.#seeds = seeds ?? Infinity
    this.#total = total ?? Infinity
  }

  take(seeding: boolean): boolean {
    if (this.#total <= 0 || (seeding ? this.#seeds : this.#downloads) <= 0) return false
    this.#total--
    if (seeding) this.#seeds--
    else this.#downloads--
    return true
  }
}
