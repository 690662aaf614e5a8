// One torrent of the list, stopped or running: owns its store and its place in the swarm while it runs, nothing while
// it is stopped. Operations on it run one after another. Invariant: `#swarm` is set only while `#store` is open, or
// while only the metadata is wanted; a stopped torrent holds no descriptor, connection or timer.

import type { AppError, DiskFault } from '../../app/ipc/errors.ts'
import type { LogEvent, Priority } from '../../app/torrent/details.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Phase } from '../../app/torrent/status.ts'
import type { RunState } from './run-state.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { Counters, type Moved } from './counters.ts'
import type { EngineContext } from './engine-context.ts'
import { PieceState } from './piece-state.ts'
import { RateHistory } from './rate-history.ts'
import { Serial } from './serial.ts'
import { openTorrentStore } from './store-opening.ts'
import type { StoredTorrent } from './session/session.ts'
import {
  DiskError,
  type CheckProgress,
  type PartialPiece,
  type StoreEvents,
  type TorrentStore,
} from './storage/store.ts'
import type { PieceSpec, SwarmCounts, SwarmTorrent } from './swarm/swarm.ts'
import { notedEvents } from './swarm-news.ts'
import { TorrentLog } from './torrent-log.ts'
import { filePriorities, pieceSpec, priorityOfPieces, withPriority } from './torrent-specs.ts'

const RETRY_OPEN = 5_000
/** B/s from which pieces are complete so soon that saving their blocks costs more than it keeps. */
const FAST = 32_000_000

export class ManagedTorrent {
  readonly log = new TorrentLog()
  readonly history = new RateHistory()
  readonly #context: EngineContext
  readonly #operations = new Serial((cause) => this.#fail(cause, 'torrent'))
  #stored: StoredTorrent
  readonly #counters: Counters
  #pieces: PieceState | null = null
  #state: RunState = { phase: 'stopped', fault: null, failure: null, checked: 0 }
  #store: TorrentStore | null = null
  #swarm: SwarmTorrent | null = null
  #abort: AbortController | null = null
  #startedAt = 0
  #finishedSeen = false
  #saving = false
  #removed = false
  #peers: readonly string[]

  constructor(stored: StoredTorrent, info: Info | null, context: EngineContext, peers: readonly string[] = []) {
    this.#stored = stored
    this.#context = context
    this.#peers = peers
    this.#counters = new Counters(stored, () => context.now())
    if (info) this.#takeInfo(info)
  }

  get id(): TorrentId {
    return this.#stored.id
  }

  get stored(): StoredTorrent {
    return this.#stored
  }

  get info(): Info | null {
    return this.#pieces?.info ?? null
  }

  get state(): RunState {
    return this.#state
  }

  get pieces(): PieceState | null {
    return this.#pieces
  }

  get store(): TorrentStore | null {
    return this.#store
  }

  get swarm(): SwarmTorrent | null {
    return this.#swarm
  }

  get sinceStart(): number {
    return this.#context.now() - this.#startedAt
  }

  get complete(): boolean {
    return this.#pieces?.complete ?? false
  }

  counts(): SwarmCounts | null {
    return this.#swarm?.counts() ?? null
  }

  /** All-time payload totals; `live` spares counting the present run again. */
  totals(live: Moved | null = this.counts()): Moved {
    return this.#counters.totals(live)
  }

  activeSeconds(): number {
    return this.#counters.activeSeconds()
  }

  note(event: LogEvent): void {
    this.log.add(event, Date.now())
  }

