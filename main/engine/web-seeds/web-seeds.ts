// The web seeds of one torrent, as long as it runs: which of them are asked, and their sums. Counted apart from peers.
// When it is closed no connection is left. A seed that sent bad data stays banned until the engine ends or a user names
// it anew.

import type { WebSeedRow } from '../../../app/torrent/details.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { WebLayout } from '../../../app/torrent/web-layout.ts'
import type { Resolver } from '../trackers/resolver.ts'
import type { Sender } from '../swarm/bans.ts'
import type { DownloadLane } from '../swarm/download-scheduler.ts'
import type { PieceExchange } from '../swarm/piece-source.ts'
import { WebClient, webFailure } from './web-client.ts'
import { WebSeed, type WebSeedDeps } from './web-seed.ts'

/** Connections to seeds of one torrent. They are in no cap of its peers, but within that of the client. */
const MOST_FETCHES = 6

/** Of all connections of the client. */
export interface WebSeedCaps {
  readonly full: boolean
  /** Somebody useless goes, if there is anybody. */
  makeRoom(): boolean
  /** One is open; returns what ends it, to be called once. */
  fetch(): () => void
}

/** What all torrents share. */
export interface WebSeedHouse {
  readonly resolver: Resolver
  readonly userAgent: string
  /** `id url` of those that sent bad data. */
  readonly banned: Set<string>
  localAllowed(): boolean
  /** Whether http, which anybody on the way can read, may be used. */
  plainAllowed(): boolean
  readonly patience?: number
}

/** What one torrent brings. */
export interface WebSeedSpec {
  readonly urls: readonly string[]
  /** Made when it is first needed. */
  layout(): WebLayout
}

export interface WebSeedsDeps {
  readonly id: TorrentId
  readonly house: WebSeedHouse
  readonly caps: WebSeedCaps
  readonly spec: WebSeedSpec
  readonly exchange: PieceExchange
  readonly downloads: DownloadLane
  now(): number
  failed: WebSeedDeps['failed']
}

export interface WebSeedSums {
  readonly downRate: number
  readonly downloaded: number
  readonly wasted: number
  /** How many are asked, or about to be. */
  readonly helping: number
  /** How many have something of it, as far as is known. */
  readonly there: number
}

export const noWebSeeds: WebSeedSums = { downRate: 0, downloaded: 0, wasted: 0, helping: 0, there: 0 }

export class WebSeeds {
  readonly #deps: WebSeedsDeps
  readonly #client: WebClient
  #seeds: readonly WebSeed[] = []
  /** What those that were taken away had moved. */
  readonly #gone = { downloaded: 0, wasted: 0 }
  #fetching = 0
  #closed = false

  constructor(deps: WebSeedsDeps) {
    this.#deps = deps
    this.#client = new WebClient(deps.house)
    this.set(deps.spec.urls)
    // Whoever makes a torrent has more to say about it first: its order, its limits.
    setImmediate(() => this.request())
  }

  rows(): WebSeedRow[] {
    return this.#seeds.map((seed) => seed.row(this.#deps.now()))
  }

  sums(now: number): WebSeedSums {
    const sums = { downRate: 0, helping: 0, there: 0, ...this.#gone }
    for (const seed of this.#seeds) {
      sums.downRate += seed.down.rate(now)
      sums.downloaded += seed.down.total
      sums.wasted += seed.unwanted
      if (seed.helping) sums.helping++
      if (seed.there) sums.there++
    }
    return sums
  }

  /** How many are asked now, or sent something just now. */
  busy(now: number): number {
    return this.#seeds.filter((seed) => seed.active || seed.down.rate(now) > 0).length
  }

  /** Somebody is asked, or may be on a tick: who is complete asks nobody. */
  busyWhen(seeding: boolean, now: number): boolean {
    return this.#seeds.length > 0 && (!seeding || this.busy(now) > 0)
  }

  /** These from now on; those that stay are not disturbed. */
  set(urls: readonly string[]): void {
    if (this.#closed) return
    const known = new Map(this.#seeds.map((seed) => [seed.url, seed]))
    const next = [...new Set(urls)].map((url) => known.get(url) ?? this.#open(url))
    for (const seed of this.#seeds) if (!next.includes(seed)) this.#drop(seed)
    this.#seeds = next
  }

  tick(now: number): void {
    const waits = this.#fetching === 0 && this.#deps.caps.full && this.#seeds.some((seed) => seed.helping)
    if (waits) this.#deps.caps.makeRoom()
    this.#each((seed) => seed.tick(now))
  }

  request(): void {
    this.#each((seed) => seed.request())
  }

  /** Those that failed are asked again at once. */
  retry(): void {
    this.#each((seed) => seed.retry())
  }

  /** False when it is none of them. */
  ban(sender: Sender): boolean {
    const seed = this.#seeds.find((one) => one.sender === sender)
    if (!seed) return false
    const key = this.#banKey(seed.url)
    if (!this.#deps.house.banned.has(key)) this.#deps.failed(seed.url, webFailure('bad-data'))
    this.#deps.house.banned.add(key)
    seed.ban()
    return true
  }

  close(): void {
    this.#closed = true
    for (const seed of this.#seeds) seed.close()
    this.#client.close()
  }

  /** Each request under way, for who decides which connections stay. */
  occupants(now: number): ReturnType<WebSeed['occupants']> {
    return this.#seeds.flatMap((seed) => seed.occupants(now))
  }

  #each(act: (seed: WebSeed) => void): void {
    const plainAllowed = this.#deps.house.plainAllowed()
    for (const seed of this.#seeds) seed.allowPlain(plainAllowed)
    for (const seed of this.#seeds) act(seed)
  }

  #began(): () => void {
    const ended = this.#deps.caps.fetch()
    this.#fetching++
    return () => {
      this.#fetching--
      ended()
    }
  }

  #open(url: string): WebSeed {
    const { exchange, spec, downloads, house, now, failed } = this.#deps
    const deps = {
      exchange,
      layout: spec.layout(),
      client: this.#client,
      downloads,
      now,
      failed,
      mayFetch: () => this.#fetching < MOST_FETCHES && !this.#deps.caps.full,
      began: () => this.#began(),
    }
    const seed = new WebSeed(url, house.banned.has(this.#banKey(url)), deps)
    seed.allowPlain(house.plainAllowed())
    return seed
  }

  #drop(seed: WebSeed): void {
    this.#gone.downloaded += seed.down.total
    this.#gone.wasted += seed.unwanted
    this.#deps.house.banned.delete(this.#banKey(seed.url))
    seed.close()
  }

  #banKey(url: string): string {
    return `${this.#deps.id} ${url}`
  }
}
