// One web seed of a torrent (BEP 19): what is asked of it, what came, and when it is left alone. It fetches runs of
// neighbouring blocks, two at a time once it has answered; leaves what to fetch to the picker and the limits to its
// lane. Invariant: every block counted as asked of it in the picker is in `#asked` here.

import { BLOCK } from '../../../app/swarm/picker.ts'
import type { Occupant } from '../../../app/swarm/peer-room.ts'
import { RateMeter } from '../../../app/swarm/rate.ts'
import type { WebSeedRow, WebSeedState } from '../../../app/torrent/details.ts'
import { quantiseRate } from '../../../app/torrent/status.ts'
import { piecesWithout, type WebLayout } from '../../../app/torrent/web-layout.ts'
import { webSeedDelay, type WebSeedFailure } from '../../../app/torrent/web-seed.ts'
import type { Sender } from '../swarm/bans.ts'
import type { DownloadLane, DownloadPeer, DownloadTurn } from '../swarm/download-scheduler.ts'
import type { PieceExchange, PieceSource } from '../swarm/piece-source.ts'
import { webFailure, type WebClient } from './web-client.ts'
import { WebFetch, type FetchFailure, type Run } from './web-fetch.ts'

const AT_ONCE = 2
const LEAST_RUN = 1_048_576
const MOST_RUN = 16_777_216
/** Seconds of transfer asked for at a time. */
const RUN_SECONDS = 4
/** Where a limit is in force: bytes and seconds of transfer asked for, and bytes read for one turn. */
const LIMITED_RUN = 65_536
const LIMITED_SECONDS = 1
const HELPING = 16_384
/** What was paid for and did not come within this is paid back, ms. */
const LATE = 2_000

export interface WebSeedDeps {
  readonly exchange: PieceExchange
  readonly layout: WebLayout
  readonly client: WebClient
  readonly downloads: DownloadLane
  now(): number
  failed(url: string, failure: WebSeedFailure): void
  /** False while the caps on connections are reached. */
  mayFetch(): boolean
  /** A request is under way; returns what ends it. */
  began(): () => void
}

const keyOf = (piece: number, block: number): number => piece * 65_536 + block

export class WebSeed implements PieceSource, DownloadPeer {
  readonly url: string
  readonly sender: Sender
  /** Accepted payload. */
  readonly down = new RateMeter()
  verified = 0
  bad = 0
  unwanted = 0
  readonly #deps: WebSeedDeps
  readonly #turn: DownloadTurn
  /** Asked blocks, and by which fetch. */
  readonly #asked = new Map<number, WebFetch>()
  readonly #fetches = new Set<WebFetch>()
  /** Files it has not got. */
  readonly #missing = new Set<number>()
  #waiting: (() => void)[] = []
  /** Bytes that may be read under a limit. */
  #credit = 0
  #readAt: number
  /** Where the next run had best begin. */
  #near = -1
  #answered = false
  /** It knows no parts of files. */
  #wholeOnly = false
  #failures = 0
  #failure: WebSeedFailure | null = null
  #retryAt: number | null = null
  #banned: boolean
  /** Http may be used. */
  #plainAllowed = true
  #closed = false

  constructor(url: string, banned: boolean, deps: WebSeedDeps) {
    this.url = url
    this.sender = { address: url, peerId: '', incoming: false }
    this.#deps = deps
    this.#banned = banned
    if (banned) this.#failure = webFailure('bad-data')
    this.#readAt = deps.now()
    this.#turn = deps.downloads.join(this)
    deps.exchange.picker.join(this)
    this.#tell()
  }

  get usable(): boolean {
    return !this.#closed && !this.#banned && this.#deps.exchange.picker.usefulOf(this) > 0
  }

  /** It is asked for something, or about to be. */
  get helping(): boolean {
    return this.usable && this.#retryAt === null
  }

  /** It counts among the copies there are. */
  get there(): boolean {
    return !this.#closed && this.#deps.exchange.picker.countOf(this) > 0
  }

  get active(): boolean {
    return this.#fetches.size > 0
  }

  row(now: number): WebSeedRow {
    const waits = this.#retryAt !== null && this.#retryAt > now
    return {
      url: this.url,
      state: this.#state(),
      downRate: quantiseRate(this.down.rate(now)),
      downloaded: this.down.total,
      problem: this.#barred && !this.#banned ? 'not-encrypted' : (this.#failure?.problem ?? null),
      message: this.#failure?.message ?? null,
      missingFiles: this.#missing.size,
      retryInMs: waits && this.#retryAt !== null ? Math.round(this.#retryAt - now) : null,
    }
  }

