// A torrent's run: opens its store, joins the swarm, checks its data, and puts it all away, as the queue's turn says.
// Leaves what the user wants to ManagedTorrent. Operations run one after another. Invariant: `swarm` is set only while
// `store` is open, or while only the metadata is wanted; without a turn nothing is open.

import type { DiskFault } from '../../app/ipc/errors.ts'
import type { LogEvent, Priority } from '../../app/torrent/details.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import type { Phase } from '../../app/torrent/status.ts'
import { Attempt } from './attempt.ts'
import { Completion } from './completion.ts'
import type { EngineContext } from './engine-context.ts'
import { acceptMetadata } from './metadata-arrival.ts'
import { PieceState } from './piece-state.ts'
import { idleState, type RunDeps, type RunState, type Turn } from './run-state.ts'
import { Serial } from './serial.ts'
import type { StoredTorrent } from './session/session.ts'
import { faultOf } from './storage/disk-fault.ts'
import type { CheckProgress, Resume, StoreEvents, TorrentStore } from './storage/store.ts'
import { forgetData, isRemoved, openBriefly, openTorrentStore } from './store-opening.ts'
import { notedEvents } from './swarm-news.ts'
import type { KnownPeer, PieceSpec, SwarmTorrent } from './swarm/swarm.ts'
import type { TorrentRecord } from './torrent-record.ts'
import { pieceSpec } from './torrent-specs.ts'

const RETRY_OPEN = 5_000

export class TorrentRun {
  readonly #record: TorrentRecord
  readonly #context: EngineContext
  readonly #note: (event: LogEvent) => void
  readonly #operations = new Serial((cause) => this.#fail(cause, 'torrent'))
  #pieces: PieceState | null = null
  #state: RunState = idleState
  #turn: Turn = null
  #store: TorrentStore | null = null
  #swarm: SwarmTorrent | null = null
  readonly #attempt = new Attempt()
  #startedAt = 0
  readonly #completion: Completion
  /** Files the user gives up to the download. */
  #given: readonly number[] = []
  #peers: readonly KnownPeer[]

  constructor({ record, context, note, peers }: RunDeps) {
    this.#record = record
    this.#completion = new Completion(record)
    this.#context = context
    this.#note = note
    this.#peers = peers
  }

  get state(): RunState {
    return this.#state
  }

  get turn(): Turn {
    return this.#turn
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

  /** Nothing is known of what is on disk, neither that it is there nor that it is not. */
  get isUnknown(): boolean {
    return this.#context.session.journal.pieces(this.#stored.id) === null
  }

  get #stored(): StoredTorrent {
    return this.#record.stored
  }

