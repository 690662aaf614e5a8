// The trackers of one torrent: one library client per URL, so that every answer and failure has its tracker; when to
// announce is decided here. Intervals are clamped to a minute … a day, failures back off, private details of the
// library (an unguarded async function) are wrapped so that no answer can end the process.

import { Client } from 'bittorrent-tracker'
import type { TrackerRow } from '../../../app/torrent/details.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const DEFAULT_INTERVAL = 30 * MINUTE
const FIRST_RETRY = 15_000
const MAX_TEXT = 200
const STOP_DEADLINE = 2_000

export interface AnnounceFacts {
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
}

export interface TrackerDeps {
  readonly infoHash: string
  readonly peerId: string
  readonly port: number
  readonly userAgent: string
  facts(): AnnounceFacts
  onPeer(address: string): void
  onOutcome(url: string, outcome: { ok: true; peers: number } | { ok: false; message: string }): void
}

interface Entry {
  readonly url: string
  tier: number
  readonly client: Client | null
  state: TrackerRow['state']
  message: string | null
  seeds: number | null
  leechers: number | null
  lastAnnounce: number | null
  nextAnnounce: number | null
  failures: number
  peers: number
  timer: NodeJS.Timeout | null
}

/** Tracker words are for people: control characters out, bounded. */
const clean = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .slice(0, MAX_TEXT)

const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.min(value, 1e9) : null

const clampInterval = (seconds: unknown): number => {
  const ms = typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : DEFAULT_INTERVAL
  return Math.min(DAY, Math.max(MINUTE, ms))
}

const messageOf = (error: unknown): string =>
  clean(error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error))

/** The library's HTTP request is async and unwatched: what it throws on a strange answer becomes its callback's error. */
const guardRequest = (client: Client): void => {
  for (const tracker of client._trackers) {
    tracker.setInterval(0)
    tracker.setInterval = () => undefined
    const request = tracker._request
    if (!request) continue
    tracker._request = (...args) => {
      const callback = args.at(-1)
      const failed = (error: unknown): void => {
        if (typeof callback === 'function')
          (callback as (error: unknown) => void)(error instanceof Error ? error : new Error('strange answer'))
        else client.emit('warning', error)
      }
      try {
        return Promise.resolve(request.apply(tracker, args)).catch(failed)
      } catch (error) {
        return failed(error)
      }
    }
  }
}

export class TrackerSet {
  readonly #deps: TrackerDeps
  #entries: Entry[] = []
  #closed = false

