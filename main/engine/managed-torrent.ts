// One torrent of the list as the engine's commands see it: what the user wants of it is stored, and its run is told.
// Leaves when it runs to the queue, and running to TorrentRun. Invariant: nothing here waits for disk or network.

import type { Added, AtStake, ChangedFile } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Goals, ReachedGoal } from '../../app/queue/goals.ts'
import { FileProgress } from '../../app/torrent/file-progress.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { LogEvent, Priority } from '../../app/torrent/details.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import type { OptionsPatch } from '../../app/torrent/options.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Counted, Moved } from './counters.ts'
import type { EngineContext } from './engine-context.ts'
import type { PieceState } from './piece-state.ts'
import { RateHistory } from './rate-history.ts'
import type { RunState, Turn } from './run-state.ts'
import type { StoredTorrent } from './session/session.ts'
import type { TorrentStore } from './storage/store.ts'
import type { KnownPeer, SwarmCounts, SwarmTorrent } from './swarm/swarm.ts'
import { readStored } from './stored-metadata.ts'
import { TorrentLog } from './torrent-log.ts'
import { TorrentRecord } from './torrent-record.ts'
import { TorrentRun } from './torrent-run.ts'
import { mergeTiers, mergeWebSeeds, priorityOfPieces, storeSpec } from './torrent-specs.ts'

/** Bytes in the time between two saves from which pieces are complete so soon that saving their blocks keeps nothing. */
const FAST = 3_200_000
/** ms after a start in which what comes in is not counted yet. */
const JUST_STARTED = 2_000
/** ms between two tries to read what is stored. */
const READ_AGAIN = 20_000

export class ManagedTorrent {
  readonly log = new TorrentLog()
  readonly history: RateHistory
  readonly record: TorrentRecord
  readonly #context: EngineContext
  readonly #run: TorrentRun
  #place = 0
  #downloading = false
  /** What had come when it was last looked whether to save. */
  #came = 0

  constructor(stored: StoredTorrent, info: Info | null, context: EngineContext, peers: readonly KnownPeer[] = []) {
    this.record = new TorrentRecord(stored, context)
    this.#context = context
    this.history = new RateHistory(() => context.second())
    const known = [...stored.peers, ...peers]
    this.#run = new TorrentRun({ record: this.record, context, note: (event) => this.note(event), peers: known })
    if (info) this.#run.takeInfo(info)
    else if (stored.info) this.#readLater()
  }

  get id(): TorrentId {
    return this.stored.id
  }

  get stored(): StoredTorrent {
    return this.record.stored
  }

  get info(): Info | null {
    return this.pieces?.info ?? null
  }

  get isPrivate(): boolean {
    return this.stored.isPrivate ?? false
  }

  /** In the queue, from 1. */
  get place(): number {
    return this.#place
  }