  take(turn: Turn): void {
    if (turn === this.#turn) return
    this.#turn = turn
    this.#attempt.abort()
    this.proceed()
  }

  /** Tries again what its turn is for. */
  proceed(): void {
    void this.#operations.run(() => this.#follow())
  }

  suspend(): Promise<void> {
    this.#turn = null
    this.#attempt.abort()
    return this.#operations.run(() => this.#close())
  }

  /** For the next time it joins. */
  remember(peer: KnownPeer): boolean {
    this.#peers = [...this.#peers, peer]
    return true
  }

  takeInfo(info: Info): void {
    this.#record.patch({ isPrivate: info.isPrivate })
    const here = this.#context.session.journal.pieces(this.#stored.id)
    this.#pieces = new PieceState(info, this.#stored.priorities, here)
    this.#completion.found(this.#pieces)
  }

  setPriorities(priorities: readonly Priority[]): void {
    this.#pieces?.progress.setPriorities(priorities)
    this.#completion.reset(this.#pieces)
    this.#noteSeeding()
    const { changed } = this.#state
    this.#set({ changed: changed.filter((file) => priorities[file] !== 0) })
    void this.#operations.run(() => this.#store?.setPriorities(priorities, this.#stored.kept) ?? this.#tidy())
    if (changed.length > 0 && this.#state.changed.length === 0) this.proceed()
  }

  tellOptions(): void {
    const { limits, order } = this.#stored.options
    this.#swarm?.setLimits(limits)
    this.#swarm?.setOrder(order)
  }

  /** Data that was there before us is checked in its turn, like what the user has checked. */
  wantFirstCheck(): boolean {
    // Whoever has a piece has been looked at; asking the journal of thousands takes long.
    const isDue = this.#pieces?.count === 0 && this.isUnknown && this.#context.isForeign(this.#stored)
    if (isDue) this.#record.patch({ check: 'due' })
    return isDue
  }

  /** The user asks what is there: what someone removed is not waited for any more. */
  lookAnew(): void {
    void this.#operations.run(async () => {
      const pieces = this.#pieces
      const opening = pieces && { context: this.#context, stored: this.#stored, pieces }
      if (!opening || !(await isRemoved(opening))) return
      await this.#close('checking')
      this.#takeBitfield(opening.pieces, forgetData(opening))
      this.#note({ code: 'data-removed' })
    })
  }

  /** Of what is in the way, these may be written over when it is opened next. */
  writeOver(files: readonly number[]): void {
    this.#given = this.#state.changed.filter((file) => files.includes(file))
  }

  /** A check is called off: what it found so far is taken over. */
  endCheck(): void {
    if (this.#turn === 'check') this.#attempt.abort()
    void this.#operations.run(() => this.#endCheck())
  }

  async #follow(): Promise<void> {
    if (this.#record.removed || this.#turn === null) return this.#close()
    if (this.#turn === 'check') return this.#check()
    if (!this.#swarm) await this.#context.openings.run(() => this.#open())
  }

  async #open(): Promise<void> {
    if (this.#turn !== 'run') return
    this.#startedAt = this.#context.now()
    this.#record.counters.begin()
    this.#set({ failure: null, changed: [] })
    const pieces = this.#pieces
    if (!pieces && !this.#stored.info) return this.#join(null)
    this.#set({ phase: 'opening' })
    if (!pieces) return // What is stored of it is yet to be read.
    await this.#abortable(async (signal) => {
      const partials = await this.#openStore(pieces, signal)
      if (await this.#isInTheWay()) return
      this.#join(this.#store && pieceSpec(this.#stored, pieces, this.#store, partials))
    })
  }

  /** What a torrent that stands still does not want any more leaves the disk too: opening does that. */
  async #tidy(): Promise<void> {
    const pieces = this.#pieces
    if (!pieces || this.#turn !== null || !this.#context.session.journal.state(this.#stored.id).rootMade) return
    const bits = await openBriefly({ context: this.#context, stored: this.#stored, pieces })
    if (bits) this.#takeBitfield(pieces, bits)
  }

  async #check(): Promise<void> {
    const pieces = this.#pieces
    if (!pieces || this.#stored.check !== 'due') return
    await this.#close('checking')
    if (this.#turn !== 'check' || this.#stored.check !== 'due') return this.#close()
    const isFirst = this.isUnknown // Opening what was never looked at is a check already.
    this.#set({ changed: [] })
    const before = pieces.count
    const outcome = await this.#abortable(async (signal) => {
      await this.#openStore(pieces, signal)
      const bits = isFirst ? null : await this.#store?.check(signal, (at) => this.#onChecking(at))
      if (bits) this.#takeBitfield(pieces, bits)
      if (!this.#stored.wantsToRun) await this.#isInTheWay()
    })
    if (outcome === 'refused') return
    if (outcome === 'done') {
      this.#note({ code: 'checked', ...pieces.comparedTo(before) })
      this.#record.patch({ check: null })
    }
    await this.#close()
    this.#context.queueChanged()
  }

  /** Somebody else's files are, and nothing goes on before the user has decided. */
  async #isInTheWay(): Promise<boolean> {
    const pieces = this.#pieces
    const changed = (await this.#store?.changed()) ?? []
    if (!pieces || changed.length === 0) return false
    await this.#close()
    this.#set({ changed })
    this.#note({ code: 'changed', ...pieces.named(changed) })
    this.#context.queueChanged()
    return true
  }

  async #endCheck(): Promise<void> {
    const pieces = this.#pieces
    if (!pieces || !this.#context.session.journal.check(this.#stored.id)) return
    await this.#close()
    await this.#abortable(async (signal) => {
      await this.#openStore(pieces, signal)
      const bits = await this.#store?.endCheck()
      if (bits) this.#takeBitfield(pieces, bits)
    })
    await this.#close()
    await this.#follow()
  }

  /** Runs what may take long and may be called off; what the disk refuses is tried again later. */
  async #abortable(run: (signal: AbortSignal) => Promise<void>): Promise<'done' | 'aborted' | 'refused' | 'failed'> {
    const outcome = await this.#attempt.run(run)
    this.#set({ checked: 0 })
    if (outcome.ended !== 'failed') return outcome.ended
    const fault = faultOf(outcome.error)
    if (fault !== null) return this.#onRefused(fault)
    this.#fail(outcome.error, 'open')
    return 'failed'
  }

  async #onRefused(fault: DiskFault): Promise<'refused'> {
    await this.#close('opening', this.#state.fault)
    this.#onFault(fault)
    this.#context.later(RETRY_OPEN, () => {
      if (this.#turn !== null && !this.#swarm) this.proceed()
    })
    return 'refused'
  }

  async #openStore(pieces: PieceState, signal: AbortSignal): Promise<Resume['partials']> {
    const events: StoreEvents = {
      fault: (fault) => this.#onFault(fault),
      cured: () => this.#onCured(),
      fileDone: () => undefined,
      lost: (lost) => this.#onLost(lost),
    }
    const opening = { context: this.#context, stored: this.#stored, pieces }
    const options = { signal, events, progress: (at: CheckProgress) => this.#onChecking(at), takeOver: this.#given }
    const { store, resume, root } = await openTorrentStore({ ...opening, options })
    if (root !== this.#stored.root) this.#record.patch({ root })
    this.#store = store
    this.#given = []
    this.#set({ fault: null })
    this.#takeBitfield(pieces, resume.bitfield)
    this.#note({ code: 'resumed', pieces: pieces.count, hashed: Math.ceil(resume.hashed / pieces.info.pieceLength) })
    return resume.partials
  }

  #join(pieces: PieceSpec | null): void {
    const { id, trackers, isPrivate } = this.#stored
    this.#set({ phase: 'running' })
    this.#swarm = this.#context.swarm.join(
      { id, isPrivate: isPrivate ?? false, trackers, peers: this.#peers, pieces, ...this.#record.totals(null) },
      {
        ...notedEvents(this.#note, () => this.#context.stirred(id)),
        metadata: (rawInfo) => void this.#onMetadata(rawInfo),
        piece: (index) => this.#onPiece(index),
      },
    )
    this.tellOptions()
    this.#noteSeeding()
    this.#peers = []
    if (this.#state.fault !== null) this.#swarm.hold(true)
    this.#note({ code: 'started' })
    this.#context.queueChanged()
  }

  /** Leaves the swarm, saves, closes the store; `next` is the phase it is in afterwards. */
  async #close(next: Phase = 'stopped', fault: DiskFault | null = null): Promise<void> {
    const [swarm, store] = [this.#swarm, this.#store]
    if (swarm) this.#peers = swarm.knownPeers()
    await swarm?.leave()
    this.#record.counters.end(swarm?.counts() ?? null)
    if (swarm) store?.savePartials(swarm.partials())
    this.#swarm = this.#store = null
    await store?.close()
    // What was on its way to the disk when it left the swarm, which tells of nothing any more, is here as well.
    const pieces = swarm && this.#pieces
    if (pieces?.complete === false && pieces.add(this.#context.session.journal.pieces(this.#stored.id)))
      this.#completion.found(pieces)
    this.#record.saveRunning(null, this.#peers)
    this.#set({ fault, phase: next })
  }

  #onChecking({ checked, total }: CheckProgress): void {
    this.#set({ phase: 'checking', checked: total === 0 ? 0 : checked / total })
  }

  async #onMetadata(rawInfo: Uint8Array): Promise<void> {
    const swarm = this.#swarm
    const parsed = await this.#context.parseInfo(rawInfo, this.#stored.id)
    if (this.#swarm !== swarm) return // Stopped meanwhile: it is fetched again.
    const info = acceptMetadata({ record: this.#record, context: this.#context, parsed, note: this.#note })
    if (!info) return
    this.takeInfo(info)
    if (this.wantFirstCheck() || this.#stored.check === 'due') this.#context.queueChanged()
    else this.#reopen()
  }

  #onPiece(index: number): void {
    this.#pieces?.gain(index)
    if (this.#completion.gained(this.#pieces)) void this.#finish()
  }

  /** Said once the files have their names and are on disk. */
  async #finish(): Promise<void> {
    this.#noteSeeding()
    await this.#store?.settle()
    if (this.#record.removed) return
    this.#note({ code: 'finished' })
    this.#context.finished(this.#stored.id, this.#stored.name)
    this.#context.queueChanged()
  }

  #onFault(fault: DiskFault): void {
    if (fault === 'changed') return void this.#operations.run(async () => void (await this.#isInTheWay()))
    if (this.#state.fault === fault) return
    this.#set({ fault })
    this.#swarm?.hold(true)
    this.#note({ code: 'disk', fault })
    this.#context.queueChanged()
  }

  #onCured(): void {
    this.#set({ fault: null })
    this.#swarm?.hold(false)
    this.#note({ code: 'disk-ok' })
    this.#context.queueChanged()
  }

  /** The pieces have to be fetched again: the swarm is joined anew with what is left. */
  #onLost(pieces: readonly number[]): void {
    this.#pieces?.lose(pieces)
    this.#completion.reset(this.#pieces)
    this.#reopen()
  }

  #reopen(): void {
    void this.#operations.run(async () => {
      if (!this.#swarm) return
      await this.#close('opening')
      await this.#follow()
    })
  }

  #fail(cause: unknown, doing: string): void {
    this.#set({ failure: this.#context.crash(cause, doing), phase: 'failed' })
    this.#context.queueChanged()
  }

  #takeBitfield(pieces: PieceState, bits: Uint8Array): void {
    pieces.replace(bits)
    this.#set({})
    this.#completion.found(this.#pieces)
  }

  /** Time counts as seeding while it is in the swarm with all that is wanted. */
  #noteSeeding(): void {
    this.#record.counters.seeds(this.#swarm !== null && this.#pieces?.complete === true)
  }

  #set(change: Partial<RunState>): void {
    if ((change.phase ?? this.#state.phase) !== this.#state.phase) this.#context.phaseChanged()
    this.#state = { ...this.#state, ...change }
    this.#context.stirred(this.#stored.id)
  }
}
