// One torrent of the list, stopped or running: owns its store and its place in the swarm while it runs, nothing while
// it is stopped. Operations on it run one after another. Invariant: `#swarm` is set only while `#store` is open, or
// while only the metadata is wanted; a stopped torrent holds no descriptor, connection or timer.

import { popcount } from './bits.ts'
import type { AppError, DiskFault } from '../../app/ipc/errors.ts'
import type { Details, DetailsTab, LogEvent, Priority } from '../../app/torrent/details.ts'
import { FileProgress } from '../../app/torrent/file-progress.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import type { Phase } from '../../app/torrent/status.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { detailsOf } from './details.ts'
import type { EngineContext } from './engine-context.ts'
import { RateHistory } from './rate-history.ts'
import { rowOf } from './row.ts'
import type { StoredTorrent } from './session/session.ts'
import { DiskError, type PartialPiece, type StoreSpec, type TorrentStore } from './storage/store.ts'
import { piecePriorities, type SwarmCounts, type SwarmEvents, type SwarmTorrent } from './swarm/swarm.ts'
import { TorrentLog } from './torrent-log.ts'

const RETRY_OPEN = 5_000

export class ManagedTorrent {
  readonly log = new TorrentLog()
  readonly history = new RateHistory()
  readonly #context: EngineContext
  #stored: StoredTorrent
  #info: Info | null
  #progress: FileProgress | null = null
  #bitfield: Uint8Array | null = null
  #phase: Phase = 'stopped'
  #fault: DiskFault | null = null
  #store: TorrentStore | null = null
  #swarm: SwarmTorrent | null = null
  #abort: AbortController | null = null
  #checked = 0
  #queue: Promise<void> = Promise.resolve()
  #startedAt = 0
  #activeSince: number | null = null
  #base = { downloaded: 0, uploaded: 0 }
  #finishedSeen = false
  #removed = false
  #failure: string | null = null
  #peers: readonly string[]

  constructor(stored: StoredTorrent, info: Info | null, context: EngineContext, peers: readonly string[] = []) {
    this.#stored = stored
    this.#info = info
    this.#context = context
    this.#peers = peers
    this.#base = { downloaded: stored.downloaded, uploaded: stored.uploaded }
    if (info) this.#takeInfo(info)
  }

  get id(): TorrentId {
    return this.#stored.id
  }

  get stored(): StoredTorrent {
    return this.#stored
  }

  get info(): Info | null {
    return this.#info
  }

  get phase(): Phase {
    return this.#phase
  }

  get fault(): DiskFault | null {
    return this.#fault
  }

  get failure(): string | null {
    return this.#failure
  }

  get progress(): FileProgress | null {
    return this.#progress
  }

  get bitfield(): Uint8Array | null {
    return this.#bitfield
  }

  get swarm(): SwarmTorrent | null {
    return this.#swarm
  }

  get sinceStart(): number {
    return this.#context.now() - this.#startedAt
  }

  /** Share of the check that is done, 0…1; 0 when none runs. */
  get checked(): number {
    return this.#checked
  }

  get complete(): boolean {
    return this.#progress !== null && this.#progress.wanted > 0 && this.#progress.haveWanted >= this.#progress.wanted
  }

  counts(): SwarmCounts | null {
    return this.#swarm?.counts() ?? null
  }

  /** All-time payload totals. */
  totals(): { downloaded: number; uploaded: number } {
    const counts = this.counts()
    return {
      downloaded: this.#base.downloaded + (counts?.downloaded ?? 0),
      uploaded: this.#base.uploaded + (counts?.uploaded ?? 0),
    }
  }

  activeSeconds(): number {
    const running = this.#activeSince === null ? 0 : (this.#context.now() - this.#activeSince) / 1000
    return this.#stored.activeSeconds + Math.floor(running)
  }

  row(): TorrentRow {
    return rowOf(this)
  }

  details(tab: DetailsTab): Details {
    return detailsOf(this, tab)
  }

  note(event: LogEvent): void {
    this.log.add(event, Date.now())
  }

  // What the user asks for.