  constructor(deps: TrackerDeps, tiers: readonly (readonly string[])[]) {
    this.#deps = deps
    this.#entries = this.#build(tiers)
    for (const entry of this.#entries) this.#announce(entry, 'started')
  }

  rows(): TrackerRow[] {
    return this.#entries.map(({ url, tier, state, message, seeds, leechers, nextAnnounce, lastAnnounce }) => ({
      url,
      tier,
      state,
      message,
      seeds,
      leechers,
      nextAnnounce,
      lastAnnounce,
    }))
  }

  counts(): { total: number; answered: number; failed: number } {
    const answered = this.#entries.filter((entry) => entry.state === 'working').length
    const failed = this.#entries.filter((entry) => entry.state === 'failing' || entry.state === 'off').length
    return { total: this.#entries.length, answered, failed }
  }

  /** Asks all trackers again now. */
  reannounce(): void {
    for (const entry of this.#entries) this.#announce(entry, entry.lastAnnounce === null ? 'started' : null)
  }

  complete(): void {
    for (const entry of this.#entries) if (entry.state === 'working') this.#announce(entry, 'completed')
  }

  /** Trackers that stay keep their state. */
  async replace(tiers: readonly (readonly string[])[]): Promise<void> {
    const before = new Map(this.#entries.map((entry) => [entry.url, entry]))
    const next = this.#build(tiers, before)
    const kept = new Set(next.map((entry) => entry.client))
    const dropped = this.#entries.filter((entry) => !kept.has(entry.client))
    this.#entries = next
    for (const entry of next) if (!before.has(entry.url)) this.#announce(entry, 'started')
    await Promise.all(dropped.map((entry) => this.#stop(entry)))
  }

  /** Says goodbye to the trackers that know us; bounded in time. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#entries.map((entry) => this.#stop(entry)))
    this.#entries = []
  }

  #build(tiers: readonly (readonly string[])[], before = new Map<string, Entry>()): Entry[] {
    const seen = new Set<string>()
    return tiers.flatMap((urls, tier) =>
      urls.flatMap((url) => {
        if (seen.has(url)) return []
        seen.add(url)
        const known = before.get(url)
        // The same object: its listeners write to it.
        return [known ? Object.assign(known, { tier }) : this.#entry(url, tier)]
      }),
    )
  }

  #entry(url: string, tier: number): Entry {
    const entry: Entry = {
      url,
      tier,
      client: /^(https?|udp):\/\//i.test(url) ? this.#client(url) : null,
      state: 'not-contacted',
      message: null,
      seeds: null,
      leechers: null,
      lastAnnounce: null,
      nextAnnounce: null,
      failures: 0,
      peers: 0,
      timer: null,
    }
    if (!entry.client || entry.client._trackers.length === 0) entry.state = 'off'
    this.#listen(entry)
    return entry
  }

  #client(url: string): Client {
    const { infoHash, peerId, port, userAgent } = this.#deps
    const client = new Client({
      infoHash,
      peerId,
      port,
      userAgent,
      announce: [url],
      getAnnounceOpts: () => this.#deps.facts(),
      wrtc: false,
    })
    guardRequest(client)
    return client
  }

  #listen(entry: Entry): void {
    const { client } = entry
    if (!client) return
    client.on('error', (error: unknown) => this.#failed(entry, error))
    client.on('warning', (error: unknown) => this.#failed(entry, error))
    client.on('peer', (address: unknown) => {
      if (this.#closed || typeof address !== 'string') return
      entry.peers++
      this.#deps.onPeer(address)
    })
    client.on('update', (answer: Record<string, unknown>) => this.#answered(entry, answer))
  }

  #announce(entry: Entry, event: 'started' | 'completed' | null): void {
    const { client } = entry
    if (!client || entry.state === 'off' || this.#closed) return
    if (entry.state !== 'working') entry.state = 'announcing'
    entry.peers = 0
    entry.lastAnnounce = Date.now()
    this.#schedule(entry, DEFAULT_INTERVAL)
    const options = { ...client._defaultAnnounceOpts(), numwant: 100, ...(event ? { event } : {}) }
    try {
      client._announce(options)
    } catch (error) {
      this.#failed(entry, error)
    }
  }

  #answered(entry: Entry, answer: Record<string, unknown>): void {
    entry.state = 'working'
    entry.message = null
    entry.failures = 0
    entry.seeds = count(answer['complete'])
    entry.leechers = count(answer['incomplete'])
    this.#schedule(entry, clampInterval(answer['interval'] ?? answer['min interval']))
    // The peers of this answer are emitted right after it.
    setImmediate(() => {
      if (!this.#closed) this.#deps.onOutcome(entry.url, { ok: true, peers: entry.peers })
    })
  }

  #failed(entry: Entry, error: unknown): void {
    if (this.#closed) return
    entry.failures++
    entry.state = 'failing'
    entry.message = messageOf(error) || 'no answer'
    this.#schedule(entry, Math.min(30 * MINUTE, FIRST_RETRY * 2 ** Math.min(entry.failures - 1, 8)))
    this.#deps.onOutcome(entry.url, { ok: false, message: entry.message })
  }

  #schedule(entry: Entry, ms: number): void {
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = null
    if (this.#closed) return
    entry.nextAnnounce = Date.now() + ms
    entry.timer = setTimeout(() => this.#announce(entry, entry.failures > 0 ? 'started' : null), ms)
  }

  async #stop(entry: Entry): Promise<void> {
    if (entry.timer) clearTimeout(entry.timer)
    const { client } = entry
    if (!client || client.destroyed) return
    client.removeAllListeners()
    client.on('error', () => undefined)
    client.on('warning', () => undefined)
    if (entry.state === 'working') client._announce({ ...client._defaultAnnounceOpts(), event: 'stopped', numwant: 0 })
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, STOP_DEADLINE)
      client.destroy(() => {
        clearTimeout(deadline)
        resolve()
      })
    })
  }
}
