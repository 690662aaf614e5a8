// The trackers of one torrent in their tiers (BEP 12): one is in use, the first that answers; the next tier is asked
// only when nobody in those above answers. Within a tier the order is drawn once, and who answers moves to the front.
// When to ask is decided here, and by the tracker within a minute … a day; how and whose turn it is, by the client.

import { randomInt } from 'node:crypto'
import type { AddressKind } from '../../../app/net/address-kind.ts'
import { announceTimes, type AnnounceEvent, type TrackerFailure } from '../../../app/trackers/announce.ts'
import type { TrackerRow } from '../../../app/torrent/details.ts'
import type { Announced, TrackerClient } from './tracker-client.ts'
import { steadyNow, WallTime } from '../steady-time.ts'
import { newEntry, noteFailure, rowOf, type Entry } from './tracker-entry.ts'

/** How long one may take before the next in line is asked as well. */
const PATIENCE = 4_000
/** Between two questions the user can cause. */
const BETWEEN = 10_000
const SCRAPE_AGAIN = 30 * 60_000
const WANTED = 100

export interface AnnounceFacts {
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
}

/** How many addresses a tracker gave, or why none. */
export type TrackerOutcome =
  | { readonly ok: true; readonly peers: number }
  | { readonly ok: false; readonly failure: TrackerFailure }

export interface TrackerDeps {
  readonly client: Pick<TrackerClient, 'announce' | 'scrape' | 'goodbye'>
  /** In hexadecimal. */
  readonly infoHash: string
  readonly peerId: string
  readonly key: number
  /** Where peers reach us. */
  port(): number
  facts(): AnnounceFacts
  /** More peers are of use now. */
  hungry(): boolean
  /** Nobody at all is known who could have what we want. */
  starving(): boolean
  /** `from`: where the tracker is that named it. */
  onPeer(address: string, from: AddressKind): void
  onOutcome(url: string, outcome: TrackerOutcome): void
  /** Steady: no jump of the clock on the wall makes us ask too often, or no more. */
  readonly now?: () => number
}

export type Tiers = readonly (readonly string[])[]

const shuffled = <T>(items: readonly T[]): T[] => {
  const order = [...items]
  for (let at = order.length - 1; at > 0; at--) {
    const other = randomInt(at + 1)
    const [a, b] = [order[at], order[other]]
    if (a !== undefined && b !== undefined) [order[at], order[other]] = [b, a]
  }
  return order
}

export class TrackerSet {
  readonly #deps: TrackerDeps
  readonly #now: () => number
  readonly #wall: WallTime
  /** In the order they are asked. */
  #entries: Entry[] = []
  /** In the order they are shown. */
  #shown: Entry[] = []
  #inUse: Entry | null = null
  #running = false
  /** What to tell the one in use besides, once. */
  #news: AnnounceEvent | null = null
  #again = false
  #timer: NodeJS.Timeout | null = null
  #nextRound: number | null = null
  #closed = false

  constructor(deps: TrackerDeps, tiers: Tiers) {
    this.#deps = deps
    this.#now = deps.now ?? steadyNow
    this.#wall = new WallTime(this.#now)
    this.#take(tiers)
    void this.#round(false)
  }

  /** Looking asks nobody anything. */
  rows(): TrackerRow[] {
    return this.#shown.map((entry) => rowOf(entry, this.#inUse, this.#nextRound, (moment) => this.#wall.of(moment)))
  }