  start(): void {
    if (!this.#stored.wantsToRun) this.#patch({ wantsToRun: true })
    void this.#enqueue(() => this.#open())
  }

  /** Runs again after a restart of the engine, when it ran before. Resolves when it is open. */
  resume(): Promise<void> {
    return this.#enqueue(() => this.#open())
  }

  stop(): Promise<void> {
    if (this.#stored.wantsToRun) this.#patch({ wantsToRun: false })
    this.#abort?.abort()
    return this.#enqueue(() => this.#close('stopped'))
  }

  /** Puts everything away without changing what the user wants. */
  suspend(): Promise<void> {
    this.#abort?.abort()
    return this.#enqueue(() => this.#close(null))
  }

  remove(): Promise<void> {
    this.#removed = true
    return this.suspend()
  }

  recheck(): void {
    void this.#enqueue(() => this.#check())
  }

  reannounce(): void {
    this.#swarm?.reannounce()
  }

  addPeer(address: string): Result<void, AppError> {
    const opening = !this.#swarm && this.#stored.wantsToRun
    if (opening) this.#peers = [...this.#peers, address]
    const added = this.#swarm?.addPeer(address, 'manual') ?? opening
    return added ? ok(undefined) : fail({ code: 'invalid-argument', field: 'address' })
  }

  setPriorities(files: readonly number[], priority: Priority): Result<void, AppError> {
    const info = this.#info
    if (!info) return fail({ code: 'no-metadata' })
    const next: Priority[] = [...(this.#stored.priorities ?? info.files.map((): Priority => 2))]
    for (const file of files) if (file < next.length) next[file] = priority
    this.#patch({ priorities: next })
    this.#progress?.setPriorities(next)
    this.#swarm?.setPriorities(this.#piecePriorities(info))
    void this.#enqueue(() => this.#store?.setPriorities(next) ?? Promise.resolve())
    this.#finishedSeen = this.complete
    return ok(undefined)
  }

  setTrackers(tiers: readonly (readonly string[])[]): void {
    this.#patch({ trackers: tiers })
    this.#swarm?.setTrackers(tiers)
  }

  /** Adds trackers the torrent does not have yet, as tiers of their own. Returns how many. */
  mergeTrackers(urls: readonly string[]): number {
    const known = new Set(this.#stored.trackers.flat())
    const fresh = [...new Set(urls)].filter((url) => !known.has(url))
    if (fresh.length > 0) this.setTrackers([...this.#stored.trackers, ...fresh.map((url) => [url])])
    this.note({ code: 'trackers-merged', added: fresh.length })
    return fresh.length
  }

  pathOf(file: number | null): string {
    return file === null || !this.#info
      ? this.#stored.root
      : this.#context.pathOf(this.storeSpec(this.#info), this.#store, file)
  }

  storeSpec(info: Info): StoreSpec {
    const { id, files, pieceLength, length, hashes, single } = info
    const priorities = this.#stored.priorities ?? files.map((): Priority => 2)
    return { id, root: this.#stored.root, single, files, pieceLength, length, hashes, priorities }
  }

  /** Once a second while running: history, counters, partial pieces now and then. */
  tick(second: number): void {
    const counts = this.counts()
    if (!counts) return
    this.history.add(counts.downRate, counts.upRate)
    if (second % 30 === 0) this.#saveCounters()
    if (second % 5 === 0 && this.#store && this.#swarm && counts.downRate > 0)
      this.#store.savePartials(this.#swarm.partials())
  }

  // Opening and closing.

  async #open(): Promise<void> {
    if (this.#swarm || this.#removed || !this.#stored.wantsToRun) return
    this.#startedAt = this.#context.now()
    this.#activeSince = this.#startedAt
    this.#failure = null
    if (!this.#info) {
      this.#phase = 'running'
      this.#join(null, [])
      return
    }
    this.#phase = 'opening'
    const abort = new AbortController()
    this.#abort = abort
    try {
      const partials = await this.#openStore(this.#info, abort.signal)
      this.#phase = 'running'
      this.#join(this.#info, partials)
    } catch (error) {
      this.#onOpenFailed(error, abort.signal)
    } finally {
      this.#abort = null
      this.#checked = 0
    }
  }

  async #openStore(info: Info, signal: AbortSignal): Promise<readonly PartialPiece[]> {
    const progress = (at: { checked: number; total: number }): void => {
      this.#phase = 'checking'
      this.#checked = at.total === 0 ? 0 : at.checked / at.total
    }
    const foreign = this.#context.isForeign(this.#stored)
    const { store, resume } = await this.#context.storage.open(this.storeSpec(info), {
      signal,
      progress,
      events: {
        fault: (fault) => this.#onFault(fault),
        cured: () => this.#onCured(),
        fileDone: () => undefined,
        lost: (pieces) => this.#onLost(pieces),
      },
    })
    if (foreign && popcount(resume.bitfield) === 0) {
      await store.close()
      this.#patch({ root: this.#context.freshRoot(this.#stored) })
      return this.#openStore(info, signal)
    }
    this.#store = store
    this.#fault = null
    this.#takeBitfield(resume.bitfield)
    this.note({ code: 'resumed', pieces: popcount(resume.bitfield), hashed: resume.hashed })
    return resume.partials
  }

  #onOpenFailed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    if (error instanceof DiskError) {
      this.#onFault(error.fault)
      this.#context.later(RETRY_OPEN, () => {
        if (!this.#removed && this.#stored.wantsToRun && !this.#swarm) void this.#enqueue(() => this.#open())
      })
      return
    }
    this.#failure = this.#context.crash(error, 'open')
    this.#phase = 'failed'
  }

  #join(info: Info | null, partials: readonly PartialPiece[]): void {
    const { id, trackers } = this.#stored
    const store = this.#store
    const pieces =
      info && store
        ? {
            rawInfo: info.rawInfo,
            pieceLength: info.pieceLength,
            length: info.length,
            hashes: info.hashes,
            store,
            have: this.#bitfield ?? new Uint8Array(Math.ceil(info.pieceCount / 8)),
            partials,
            priorities: this.#piecePriorities(info),
          }
        : null
    const { downloaded, uploaded } = this.totals()
    const isPrivate = info?.isPrivate ?? false
    this.#swarm = this.#context.swarm.join(
      { id, isPrivate, trackers, peers: this.#peers, pieces, downloaded, uploaded },
      this.#swarmEvents(),
    )
    this.#peers = []
    this.note({ code: 'started' })
  }

  async #close(noted: 'stopped' | null): Promise<void> {
    this.#saveCounters()
    const swarm = this.#swarm
    const store = this.#store
    if (swarm) {
      const partials = swarm.partials()
      const { downloaded, uploaded } = this.totals()
      this.#peers = swarm.knownPeers()
      await swarm.leave()
      this.#swarm = null
      this.#base = { downloaded, uploaded }
      store?.savePartials(partials)
    }
    this.#store = null
    await store?.close()
    this.#patchActive()
    this.#fault = null
    this.#phase = 'stopped'
    if (noted && swarm) this.note({ code: noted })
  }

  async #check(): Promise<void> {
    const info = this.#info
    if (!info || this.#removed) return
    await this.#close(null)
    const abort = new AbortController()
    this.#abort = abort
    this.#phase = 'checking'
    try {
      await this.#openStore(info, abort.signal)
      const before = popcount(this.#bitfield ?? new Uint8Array(0))
      const bits = await this.#store?.check(abort.signal, ({ checked, total }) => {
        this.#checked = total === 0 ? 0 : checked / total
      })
      if (bits) this.#takeBitfield(bits)
      const after = popcount(this.#bitfield ?? new Uint8Array(0))
      this.note({ code: 'checked', pieces: after, bad: Math.max(0, before - after) })
    } catch (error) {
      this.#onOpenFailed(error, abort.signal)
    }
    this.#abort = null
    this.#checked = 0
    await this.#close(null)
    if (this.#stored.wantsToRun) await this.#open()
  }

  // What happens by itself.

  #swarmEvents(): SwarmEvents {
    return {
      metadata: (rawInfo) => this.#onMetadata(rawInfo),
      piece: (index) => this.#onPiece(index),
      hashFailed: (piece) => this.note({ code: 'hash-failed', piece }),
      trackerChanged: (url, outcome) =>
        this.note(
          outcome.ok
            ? { code: 'tracker-ok', url, peers: outcome.peers }
            : { code: 'tracker-failed', url, message: outcome.message },
        ),
      peerDropped: (address, why) => this.note({ code: 'peer-dropped', address, why }),
    }
  }

  #onMetadata(rawInfo: Uint8Array): void {
    const info = this.#context.parseInfo(rawInfo, this.id)
    if (!info.ok) {
      this.#context.notice({
        kind: 'error',
        error: { code: 'torrent-invalid', fault: info.error },
        subject: this.#stored.name,
      })
      void this.stop()
      return
    }
    this.note({ code: 'metadata' })
    this.#patch({ info: rawInfo, name: info.value.name, root: this.#context.rootFor(this.#stored, info.value) })
    this.#takeInfo(info.value)
    void this.#enqueue(async () => {
      await this.#close(null)
      await this.#open()
    })
  }

  #onPiece(index: number): void {
    const bits = this.#bitfield
    if (!bits) return
    bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7))
    this.#progress?.add(index)
    if (!this.complete || this.#finishedSeen) return
    this.#finishedSeen = true
    void this.#finish()
  }

  /** Said once the files have their names and are on disk. */
  async #finish(): Promise<void> {
    this.#patch({ doneAt: Date.now() })
    await this.#store?.settle()
    if (this.#removed) return
    this.note({ code: 'finished' })
    this.#context.finished(this.id, this.#stored.name)
  }

  #onFault(fault: DiskFault): void {
    if (this.#fault === fault) return
    this.#fault = fault
    this.#swarm?.hold(true)
    this.note({ code: 'disk', fault })
  }

  #onCured(): void {
    this.#fault = null
    this.#swarm?.hold(false)
    this.note({ code: 'disk-ok' })
  }

  /** The pieces have to be fetched again: the swarm is joined anew with what is left. */
  #onLost(pieces: readonly number[]): void {
    const bits = this.#bitfield
    for (const piece of pieces) if (bits) bits[piece >> 3] = (bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
    if (bits) this.#takeBitfield(bits)
    void this.#enqueue(async () => {
      await this.#close(null)
      await this.#open()
    })
  }

  // Bookkeeping.

  #takeInfo(info: Info): void {
    this.#info = info
    this.#progress = new FileProgress(info.files, info.pieceLength, this.#stored.priorities)
    const durable = this.#context.session.journal.state(this.id).durable
    this.#takeBitfield(durable ?? new Uint8Array(Math.ceil(info.pieceCount / 8)))
  }

  #takeBitfield(bits: Uint8Array): void {
    this.#bitfield = bits
    this.#progress?.reset(bits)
    this.#finishedSeen = this.complete
    if (this.complete && this.#stored.doneAt === null) this.#patch({ doneAt: Date.now() })
  }

  #piecePriorities(info: Info): Uint8Array {
    return piecePriorities(info.files, this.#stored.priorities, info.pieceLength, info.length)
  }

  #saveCounters(): void {
    const { downloaded, uploaded } = this.totals()
    if (downloaded !== this.#stored.downloaded || uploaded !== this.#stored.uploaded)
      this.#patch({ downloaded, uploaded })
  }

  #patchActive(): void {
    if (this.#activeSince === null) return
    const activeSeconds = this.activeSeconds()
    this.#activeSince = null
    this.#patch({ activeSeconds })
  }

  #patch(patch: Partial<Omit<StoredTorrent, 'id'>>): void {
    this.#stored = { ...this.#stored, ...patch }
    if (!this.#removed) this.#context.session.update(this.id, patch)
  }

  /** Operations run one after another; a failure of one is logged and does not stop the next. */
  #enqueue(run: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(run).catch((error: unknown) => {
      this.#failure = this.#context.crash(error, 'torrent')
      this.#phase = 'failed'
    })
    return this.#queue
  }
}