  /** Set by the queue. */
  set place(place: number) {
    if (place === this.#place) return
    this.#place = place
    this.#context.stirred(this.id)
  }

  /** Nothing of it changes unless somebody says so: it stands still, or seeds to nobody. */
  get isStill(): boolean {
    const { state, swarm } = this
    return swarm === null ? state.phase === 'stopped' : this.complete && swarm.visits.now === 0
  }

  get state(): RunState {
    return this.#run.state
  }

  get turn(): Turn {
    return this.#run.turn
  }

  get pieces(): PieceState | null {
    return this.#run.pieces
  }

  get store(): TorrentStore | null {
    return this.#run.store
  }

  get swarm(): SwarmTorrent | null {
    return this.#run.swarm
  }

  get sinceStart(): number {
    return this.#run.sinceStart
  }

  get complete(): boolean {
    return this.pieces?.complete ?? false
  }

  /** It needs nothing more: what it does is seeding. */
  get seeding(): boolean {
    return this.complete || this.pieces?.progress.wanted === 0
  }

  /** The files it stands still for. */
  changed(): ChangedFile[] {
    const files = this.info?.files
    return this.state.changed.map((file) => ({ file, path: files?.[file]?.path.join('/') ?? '' }))
  }

  /** Per file, bytes that are had but not in it: they are kept aside for a file that shares a piece with it. */
  keptAside(): ((file: number) => number) | null {
    const pieces = this.#context.session.journal.aside(this.id)
    if (!this.info || pieces.size === 0) return null
    const aside = new FileProgress(this.info.files, this.info.pieceLength, null)
    for (const piece of pieces) aside.add(piece)
    return (file) => aside.done(file)
  }

  counts(): SwarmCounts | null {
    return this.swarm?.counts() ?? null
  }

  /** All-time payload totals; `live` spares counting the present run again. */
  totals(live: Moved | null = this.counts()): Moved {
    return this.record.totals(live)
  }

  counted(): Counted {
    return this.record.counted(this.counts())
  }

  reachedGoal(): ReachedGoal | null {
    const { ratio, minutes } = this.goals()
    if (ratio === null && minutes === null) return null
    const have = this.pieces?.progress.have ?? 0
    return this.record.reached(this.#context.goals(), { complete: this.complete, have, live: () => this.counts() })
  }

  goals(): Goals {
    return this.record.goals(this.#context.goals())
  }

  note(event: LogEvent): void {
    this.log.add(event, Date.now())
  }

  /** The user wants it to run. It does so in its turn. */
  start(forced = false): void {
    this.record.wantRun(this.reachedGoal(), forced)
    this.#run.wantFirstCheck()
    this.#proceed()
  }

  /** It runs on only while its turn lasts. */
  backToQueue(): void {
    if (!this.stored.forced) return
    this.record.patch({ forced: false })
    this.#context.queueChanged()
  }

  /** The user gives up what somebody made of these files: they are downloaded over. Others in the way still are. */
  writeOver(files: readonly number[]): void {
    this.#run.writeOver(files)
    this.start()
  }

  /** `goal`: the one it has reached; else the user stops it. */
  stop(goal?: ReachedGoal): void {
    const { check, wantsToRun } = this.stored
    if (!wantsToRun && check !== 'due') return
    this.record.wantStop(goal)
    this.note(goal ? { code: 'goal', goal } : { code: 'stopped' })
    this.#context.queueChanged()
  }

  /** Puts everything away without changing what the user wants. */
  suspend(): Promise<void> {
    return this.#run.suspend()
  }

  remove(): Promise<void> {
    this.record.forget()
    return this.suspend()
  }

  /** In its turn; one that was begun goes on where it was. */
  recheck(): void {
    if (!this.info) return
    this.record.patch({ check: 'due' })
    this.#run.lookAnew()
    this.#proceed()
  }

  /** What the check found so far counts; of the rest, what was known before it does. */
  cancelCheck(): void {
    if (this.stored.check === null) return
    // A first check called off leaves nothing to go by.
    if (this.#run.isUnknown) return this.stop()
    this.record.patch({ check: null })
    this.#run.endCheck()
    this.#context.queueChanged()
  }

  /** From the queue: what it may do now. */
  take(turn: Turn): void {
    this.#context.stirred(this.id)
    this.#run.take(turn)
  }

  addPeer(address: string): Result<void, AppError> {
    const added =
      this.swarm?.addPeer(address, 'manual') ??
      (this.stored.wantsToRun && this.#run.remember({ address, source: 'manual' }))
    return added ? ok(undefined) : fail({ code: 'invalid-argument', field: 'address' })
  }

  /** `keep`: of files that are skipped, what is there stays. */
  setPriorities(files: readonly number[], priority: Priority, keep = false): Result<void, AppError> {
    const { info } = this
    if (!info) return fail({ code: 'no-metadata' })
    const priorities = this.record.prioritise(info, files, priority, keep)
    this.swarm?.setPriorities(priorityOfPieces(this.stored, info))
    this.#run.setPriorities(priorities)
    this.#context.queueChanged()
    return ok(undefined)
  }

  atStake(files: readonly number[]): AtStake {
    const { info, pieces } = this
    if (!info || !pieces) return { files: [], bytes: 0 }
    return this.#context.storage.atStake(storeSpec(this.stored, info), pieces.bitfield, files)
  }

  setOptions(patch: OptionsPatch): void {
    this.record.setOptions(patch)
    this.#run.tellOptions()
  }

  setTrackers(tiers: readonly (readonly string[])[]): void {
    this.record.patch({ trackers: tiers })
    this.swarm?.setTrackers(tiers)
  }

  setWebSeeds(urls: readonly string[]): void {
    this.record.patch({ webSeeds: urls })
    this.swarm?.setWebSeeds(urls)
  }

  /** Added again: it learns the trackers and web seeds it lacks. */
  merge({ trackers, webSeeds }: Pick<StoredTorrent, 'trackers' | 'webSeeds'>): Added {
    const { tiers, added: mergedTrackers, leftOut } = mergeTiers(this.stored.trackers, trackers.flat())
    const urls = mergeWebSeeds(this.stored.webSeeds, webSeeds)
    const mergedWebSeeds = urls.length - this.stored.webSeeds.length
    if (mergedTrackers > 0) this.setTrackers(tiers)
    if (mergedWebSeeds > 0) this.setWebSeeds(urls)
    this.note({ code: 'trackers-merged', added: mergedTrackers, webSeeds: mergedWebSeeds })
    return {
      id: this.id,
      mergedTrackers,
      ...(mergedWebSeeds > 0 && { mergedWebSeeds }),
      ...(leftOut > 0 && { trackersLeftOut: leftOut }),
    }
  }

  /** Once a second unless it is still: history and counters. */
  tick(second: number): void {
    const { swarm } = this
    if (!swarm) return
    // Not all of a long list in the same second.
    if ((second + this.place) % 30 === 0) this.saveRunning()
    const counts = swarm.visits.now === 0 ? null : swarm.counts()
    this.history.add(counts?.downRate ?? 0, counts?.upRate ?? 0)
    this.#downloading = (counts?.downRate ?? 0) > 0
  }

  /** What goes on counting while it runs. */
  saveRunning(): void {
    if (this.swarm) this.record.saveRunning(this.swarm.counts(), this.swarm.knownPeers())
  }

  /** Now and then: whether its folder is still there. */
  async look(): Promise<void> {
    await this.store?.look().catch((cause: unknown) => void this.#context.crash(cause, 'look'))
  }

  /** Ten times a second: blocks that came in survive the end of this process from then on. */
  saveUnfinished(): void {
    const { store, swarm } = this
    const isFresh = this.sinceStart < JUST_STARTED && !this.complete
    if (!(this.#downloading || isFresh) || !store || !swarm) return
    const before = this.#came
    this.#came = swarm.counts().downloaded
    if (this.#came - before < FAST) store.savePartials(swarm.partials())
  }

  /** What is stored of it could not be read in time: it stands still until it is, or peers have to be asked. */
  #readLater(): void {
    const read = async (): Promise<void> => {
      const { stored, info } = await readStored(this.stored, this.#context)
      if (this.record.removed) return
      if (stored.info && !info) return this.#readLater()
      if (info) this.#run.takeInfo(info)
      else this.record.patch({ info: null })
      this.#proceed()
    }
    this.#context.later(READ_AGAIN, () => void read())
  }

  /** Does what its turn is for, also when it had that turn already. */
  #proceed(): void {
    this.#context.queueChanged()
    this.#run.proceed()
  }
}