  /** Its requests under way, as connections that may have to go for others. */
  occupants(now: number): Occupant<{ leave(): void }>[] {
    const idle = now - this.#readAt
    const rate = this.down.rate(now) / Math.max(1, this.#fetches.size)
    return [...this.#fetches].map((fetch) => {
      const key = { leave: () => this.#giveUp(fetch) }
      return { key, age: idle, idle, rate, useful: true, priority: 2 ** 32 }
    })
  }

  /** Fetches more, if it may and there is something; goes on reading where that had to wait. */
  request(): void {
    const now = this.#deps.now()
    if (this.#mayGoOn()) this.#wake()
    if (!this.usable || this.#retryAt !== null) return
    const atOnce = this.#answered && !this.#wholeOnly ? AT_ONCE : 1
    while (this.#fetches.size < atOnce && this.#deps.exchange.accepting() && this.#deps.mayFetch() && this.#begin(now));
  }

  /** Once a second. */
  tick(now: number): void {
    if (this.#turn.limited && this.#waiting.length === 0 && now - this.#readAt > LATE) {
      this.#credit = 0
      this.#turn.late()
    }
    if (this.#retryAt !== null && this.#retryAt <= now) this.retry()
    else this.request()
  }

  /** Is asked again at once, whatever went wrong. */
  retry(): void {
    this.#retryAt = null
    this.#missing.clear()
    this.#tell()
    this.request()
  }

  /** Whether http may be used: if not, it is left alone unless its address is https. */
  allowPlain(allowed: boolean): void {
    if (allowed === this.#plainAllowed) return
    this.#plainAllowed = allowed
    if (this.#barred) {
      this.#tell()
      this.#stop()
    } else if (allowed && (this.url.startsWith('http:') || this.#failure?.problem === 'not-encrypted')) {
      if (this.#failure?.problem === 'not-encrypted') this.#failure = null
      this.retry()
    }
  }

  /** It sent bad data: nothing more is asked of it. */
  ban(): void {
    this.#banned = true
    this.#failure = webFailure('bad-data')
    this.#tell()
    this.#stop()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stop()
    this.#turn.leave()
    this.#deps.exchange.picker.leave(this)
  }

  // From the picker and the limits.

  cancel(piece: number, block: number): void {
    const fetch = this.#asked.get(keyOf(piece, block))
    this.#asked.delete(keyOf(piece, block))
    if (!fetch || [...this.#asked.values()].includes(fetch)) return
    fetch.cancel()
    this.#wake()
  }

  get askable(): boolean {
    return this.#waiting.length > 0 && this.#deps.exchange.accepting()
  }

  /** What it may read next. */
  askNext(): number {
    if (this.#waiting.length === 0) return 0
    this.#credit += HELPING
    this.#wake()
    return HELPING
  }

  // Fetching.

  get #barred(): boolean {
    return !this.#plainAllowed && this.url.startsWith('http:')
  }

  /** What may be asked of it now: that is what it has, as far as others may count on it. */
  #tell(): void {
    const { layout, exchange } = this.#deps
    const { picker } = exchange
    const rests = this.#banned || this.#barred || this.#retryAt !== null
    const lacks = this.#missing.size > 0
    const has = lacks ? piecesWithout(layout, this.#missing, picker.lengthOf(0), picker.pieceCount) : 'all'
    picker.learn(this, rests ? 'none' : has)
  }

  #state(): WebSeedState {
    if (this.#banned) return 'banned'
    if (this.#barred) return 'off'
    if (this.#fetches.size > 0) return this.#answered ? 'working' : 'connecting'
    if (this.#deps.exchange.picker.wantedMissing === 0) return 'idle'
    if (this.#retryAt !== null) return 'failing'
    return this.usable && !this.#deps.mayFetch() ? 'crowded' : 'idle'
  }

  #begin(now: number): boolean {
    const { picker } = this.#deps.exchange
    const refs = picker.pickRun(this, this.#runBlocks(now), now, this.#near)
    const [first] = refs
    const last = refs.at(-1)
    if (!first || !last) return false
    const bytes = refs.reduce((sum, { piece, block }) => sum + picker.blockLength(piece, block), 0)
    const offset = first.piece * picker.lengthOf(0) + first.block * BLOCK
    this.#near = last.block + 1 < picker.blocksOf(last.piece) ? last.piece : last.piece + 1
    this.#follow({ first, offset, length: bytes }, refs)
    return true
  }

  #follow(run: Run, refs: readonly { readonly piece: number; readonly block: number }[]): void {
    const { client, exchange, layout } = this.#deps
    const fetch = new WebFetch(run, {
      url: this.url,
      layout,
      client,
      pieces: exchange.picker,
      mayRead: () => this.#mayRead(fetch),
      read: (bytes) => this.#onRead(bytes),
      answered: (whole) => this.#onAnswer(whole),
      took: (piece, block, data) => this.#onBlock(fetch, piece, block, data),
    })
    for (const { piece, block } of refs) this.#asked.set(keyOf(piece, block), fetch)
    this.#fetches.add(fetch)
    const over = this.#deps.began()
    void fetch.go().then((outcome) => {
      over()
      this.#ended(fetch, outcome.ok ? null : outcome.error)
    })
  }

  #runBlocks(now: number): number {
    const rate = this.down.rate(now)
    const bytes = this.#turn.limited
      ? Math.max(LIMITED_RUN, rate * LIMITED_SECONDS)
      : Math.min(MOST_RUN, Math.max(LEAST_RUN, rate * RUN_SECONDS))
    return Math.ceil(bytes / BLOCK)
  }

  #ended(fetch: WebFetch, failure: FetchFailure | null): void {
    this.#fetches.delete(fetch)
    this.#release(fetch)
    if (this.#closed || this.#banned || this.#barred) return
    if (failure && !fetch.cancelled) this.#onFailure(failure)
    else if (!fetch.cancelled && this.#retryAt === null) this.#onSuccess()
    this.request()
  }

  #onFailure(failure: FetchFailure): void {
    const { layout, exchange } = this.#deps
    const { picker } = exchange
    if (failure.problem === 'not-there' && layout.files.length > 1) {
      this.#missing.add(failure.file)
      this.#tell()
    }
    const isNews = this.#failure?.problem !== failure.problem || this.#failure.message !== failure.message
    this.#failure = failure
    if (isNews) this.#deps.failed(this.url, failure)
    // The rest of its files may be there.
    if (failure.problem === 'not-there' && layout.files.length > 1 && picker.countOf(this) > 0) return
    this.#failures++
    this.#retryAt = this.#deps.now() + webSeedDelay(failure, this.#failures)
    this.#tell()
  }

  #onSuccess(): void {
    this.#failures = 0
    if (this.#missing.size === 0) this.#failure = null
  }

  #onAnswer(whole: boolean): void {
    this.#answered = true
    this.#wholeOnly ||= whole
    this.request()
  }

  #onRead(bytes: number): void {
    this.#readAt = this.#deps.now()
    this.#credit = Math.max(0, this.#credit - bytes)
    this.#turn.arrived(bytes)
  }

  #onBlock(fetch: WebFetch, piece: number, block: number, data: Uint8Array): void {
    const { exchange } = this.#deps
    const asked = this.#asked.get(keyOf(piece, block)) === fetch
    this.#asked.delete(keyOf(piece, block))
    // Of a file that came whole: whatever nobody was asked for is welcome.
    if (this.#closed || !(asked || exchange.picker.claim(this, piece, block))) {
      this.unwanted += data.length
      return
    }
    const outcome = exchange.picker.received(this, piece, block)
    if (outcome.kind === 'unwanted') {
      this.unwanted += data.length
      return
    }
    this.down.add(data.length, this.#deps.now())
    for (const other of outcome.others) other.cancel(piece, block)
    exchange.took(this, piece, block, data, outcome.complete)
  }

  #release(fetch: WebFetch): void {
    const { picker } = this.#deps.exchange
    for (const [key, by] of this.#asked) {
      if (by !== fetch) continue
      this.#asked.delete(key)
      picker.release(this, Math.floor(key / 65_536), key % 65_536)
    }
  }

  #stop(): void {
    for (const fetch of this.#fetches) this.#giveUp(fetch)
    this.#wake()
  }

  /** Its blocks are free for others. */
  #giveUp(fetch: WebFetch): void {
    fetch.cancel()
    this.#release(fetch)
    this.#wake()
  }

  // Reading as fast as the disk and the limits allow.

  #mayGoOn(): boolean {
    return this.#deps.exchange.accepting() && (!this.#turn.limited || this.#credit > 0)
  }

  async #mayRead(fetch: WebFetch): Promise<void> {
    while (!this.#closed && !fetch.cancelled && !this.#mayGoOn()) {
      const woken = new Promise<void>((resolve) => this.#waiting.push(resolve))
      this.#turn.wake()
      await woken
    }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }
}