  counts(): { total: number; answered: number; failed: number } {
    const answered = this.#entries.filter((entry) => entry.state === 'working').length
    const failed = this.#entries.filter((entry) => entry.state === 'failing' || entry.state === 'off').length
    return { total: this.#entries.length, answered, failed }
  }

  /** Asks again now, or as soon as the tracker in use allows. */
  reannounce(): void {
    const now = this.#now()
    const allowed = this.#inUse?.allowedAt ?? 0
    if (allowed > now) return this.#schedule(Math.min(this.#nextRound ?? allowed, allowed))
    void this.#round(true)
  }

  /** The port changed: the tracker must know, and will take it as a new start. */
  moved(): void {
    for (const entry of this.#entries) if (entry.knowsUs) entry.allowedAt = 0
    this.#news = 'started'
    void this.#round(false)
  }

  complete(): void {
    this.#news = 'completed'
    void this.#round(false)
  }

  /** Trackers that stay keep what is known of them. */
  replace(tiers: Tiers): void {
    const dropped = this.#take(tiers)
    for (const entry of dropped) this.#leave(entry)
    if (this.#inUse && dropped.includes(this.#inUse)) this.#inUse = null
    void this.#round(false)
  }

  /** Says goodbye to the trackers that know us; nobody has to wait for that. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    for (const entry of this.#entries) this.#leave(entry)
  }

  /** Returns those that are no longer among them. */
  #take(tiers: Tiers): Entry[] {
    const before = new Map(this.#shown.map((entry) => [entry.url, entry]))
    const seen = new Set<string>()
    const rows = tiers.map((urls, tier) =>
      urls
        .filter((url) => !seen.has(url) && seen.add(url))
        .map((url) => Object.assign(before.get(url) ?? newEntry(url, tier), { tier })),
    )
    this.#shown = rows.flat()
    this.#entries = rows.flatMap(shuffled)
    return [...before.values()].filter((entry) => !seen.has(entry.url))
  }

  /** Asks down the tiers until somebody answers. `forced`: those that failed of late are asked, too. */
  async #round(forced: boolean): Promise<void> {
    if (this.#closed) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    if (this.#timer) clearTimeout(this.#timer)
    const now = this.#now()
    const { answered, first } = await this.#askInTurn(this.#due(now, forced), forced)
    this.#running = false
    if (this.#closed) return
    if (answered) this.#use(answered)
    else if (first) this.#inUse = null
    this.#schedule(this.#whenNext())
    if (!this.#again) return
    this.#again = false
    void this.#round(false)
  }

  #due(now: number, forced: boolean): Entry[] {
    return this.#entries.filter((entry) => {
      if (entry.state === 'off') return false
      if (entry.state !== 'failing') return true
      return forced ? now - (entry.lastAnnounce ?? 0) > BETWEEN : entry.dueAt <= now
    })
  }

  /**
   * Resolves with the first that answers. The next is asked when one fails, or takes long, or knows nobody while we
   * have nobody: a torrent is not left without peers because of the order of its trackers.
   */
  #askInTurn(line: readonly Entry[], forced: boolean): Promise<{ answered: Entry | null; first: Entry | null }> {
    const first = line[0] ?? null
    return new Promise((resolve) => {
      let next = 0
      let open = 0
      let best: Entry | null = null
      let patience: NodeJS.Timeout | undefined
      const finish = (answered: Entry | null): void => {
        clearTimeout(patience)
        next = line.length
        resolve({ answered, first })
      }
      const ask = (): void => {
        clearTimeout(patience)
        const entry = line[next++]
        if (!entry || this.#closed) return open === 0 ? finish(best) : undefined
        open++
        const begun = (): void => void (patience = setTimeout(ask, PATIENCE))
        void this.#announce(entry, forced, begun).then((ok) => {
          open--
          if (ok) best ??= entry
          if (ok && !this.#deps.starving()) finish(best)
          else if (entry === line[next - 1]) ask()
          else if (open === 0 && next >= line.length) finish(best)
        })
      }
      ask()
    })
  }

  /** True when the tracker answered, or did so short enough a time ago. */
  async #announce(entry: Entry, forced: boolean, begun: () => void): Promise<boolean> {
    const now = this.#now()
    if (entry.state === 'working' && this.#news === null && entry.allowedAt > now) return true
    const { client } = this.#deps
    const news = this.#news
    const event = entry.knowsUs ? news : 'started'
    if (entry.state !== 'working') entry.state = 'announcing'
    entry.lastAnnounce = now
    const urgency = forced || this.#deps.hungry() ? 0 : 1
    const off = (): boolean => this.#closed || !this.#entries.includes(entry)
    const answer = await client.announce(entry.url, this.#request(entry, event), {
      urgency,
      insist: forced,
      begun,
      off,
    })
    if (off()) return false
    entry.lastAnnounce = this.#now()
    if (!answer.ok) {
      noteFailure(entry, answer.error, this.#now())
      this.#deps.onOutcome(entry.url, { ok: false, failure: answer.error })
      return false
    }
    if (this.#news === news) this.#news = null
    this.#answered(entry, answer.value)
    return true
  }

  #answered(entry: Entry, answer: Announced): void {
    const now = this.#now()
    const { next, earliest } = announceTimes(answer.interval, answer.minInterval)
    Object.assign(entry, { state: 'working', problem: null, message: null, failures: 0, knowsUs: true })
    entry.dueAt = now + next
    entry.allowedAt = now + earliest
    entry.trackerId = answer.trackerId ?? entry.trackerId
    entry.seeds = answer.seeds ?? entry.seeds
    entry.leechers = answer.leechers ?? entry.leechers
    for (const peer of answer.peers) this.#deps.onPeer(peer, answer.from)
    this.#deps.onOutcome(entry.url, { ok: true, peers: answer.peers.length })
    if (answer.seeds === null || answer.leechers === null) void this.#scrape(entry)
    else entry.scrapedAt = now
  }

  /** How large the swarm is that this tracker knows; asked for at most every half hour, and never insisted on. */
  async #scrape(entry: Entry): Promise<void> {
    const now = this.#now()
    if (entry.state === 'off' || entry.state === 'failing' || now - entry.scrapedAt < SCRAPE_AGAIN) return
    entry.scrapedAt = now
    const size = await this.#deps.client.scrape(entry.url, Buffer.from(this.#deps.infoHash, 'hex'))
    if (!size?.ok) return
    entry.seeds = size.value.seeds ?? entry.seeds
    entry.leechers = size.value.leechers ?? entry.leechers
  }

  /** To the front of its tier, and in use from now on. */
  #use(entry: Entry): void {
    this.#inUse = entry
    const rest = this.#entries.filter((other) => other !== entry)
    const at = rest.findIndex((other) => other.tier >= entry.tier)
    rest.splice(at === -1 ? rest.length : at, 0, entry)
    this.#entries = rest
  }

  #whenNext(): number | null {
    if (this.#inUse) return this.#inUse.dueAt
    const due = this.#entries.filter((entry) => entry.state === 'failing').map((entry) => entry.dueAt)
    return due.length === 0 ? null : Math.min(...due)
  }

  #schedule(at: number | null): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#nextRound = at
    if (at === null || this.#closed) return
    if (this.#inUse) this.#inUse.dueAt = at
    this.#timer = setTimeout(() => void this.#round(false), Math.max(1_000, at - this.#now()))
  }

  #leave(entry: Entry): void {
    if (!entry.knowsUs) return
    entry.knowsUs = false
    this.#deps.client.goodbye(entry.url, this.#request(entry, 'stopped'))
  }

  #request(entry: Entry, event: AnnounceEvent | null) {
    const { infoHash, peerId, key } = this.#deps
    return {
      infoHash: Buffer.from(infoHash, 'hex'),
      peerId: Buffer.from(peerId, 'hex'),
      port: this.#deps.port(),
      ...this.#deps.facts(),
      key,
      wanted: event === 'stopped' ? 0 : this.#deps.hungry() ? WANTED : WANTED / 2,
      event,
      trackerId: entry.trackerId,
    }
  }
}