  start(): void {
    if (!this.#stored.wantsToRun) this.#patch({ wantsToRun: true })
    void this.#operations.run(() => this.#open())
  }

  /** Runs again after a restart of the engine, when it ran before. Resolves when it is open. */
  resume(): Promise<void> {
    return this.#operations.run(() => this.#open())
  }

  stop(): Promise<void> {
    const { wantsToRun } = this.#stored
    if (wantsToRun) this.#patch({ wantsToRun: false })
    this.#abort?.abort()
    return this.#operations.run(async () => {
      await this.#close()
      if (wantsToRun) this.note({ code: 'stopped' })
    })
  }

  /** Puts everything away without changing what the user wants. */
  suspend(): Promise<void> {
    this.#abort?.abort()
    return this.#operations.run(() => this.#close())
  }

  remove(): Promise<void> {
    this.#removed = true
    return this.suspend()
  }

  recheck(): void {
    void this.#operations.run(() => this.#check())
  }

  addPeer(address: string): Result<void, AppError> {
    const opening = !this.#swarm && this.#stored.wantsToRun
    if (opening) this.#peers = [...this.#peers, address]
    const added = this.#swarm?.addPeer(address, 'manual') ?? opening
    return added ? ok(undefined) : fail({ code: 'invalid-argument', field: 'address' })
  }

  setPriorities(files: readonly number[], priority: Priority): Result<void, AppError> {
    const { info } = this
    if (!info) return fail({ code: 'no-metadata' })
    const priorities = withPriority(filePriorities(this.#stored, info), files, priority)
    this.#patch({ priorities })
    this.#pieces?.progress.setPriorities(priorities)
    this.#finishedSeen = this.complete
    this.#swarm?.setPriorities(priorityOfPieces(this.#stored, info))
    void this.#operations.run(async () => this.#store?.setPriorities(priorities))
    return ok(undefined)
  }

  setTrackers(tiers: readonly (readonly string[])[]): void {
    this.#patch({ trackers: tiers })
    this.#swarm?.setTrackers(tiers)
  }

  /** Once a second while running: history and counters. */
  tick(second: number): void {
    const counts = this.counts()
    if (!counts) return
    this.history.add(counts.downRate, counts.upRate)
    if (second % 30 === 0) this.#saveCounters()
    this.#saving = counts.downRate > 0 && (counts.downRate < FAST || second % 5 === 0)
  }

  /** Ten times a second: blocks that came in survive the end of this process from then on. */
  saveUnfinished(): void {
    if (!this.#saving || !this.#store || !this.#swarm) return
    this.#store.savePartials(this.#swarm.partials())
    if ((this.counts()?.downRate ?? 0) >= FAST) this.#saving = false
  }

  async #open(): Promise<void> {
    if (this.#swarm || this.#removed || !this.#stored.wantsToRun) return
    this.#startedAt = this.#context.now()
    this.#counters.begin()
    this.#set({ failure: null })
    const pieces = this.#pieces
    if (!pieces) return this.#join(null)
    this.#set({ phase: 'opening' })
    await this.#abortable(async (signal) => {
      const partials = await this.#openStore(pieces, signal)
      this.#join(this.#store && pieceSpec(this.#stored, pieces, this.#store, partials))
    })
  }

  /** Runs what may take long and may be called off; what the disk refuses is tried again later. */
  async #abortable(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const abort = new AbortController()
    this.#abort = abort
    try {
      await run(abort.signal)
    } catch (error) {
      this.#onOpenFailed(error, abort.signal)
    }
    this.#abort = null
    this.#set({ checked: 0 })
  }

  async #openStore(pieces: PieceState, signal: AbortSignal): Promise<readonly PartialPiece[]> {
    const events: StoreEvents = {
      fault: (fault) => this.#onFault(fault),
      cured: () => this.#onCured(),
      fileDone: () => undefined,
      lost: (lost) => this.#onLost(lost),
    }
    const options = { signal, events, progress: (at: CheckProgress) => this.#onChecking(at) }
    const opened = await openTorrentStore({ context: this.#context, stored: this.#stored, pieces, options })
    const { store, resume, root } = opened
    if (root !== this.#stored.root) this.#patch({ root })
    this.#store = store
    this.#set({ fault: null })
    this.#takeBitfield(pieces, resume.bitfield)
    const hashed = Math.ceil(resume.hashed / pieces.info.pieceLength)
    this.note({ code: 'resumed', pieces: pieces.count, hashed })
    return resume.partials
  }

  #onOpenFailed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    if (error instanceof DiskError) {
      this.#onFault(error.fault)
      this.#context.later(RETRY_OPEN, () => {
        if (!this.#removed && this.#stored.wantsToRun && !this.#swarm) void this.#operations.run(() => this.#open())
      })
      return
    }
    this.#fail(error, 'open')
  }

  #fail(cause: unknown, doing: string): void {
    this.#set({ failure: this.#context.crash(cause, doing), phase: 'failed' })
  }

  #join(pieces: PieceSpec | null): void {
    const { id, options, trackers } = this.#stored
    const isPrivate = this.info?.isPrivate ?? false
    this.#set({ phase: 'running' })
    this.#swarm = this.#context.swarm.join(
      { id, isPrivate, trackers, peers: this.#peers, pieces, ...this.totals() },
      {
        ...notedEvents((event) => this.note(event)),
        metadata: (rawInfo) => void this.#onMetadata(rawInfo),
        piece: (index) => this.#onPiece(index),
      },
    )
    this.#swarm.setLimits(options.limits)
    this.#swarm.setOrder(options.order)
    this.#peers = []
    if (this.#state.fault !== null) this.#swarm.hold(true)
    this.note({ code: 'started' })
  }

  /** Leaves the swarm, saves, closes the store; `next` is the phase it is in afterwards. */
  async #close(next: Phase = 'stopped'): Promise<void> {
    const swarm = this.#swarm
    const store = this.#store
    if (swarm) this.#peers = swarm.knownPeers()
    await swarm?.leave()
    this.#counters.end(swarm?.counts() ?? null)
    if (swarm) store?.savePartials(swarm.partials())
    this.#swarm = this.#store = null
    await store?.close()
    this.#saveCounters()
    this.#set({ fault: null, phase: next })
  }

  async #check(): Promise<void> {
    const pieces = this.#pieces
    if (!pieces || this.#removed) return
    await this.#close('checking')
    await this.#abortable(async (signal) => {
      await this.#openStore(pieces, signal)
      const before = pieces.count
      const bits = await this.#store?.check(signal, (at) => this.#onChecking(at))
      if (bits) this.#takeBitfield(pieces, bits)
      this.note({ code: 'checked', pieces: pieces.info.pieceCount, bad: Math.max(0, before - pieces.count) })
    })
    await this.#close()
    await this.#open()
  }

  #onChecking({ checked, total }: CheckProgress): void {
    this.#set({ phase: 'checking', checked: total === 0 ? 0 : checked / total })
  }

  // What happens by itself.

  async #onMetadata(rawInfo: Uint8Array): Promise<void> {
    const swarm = this.#swarm
    const info = await this.#context.parseInfo(rawInfo, this.id)
    if (this.#swarm !== swarm) return // Stopped meanwhile: it is fetched again.
    if (!info.ok) {
      const error = { code: 'torrent-invalid', fault: info.error } as const
      this.#context.notice({ kind: 'error', error, subject: this.#stored.name })
      return void this.stop()
    }
    this.note({ code: 'metadata' })
    this.#patch({ info: rawInfo, name: info.value.name, root: this.#context.rootFor(this.#stored, info.value) })
    this.#takeInfo(info.value)
    this.#reopen()
  }

  #onPiece(index: number): void {
    this.#pieces?.gain(index)
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
    if (this.#state.fault === fault) return
    this.#set({ fault: fault })
    this.#swarm?.hold(true)
    this.note({ code: 'disk', fault })
  }

  #onCured(): void {
    this.#set({ fault: null })
    this.#swarm?.hold(false)
    this.note({ code: 'disk-ok' })
  }

  /** The pieces have to be fetched again: the swarm is joined anew with what is left. */
  #onLost(pieces: readonly number[]): void {
    this.#pieces?.lose(pieces)
    this.#finishedSeen = this.complete
    this.#reopen()
  }

  #reopen(): void {
    void this.#operations.run(async () => {
      await this.#close('opening')
      await this.#open()
    })
  }

  // Bookkeeping.

  #takeInfo(info: Info): void {
    const { durable } = this.#context.session.journal.state(this.id)
    this.#pieces = new PieceState(info, this.#stored.priorities, durable)
    this.#noteCompletion()
  }

  #takeBitfield(pieces: PieceState, bits: Uint8Array): void {
    pieces.replace(bits)
    this.#noteCompletion()
  }

  /** What was complete before is not announced as finished. */
  #noteCompletion(): void {
    this.#finishedSeen = this.complete
    if (this.complete && this.#stored.doneAt === null) this.#patch({ doneAt: Date.now() })
  }

  #saveCounters(): void {
    const { downloaded, uploaded } = this.totals()
    const activeSeconds = this.activeSeconds()
    const { stored } = this
    if (activeSeconds === stored.activeSeconds && downloaded === stored.downloaded && uploaded === stored.uploaded)
      return
    this.#patch({ downloaded, uploaded, activeSeconds })
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change }
  }

  #patch(patch: Partial<Omit<StoredTorrent, 'id'>>): void {
    this.#stored = { ...this.#stored, ...patch }
    if (!this.#removed) this.#context.save(this.id, patch)
  }
}
